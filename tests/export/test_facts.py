"""The facts format, field by field."""

from __future__ import annotations

import datetime as dt

import pytest

from kg.export.facts import edtf_date, facts
from kg.model.account import Account, Claim, EntityEntry, Evidence, Naming, Ref, Report, ReportKind
from kg.model.article import Article
from kg.model.span import Span
from kg.model.time import TimeValue

TEXT = "題\n露外相は北朝鮮の元山で金氏と会談した。外相は訪問を評価した。"
SECOND = TEXT.index("外相は訪問")
FIRST = Evidence(Span(2, SECOND), Span(5, 8), "test")
NEXT = Evidence(Span(SECOND, len(TEXT)), Span(SECOND, len(TEXT)), "test")
RUSSIA, KOREA = Ref("state", "RUS", "ロシア"), Ref("state", "PRK", "北朝鮮")
LAVROV, KIM = Ref("person", "sergey-lavrov", "セルゲイ・ラブロフ"), Ref("person", "kim-jong-un", "金正恩")
MINISTRY = Ref("organization", "rus-foreign-ministry", "ロシア外務省")
WONSAN, SEOUL = Ref("place", "wonsan", "元山"), Ref("place", "seoul", "ソウル")


def time(edtf: str | None, earliest: dt.date | None = None, latest: dt.date | None = None) -> TimeValue:
    return TimeValue(Span(0, 1), "題", edtf, earliest, latest, "explicit")


def report(kind: ReportKind, subtype: str, *values: tuple[str, Ref | TimeValue | str], at: Evidence = FIRST) -> Report:
    return Report("r", kind, subtype, tuple(Claim(prop, value, at) for prop, value in values))


def entry(ref: Ref, *mentions: str, **claims: Ref | str) -> EntityEntry:
    return EntityEntry(
        ref,
        tuple(Naming(Span(0, 1), text) for text in mentions),
        tuple(Claim(prop, value, FIRST) for prop, value in claims.items()),
    )


def view(*reports: Report, entities: tuple[EntityEntry, ...] = ()) -> dict[str, object]:
    article = Article("a", "題", TEXT)
    return facts(Account("a", article.sha256, entities, reports), article)


def test_all_keys_and_empty_lists() -> None:
    assert view() == {
        "id": "a",
        "title": "題",
        **{name: [] for name in ("persons", "states", "organizations", "places", "meetings", "visits")},
        **{name: [] for name in ("agreements", "statements", "invitations", "other_events")},
    }


def test_entities() -> None:
    found = view(
        report("visit", "", ("visitor", LAVROV), ("destination", KOREA), ("place", WONSAN)),
        entities=(
            entry(LAVROV, "ラブロフ外相", "同外相", "ラブロフ外相", office="外相", ofState=RUSSIA),
            entry(KIM, "金氏"),
            entry(KOREA, "北朝鮮"),
            entry(RUSSIA, "露"),
            entry(MINISTRY, "ロシア外務省"),
            entry(WONSAN, "ウォンサン", inState=KOREA),
            entry(SEOUL, "ソウル"),
        ),
    )
    assert found["persons"] == [
        {"name": "セルゲイ・ラブロフ", "mentions": ["ラブロフ外相", "同外相"], "office": "外相", "state": "ロシア"},
        {"name": "金正恩", "mentions": ["金氏"], "office": None, "state": None},
    ]
    assert found["states"] == ["北朝鮮", "ロシア"]
    assert found["organizations"] == ["ロシア外務省"]
    assert found["places"] == [{"name": "元山", "mentions": ["ウォンサン"], "state": "北朝鮮"}]


def test_meeting() -> None:
    meeting = report(
        "meeting",
        "other",
        ("participant", LAVROV),
        ("participant", MINISTRY),
        ("participant", KIM),
        ("participant", LAVROV),
        ("state", RUSSIA),
        ("state", KOREA),
        ("time", time("2025-12")),
        ("place", WONSAN),
        ("status", "postponed"),
    )
    assert view(meeting, entities=(entry(WONSAN, "元山", inState=KOREA),))["meetings"] == [
        {
            "kind": "other",
            "status": "cancelled",
            "name": None,
            "participants": ["セルゲイ・ラブロフ", "金正恩"],
            "states": ["ロシア", "北朝鮮"],
            "date": "2025-12",
            "place": "元山",
            "place_state": "北朝鮮",
            "evidence": "露外相は北朝鮮の元山で金氏と会談した。",
        }
    ]


def test_place_state_as_claimed_comes_first() -> None:
    meetings = view(report("meeting", "other", ("placeState", RUSSIA)))["meetings"]
    assert isinstance(meetings, list)
    assert (meetings[0]["place"], meetings[0]["place_state"], meetings[0]["status"]) == (None, "ロシア", "held")


def test_visit_by_a_delegation_to_two_states() -> None:
    visit = report(
        "visit", "", ("visitor", "代表団"), ("destination", RUSSIA), ("destination", KOREA), ("status", "proposed")
    )
    assert view(visit)["visits"] == [
        {
            "visitor": "代表団",
            "destination": state,
            "place": None,
            "date": None,
            "status": "proposed",
            "evidence": "露外相は北朝鮮の元山で金氏と会談した。",
        }
        for state in ("ロシア", "北朝鮮")
    ]


def test_agreement() -> None:
    treaty = report(
        "agreement", "treaty", ("name", "条約"), ("party", RUSSIA), ("action", "signed"), ("time", time("2025"))
    )
    assert view(treaty)["agreements"] == [
        {
            "name": "条約",
            "kind": "treaty",
            "parties": ["ロシア"],
            "action": "signed",
            "date": "2025",
            "evidence": "露外相は北朝鮮の元山で金氏と会談した。",
        }
    ]


def test_statement_of_two_speakers() -> None:
    said = report("statement", "評価する", ("speaker", LAVROV), ("speaker", RUSSIA), ("quotation", "訪問"), at=NEXT)
    assert view(said)["statements"] == [
        {"speaker": speaker, "verb": "評価する", "evidence": "外相は訪問を評価した。"}
        for speaker in ("セルゲイ・ラブロフ", "ロシア")
    ]


def test_invitation() -> None:
    invitation = report("invitation", "", ("inviter", LAVROV), ("invitee", KIM), ("destination", RUSSIA))
    assert view(invitation)["invitations"] == [
        {
            "inviter": "セルゲイ・ラブロフ",
            "invitee": "金正恩",
            "destination": "ロシア",
            "status": "held",
            "evidence": "露外相は北朝鮮の元山で金氏と会談した。",
        }
    ]


def test_other_event_without_actor() -> None:
    event = report("other_event", "制裁", ("target", KOREA))
    assert view(event)["other_events"] == [
        {
            "type": "制裁",
            "actor": None,
            "target": "北朝鮮",
            "place": None,
            "date": None,
            "status": "held",
            "evidence": "露外相は北朝鮮の元山で金氏と会談した。",
        }
    ]


@pytest.mark.parametrize(
    ("edtf", "date"),
    [
        (None, None),
        ("2025", "2025"),
        ("2025-12-03", "2025-12-03"),
        ("2025-12-03/2025-12-05", "2025-12-03/2025-12-05"),
        ("2022/..", "2022"),
        ("../2022-05", "2022-05"),
        ("2022-05~", "2022-05"),
        ("../..", None),
        ("19XX", None),
    ],
)
def test_dates(edtf: str | None, date: str | None) -> None:
    assert edtf_date(time(edtf)) == date


def test_a_season_or_half_is_a_time_in_its_year() -> None:
    assert edtf_date(time("2018-21", dt.date(2018, 3, 1), dt.date(2018, 5, 31))) == "2018"
    winter = time("2018-24", dt.date(2018, 12, 1), dt.date(2019, 2, 28))
    assert edtf_date(winter) == "2018/2019"
    half = time("2016-07/2016-12", dt.date(2016, 7, 1), dt.date(2016, 12, 31))._replace(part="後半")
    assert edtf_date(half) == "2016"
