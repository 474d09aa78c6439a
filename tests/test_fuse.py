import datetime as dt
import random

import pytest

from kg.fuse import fuse_with
from kg.model.account import Modality, Ref
from kg.model.event import Event, World
from tests.stories import (
    CHOE,
    JPN,
    KIM,
    LAVROV,
    LAVROV_TENURE,
    PRK,
    PYONGYANG,
    RUS,
    WONSAN,
    Story,
    TinyFacts,
    when,
    wonsan_meeting,
)


def world(*stories: Story) -> World:
    return fuse_with([s.account for s in stories], {s.id: s.article for s in stories}, TinyFacts())


def meetings(*stories: Story) -> list[Event]:
    return [event for event in world(*stories).events if event.kind == "meeting"]


def sizes(*stories: Story) -> list[int]:
    return sorted(len(event.reports) for event in world(*stories).events)


def verdicts(event: Event, prop: str) -> dict[str, str]:
    def shown(value: object) -> str:
        return str(getattr(value, "edtf", None) or getattr(value, "key", None) or value)

    return {f"{c.article} {shown(c.value)}": c.verdict for c in event.claims if c.property == prop}


# ---- sameness


def test_two_reports_of_one_meeting_are_one_event() -> None:
    [event] = meetings(wonsan_meeting("a"), wonsan_meeting("b"))
    assert [r.article for r in event.reports] == ["a", "b"]
    assert event.reasons and "shared person" in event.reasons[0]


def test_a_month_and_a_day_agree_and_the_day_refines() -> None:
    [event] = meetings(wonsan_meeting("a", "2025-12"), wonsan_meeting("b", "2025-12-05"))
    assert event.time is not None and event.time.edtf == "2025-12-05"
    assert verdicts(event, "time") == {"a 2025-12": "superseded", "b 2025-12-05": "accepted"}
    assert not any(c.contradicts for c in event.claims)


@pytest.mark.parametrize(
    ("date", "other"),
    [("2025-12-05", "2025-11-05"), ("2025", "2024"), ("2025-12", "2025-10"), ("2025-12-05", "2026-12-05")],
)
def test_other_times_are_other_meetings(date: str, other: str) -> None:
    def told(id: str, edtf: str) -> Story:
        story = wonsan_meeting(id, None)
        time = when(edtf) if "-" in edtf else when(edtf, dt.date(int(edtf), 1, 1), dt.date(int(edtf), 12, 31))
        report = story.reports[0]
        claim = report.claims[0]._replace(property="time", value=time)
        story.reports[0] = type(report)(report.key, report.kind, report.subtype, (*report.claims, claim))
        return story

    assert sizes(told("a", date), told("b", other)) == [1, 1]


def test_another_partner_of_the_same_state_is_another_meeting() -> None:
    other = Story("b").report(
        "meeting", "foreign_ministers", ("participant", LAVROV), ("participant", CHOE), ("state", RUS), ("state", PRK),
        ("place", WONSAN), ("time", when("2025-12-05")),
    )  # fmt: skip
    assert sizes(wonsan_meeting("a"), other) == [1, 1]


def test_undated_reports_need_the_news_to_be_of_one_week() -> None:
    def told(id: str, published: str | None) -> Story:
        return Story(id, published).report(
            "meeting", "other", ("participant", LAVROV), ("participant", KIM), ("state", RUS), ("state", PRK)
        )

    assert sizes(told("a", "2025-12-06"), told("b", "2025-12-08")) == [2]
    assert sizes(told("a", "2025-12-06"), told("b", "2025-10-08")) == [1, 1]
    assert sizes(told("a", None), told("b", None)) == [1, 1]


def test_states_alone_fuse_only_on_the_same_day() -> None:
    def told(id: str, date: str) -> Story:
        return Story(id).report(
            "meeting", "working", ("state", JPN), ("state", PRK), ("meetingKind", "working"), ("time", when(date))
        )

    assert sizes(told("a", "2025-12-05"), told("b", "2025-12-05")) == [2]
    assert sizes(told("a", "2025-12"), told("b", "2025-12-05")) == [1, 1]


def test_annual_summits_stay_separate() -> None:
    def told(id: str, date: str, name: str) -> Story:
        return Story(id, None).report(
            "meeting",
            "multilateral",
            ("name", name),
            ("state", JPN),
            ("state", RUS),
            ("state", PRK),
            ("time", when(date)),
        )

    assert sizes(told("a", "2024-11-20", "APEC首脳会議"), told("b", "2025-11-20", "APEC首脳会議")) == [1, 1]
    assert sizes(told("a", "2025-11", "第12回首脳会議"), told("b", "2025-11", "第13回首脳会議")) == [1, 1]
    assert sizes(told("a", "2025-11-20", "APEC首脳会議"), told("b", "2025-11-20", "APEC首脳会議")) == [2]


def test_a_phone_call_is_not_a_meeting_in_person() -> None:
    call = Story("b").report(
        "meeting", "phone", ("participant", LAVROV), ("participant", KIM), ("state", RUS), ("state", PRK),
        ("time", when("2025-12-05")),
    )  # fmt: skip
    assert sizes(wonsan_meeting("a"), call) == [1, 1]


def test_reports_of_one_article_are_never_fused() -> None:
    story = wonsan_meeting("a")
    story.report("meeting", "other", *[(c.property, c.value) for c in story.reports[0].claims])
    assert sizes(story) == [1, 1]


def test_a_report_that_fits_two_meetings_equally_joins_neither() -> None:
    def full(id: str, guest: Ref) -> Story:
        return Story(id).report(
            "meeting", "other", ("participant", LAVROV), ("participant", guest), ("state", RUS), ("state", PRK),
            ("time", when("2025-12-05")),
        )  # fmt: skip

    vague = Story("c").report(
        "meeting", "other", ("participant", LAVROV), ("state", RUS), ("state", PRK), ("time", when("2025-12-05"))
    )
    assert sizes(full("a", KIM), vague) == [2]
    assert sizes(full("a", KIM), full("b", CHOE), vague) == [1, 1, 1]


def test_statements_fuse_only_with_the_same_speaker_and_words() -> None:
    def told(id: str, speaker: Ref, words: str) -> Story:
        return Story(id).report("statement", "述べる", ("speaker", speaker), ("verb", "述べる"), ("quotation", words))

    words = "不敗の戦闘的兄弟関係だ"
    assert sizes(told("a", LAVROV, words), told("b", LAVROV, words)) == [2]
    assert sizes(told("a", LAVROV, words), told("b", KIM, words)) == [1, 1]
    assert sizes(told("a", LAVROV, words), told("b", LAVROV, "協力を続けていく考えだ")) == [1, 1]
    assert sizes(told("a", LAVROV, "歓迎する"), told("b", LAVROV, "歓迎する")) == [1, 1]


def test_visits_need_visitor_destination_and_time() -> None:
    def told(id: str, date: str, destination: Ref) -> Story:
        return Story(id).report("visit", "", ("visitor", LAVROV), ("destination", destination), ("time", when(date)))

    assert sizes(told("a", "2025-12-05", PRK), told("b", "2025-12", PRK)) == [2]
    assert sizes(told("a", "2025-12-05", PRK), told("b", "2025-12-05", JPN)) == [1, 1]
    assert sizes(told("a", "2025-12-05", PRK), told("b", "2025-06-05", PRK)) == [1, 1]


def test_two_sided_events_ignore_the_order_of_the_sides() -> None:
    def told(id: str, kind: str, actor: Ref, target: Ref) -> Story:
        return Story(id).report("other_event", kind, ("actor", actor), ("target", target), ("time", when("2025-12-05")))

    assert sizes(told("a", "国交樹立", RUS, PRK), told("b", "国交樹立", PRK, RUS)) == [2]
    assert sizes(told("a", "制裁", RUS, PRK), told("b", "制裁", PRK, RUS)) == [1, 1]


def test_the_order_of_input_leaves_no_trace() -> None:
    stories = [
        wonsan_meeting(f"a{i}", date, publisher=f"p{i % 3}")
        for i, date in enumerate(["2025-12", "2025-12-05", "2025-12-06", None, "2025-11", "2024-12-05"])
    ]
    expected = world(*stories)
    for seed in range(5):
        shuffled = random.Random(seed).sample(stories, len(stories))
        assert world(*shuffled) == expected


# ---- documents


def agreement(id: str, name: str, action: str, *parties: Ref, kind: str = "treaty", date: str | None = None) -> Story:
    pairs: list[tuple[str, object]] = [("name", name), ("agreementKind", kind), ("action", action)]
    pairs += [("party", p) for p in parties]
    if date:
        pairs.append(("time", when(date)))
    return Story(id).report("agreement", kind, *pairs)  # type: ignore[arg-type]


def test_the_life_of_a_treaty_gathers_around_one_document() -> None:
    w = world(
        agreement("a", "包括的戦略パートナーシップ条約", "signed", RUS, PRK, date="2024-06-19"),
        agreement("b", "包括的戦略パートナーシップ条約", "ratified", RUS, PRK, date="2024-11-09"),
        agreement("c", "「包括的戦略パートナーシップ条約」", "signed", RUS, PRK, date="2024-06"),
    )
    assert len(w.treaties) == 1
    assert sorted(len(e.reports) for e in w.events) == [1, 2]
    assert {e.first("action") for e in w.events} == {"signed", "ratified"}


def test_vague_names_and_other_parties_are_other_documents() -> None:
    w = world(
        agreement("a", "共同声明", "adopted", RUS, PRK, kind="joint_statement", date="2024-06-19"),
        agreement("b", "共同声明", "adopted", JPN, RUS, kind="joint_statement", date="2024-06-19"),
        agreement("c", "共同声明", "adopted", RUS, PRK, kind="joint_statement", date="2023-06-19"),
    )
    assert len(w.treaties) == 3


# ---- verdicts


def test_rival_places_are_both_kept_and_contradict() -> None:
    other = wonsan_meeting("b", publisher="B")
    report = other.reports[0]
    claims = tuple(c._replace(value=PYONGYANG) if c.property == "place" else c for c in report.claims)
    other.reports[0] = type(report)(report.key, report.kind, report.subtype, claims)
    [event] = meetings(wonsan_meeting("a", publisher="A"), other, wonsan_meeting("c", publisher="C"))
    assert verdicts(event, "place") == {"a wonsan": "accepted", "b pyongyang": "rejected", "c wonsan": "accepted"}
    [rejected] = [c for c in event.claims if c.property == "place" and c.verdict == "rejected"]
    accepted = next(c for c in event.claims if c.property == "place" and c.verdict == "accepted")
    assert accepted.key in rejected.contradicts and rejected.key in accepted.contradicts


def test_an_explicit_date_beats_a_counted_one() -> None:
    counted = wonsan_meeting("b", None)
    report = counted.reports[0]
    time = report.claims[0]._replace(property="time", value=when("2025-12-06", basis="relative"))
    counted.reports[0] = type(report)(report.key, report.kind, report.subtype, (*report.claims, time))
    [event] = meetings(wonsan_meeting("a", "2025-12-05"), counted, wonsan_meeting("c", None))
    assert event.time is not None and event.time.edtf == "2025-12-05"
    assert verdicts(event, "time") == {"a 2025-12-05": "accepted", "b 2025-12-06": "rejected"}


def test_a_place_refines_its_state() -> None:
    vague = Story("b").report(
        "meeting", "other", ("participant", LAVROV), ("participant", KIM), ("place", PRK), ("time", when("2025-12-05"))
    )
    [event] = meetings(wonsan_meeting("a"), vague)
    assert verdicts(event, "place") == {"a wonsan": "accepted", "b PRK": "superseded"}


def test_a_venue_refines_its_city_and_a_city_does_not_refine_another() -> None:
    def told(id: str, place: str) -> Story:
        return Story(id).report(
            "meeting",
            "summit",
            ("participant", LAVROV),
            ("participant", KIM),
            ("place", Ref("place", place, place)),
            ("time", when("2025-12-05")),
        )

    [event] = meetings(told("a", "pyongyang"), told("b", "kumsusan"))
    assert verdicts(event, "place") == {"a pyongyang": "superseded", "b kumsusan": "accepted"}
    [event] = meetings(told("a", "pyongyang"), told("b", "wonsan"))
    assert sorted(verdicts(event, "place").values()) == ["accepted", "rejected"]


def test_one_shared_person_in_the_news_is_not_enough() -> None:
    def told(id: str, place: str) -> Story:
        return Story(id).report(
            "meeting", "multilateral", ("participant", LAVROV), ("place", Ref("place", place, place))
        )

    assert sizes(told("a", "pyongyang"), told("b", "wonsan")) == [1, 1]


def status_story(id: str, published: str, status: str, modality: Modality = "asserted") -> Story:
    story = wonsan_meeting(id, published=published)
    report = story.reports[0]
    claims = tuple(c._replace(value=status, modality=modality) if c.property == "status" else c for c in report.claims)
    story.reports[0] = type(report)(report.key, report.kind, report.subtype, claims)
    return story


def test_a_planned_meeting_that_took_place_is_held() -> None:
    [event] = meetings(status_story("a", "2025-12-01", "scheduled", "planned"), status_story("b", "2025-12-06", "held"))
    assert event.status == "held"
    assert verdicts(event, "status") == {"a scheduled": "superseded", "b held": "accepted"}
    assert not any(c.contradicts for c in event.claims)


def test_held_and_cancelled_contradict_and_the_later_article_counts() -> None:
    [event] = meetings(status_story("a", "2025-12-06", "held"), status_story("b", "2025-12-08", "cancelled"))
    assert event.status == "cancelled"
    assert all(c.contradicts for c in event.claims if c.property == "status")


@pytest.mark.parametrize(("modality", "status"), [("planned", "scheduled"), ("possible", "uncertain")])
def test_what_is_planned_or_possible_is_never_held(modality: Modality, status: str) -> None:
    [event] = meetings(status_story("a", "2025-12-01", "held", modality))
    assert event.status == status


def test_a_denied_event_has_no_place_in_the_world() -> None:
    [event] = meetings(status_story("a", "2025-12-01", "held", "denied"))
    assert not event.stands and event.status is None
    assert all(c.verdict == "rejected" for c in event.claims)


def test_a_denial_contradicts_what_others_assert() -> None:
    [event] = meetings(status_story("a", "2025-12-06", "held", "denied"), status_story("b", "2025-12-06", "held"))
    assert event.stands and event.status == "held"
    assert verdicts(event, "status") == {"a held": "rejected", "b held": "accepted"}
    assert all(c.contradicts for c in event.claims if c.property == "status")


def test_announced_participants_of_a_held_meeting_stay_undecided() -> None:
    announced = status_story("a", "2025-12-01", "scheduled", "planned")
    report = announced.reports[0]
    guest = report.claims[0]._replace(
        property="participant", value=Ref("person", "x-kono", "河野太郎"), modality="planned"
    )
    announced.reports[0] = type(report)(report.key, report.kind, report.subtype, (*report.claims, guest))
    [event] = meetings(announced, status_story("b", "2025-12-06", "held"))
    assert verdicts(event, "participant")["a x-kono"] == "undecided"
    assert KIM in event.values("participant") and guest.value not in event.values("participant")


# ---- names of things, people


def test_claims_keep_their_keys_whatever_they_are_fused_with() -> None:
    alone = {c.key for c in world(wonsan_meeting("a")).claims()}
    together = {c.key for c in world(wonsan_meeting("a"), wonsan_meeting("b")).claims()}
    assert alone <= together


def test_claims_have_keys_of_their_own() -> None:
    keys = [
        c.key for c in world(wonsan_meeting("a"), wonsan_meeting("b"), agreement("c", "条約", "signed", RUS)).claims()
    ]
    assert len(keys) == len(set(keys))


def test_the_same_meeting_told_elsewhere_has_the_same_key() -> None:
    assert meetings(wonsan_meeting("a"))[0].key == meetings(wonsan_meeting("z", publisher="Z"))[0].key


def test_a_known_tenure_is_used_when_it_covers_the_day() -> None:
    [tenure] = world(wonsan_meeting("a")).tenures
    assert tenure.key == LAVROV_TENURE.key and tenure.known
    assert [day.isoformat() for day in tenure.observed] == ["2025-12-06"]


def test_a_tenure_of_another_time_is_not_the_known_one() -> None:
    [tenure] = world(wonsan_meeting("a", published="2003-12-06")).tenures
    assert not tenure.known and tenure.office.known and tenure.key.startswith("x-")


def test_a_former_office_is_observed_on_no_day() -> None:
    [tenure] = world(Story("a").person(KIM, office="前国防委員長", ofState=PRK)).tenures
    assert tenure.former and tenure.observed == ()
    assert tenure.office.name == "北朝鮮国防委員長"


def test_every_entity_that_a_claim_uses_is_there() -> None:
    w = world(wonsan_meeting("a"))
    there = {(e.ref.kind, e.ref.key) for e in w.entities}
    assert {("person", "kim-jong-un"), ("place", "wonsan"), ("state", "RUS")} <= there
