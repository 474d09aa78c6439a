"""Rival values, lives of meetings and treaties, tenures."""

from __future__ import annotations

import random
from collections.abc import Mapping
from typing import Any

import pytest

from kg.fuse import fuse_with
from kg.fusion.decisions import Decisions
from kg.fusion.told import Numbered, numbered
from kg.fusion.treaties import best_name, is_specific
from kg.fusion.voices import voices
from kg.model.account import Modality, Ref
from kg.model.article import Article
from kg.model.decision import decision
from kg.model.event import Event, World
from kg.model.span import Span
from kg.model.time import TimeValue
from tests.stories import CHOE, JPN, KIM, LAVROV, PRK, PYONGYANG, RUS, WONSAN, Story, TinyFacts, when, wonsan_meeting


def world(*stories: Story, decisions: Decisions | None = None) -> World:
    return fuse_with([s.account for s in stories], {s.id: s.article for s in stories}, TinyFacts(), decisions)


def values(event: Event, prop: str) -> dict[str, tuple[str, bool]]:
    """Verdict, and whether it is contradicted, by article and value."""

    def shown(value: object) -> str:
        return str(getattr(value, "edtf", None) or getattr(value, "key", None) or value)

    return {
        f"{c.article} {shown(c.value)}": (c.verdict, bool(c.contradicts)) for c in event.claims if c.property == prop
    }


def journey(id: str, date: str, published: str | None, number: str = "2", publisher: str | None = None) -> Story:
    """The leader and the minister in one place, the latter in a numbered round of talks."""
    story = wonsan_meeting(id, date, published=published, publisher=publisher)
    story.report(
        "meeting",
        "foreign_ministers",
        ("participant", LAVROV),
        ("participant", CHOE),
        ("name", f"戦略対話第{number}ラウンド"),
        ("time", when(date)),
        sentence="外相は戦略対話を行った。",
    )
    return story


# ---- one event with rival dates


def test_an_itinerary_shows_one_meeting_with_two_dates() -> None:
    made = world(journey("dated", "2025-07-12", "2025-07-13"), journey("undated", "2025-12", None))
    assert [len(event.reports) for event in made.events] == [2, 2]
    for event in made.events:
        assert values(event, "time") == {"dated 2025-07-12": ("accepted", True), "undated 2025-12": ("rejected", True)}


def test_two_articles_that_vouch_for_their_dates_tell_two_meetings() -> None:
    made = world(journey("july", "2025-07-12", "2025-07-13"), journey("december", "2025-12-05", "2025-12-06"))
    assert [len(event.reports) for event in made.events] == [1, 1, 1, 1]


def test_another_round_is_another_meeting() -> None:
    made = world(journey("a", "2025-07-12", "2025-07-13"), journey("b", "2025-12-05", None, number="3"))
    assert [len(e.reports) for e in made.events if e.values("name")] == [1, 1]


def test_a_yearly_return_is_no_rival_date() -> None:
    made = world(
        wonsan_meeting("a", "2025-07-12", published="2025-07-13"), wonsan_meeting("b", "2024-07-16", published=None)
    )
    assert [d.answer for d in made.decisions] == ["different"]


def test_rounds_by_any_name() -> None:
    assert numbered("第2回戦略対話") == numbered("戦略対話の第2ラウンド") == Numbered(2, "戦略対話")
    assert numbered("第十二回協議") == Numbered(12, "協議")
    assert numbered("首脳会談") is None


# ---- verdicts


def test_copies_of_one_text_are_one_voice() -> None:
    text = "題\n北朝鮮を訪問した外相は元山で総書記と会談し、協力を確認した。外相はその後、中国に向けて元山を出発したという。"
    articles = {
        "wire": Article("wire", "題", text, "通信社"),
        "print": Article("print", "別の題", text.replace("題\n", "別の題\n【ソウル=通信社】"), "新聞"),
        "own": Article("own", "題", "題\n外相は平壌に着いたばかりで、会談の日程はまだ決まっていない。", "放送"),
    }
    heard = voices(articles)
    assert heard["wire"] == heard["print"] != heard["own"]


def test_wire_copies_do_not_outvote() -> None:
    def told(id: str, date: str, publisher: str, sentence: str) -> Story:
        story = wonsan_meeting(id, date, published="2025-12-07", publisher=publisher)
        story.sentences += [f"{sentence}その一については詳しくは伝えていない。", f"{sentence}その二についても詳しい。"]
        return story

    copies = [told(f"copy{i}", "2025-12-05", f"新聞{i}", "写しの文章である通信の") for i in range(3)]
    others = [told(f"own{i}", "2025-12-06", f"放送{i}", f"{i}番の放送局が自ら取材して書いた") for i in range(2)]
    [event] = world(*copies, *others).events
    assert event.time is not None and event.time.edtf == "2025-12-06"


def test_a_day_of_a_stay_is_no_rival_of_the_stay() -> None:
    def told(id: str, edtf: str) -> Story:
        first = when("2025-12-04").earliest
        last = when("2025-12-06").latest
        time = when(edtf, first, last) if "/" in edtf else when(edtf)
        return Story(id).report("visit", "", ("visitor", LAVROV), ("destination", PRK), ("time", time))

    [event] = world(told("a", "2025-12-04/2025-12-06"), told("b", "2025-12-05")).events
    assert values(event, "time") == {
        "a 2025-12-04/2025-12-06": ("accepted", False),
        "b 2025-12-05": ("superseded", False),
    }


# ---- meetings of several days


def day(id: str, date: str, sentence: str = "会談した。", story: Story | None = None, held: str = "held") -> Story:
    """One day of the leader's meeting with the minister, in an article of its own or in the one given."""
    return (story or Story(id, "2025-12-08")).report(
        "meeting", "summit", ("participant", LAVROV), ("participant", KIM), ("state", RUS), ("state", PRK),
        ("place", WONSAN), ("time", span(date)), ("status", held), sentence=sentence,
    )  # fmt: skip


def span(edtf: str) -> TimeValue:
    first, _, last = edtf.partition("/")
    return when(edtf, when(first).earliest, when(last or first).latest)


def test_days_of_one_meeting_told_by_one_article_are_one_event() -> None:
    story = day("a", "2025-12-05", "首脳会談が2日間の日程で始まった。")
    [event] = world(day("a", "2025-12-06", "会談は6日に終わった。", story)).events
    assert len(event.reports) == 2
    assert values(event, "time") == {"a 2025-12-05": ("accepted", False), "a 2025-12-06": ("superseded", False)}


def test_a_span_that_another_article_gives_holds_its_days_together() -> None:
    stories = [day("a", "2025-12-05"), day("b", "2025-12-07"), day("c", "2025-12-05/2025-12-07")]
    for seed in range(3):
        [event] = world(*random.Random(seed).sample(stories, 3)).events
        assert event.time is not None and event.time.edtf == "2025-12-05/2025-12-07"
        assert not any(c.contradicts for c in event.claims)


def test_days_told_day_by_day_without_such_words_are_meetings_of_their_own() -> None:
    story = day("a", "2025-12-05")
    assert len(world(day("a", "2025-12-06", story=story)).events) == 2
    other = Story("b", "2025-12-08").report(
        "meeting", "summit", ("participant", LAVROV), ("participant", CHOE), ("time", when("2025-12-06")),
        sentence="2日目の会談をした。",
    )  # fmt: skip
    assert len(world(day("a", "2025-12-05"), other).events) == 2
    assert len(world(day("a", "2025-12-05", "2日間の日程だった。"), day("b", "2026-01-05")).events) == 2


def test_a_headline_without_a_date_is_of_what_the_article_tells() -> None:
    def headed(*more: str) -> World:
        story = Story("a", "2025-12-08", title="ラブロフ氏と金氏が会談")
        day("a", "2025-12-05", story=story)
        for date in more:
            day("a", date, story=story)
        told = story.reports[0].claims
        evidence = told[0].evidence._replace(sentence=Span(0, 11), words=Span(0, 11))
        title = tuple(c._replace(evidence=evidence) for c in told if c.property != "time")
        story.reports.append(type(story.reports[0])("headline", "meeting", "summit", title))
        return world(story)

    [event] = headed().events
    assert len(event.reports) == 2
    assert len(headed("2025-11-05").events) == 3


# ---- rival participants

RO = Ref("person", "x-ro", "魯某")


def talks(
    id: str, *guests: Ref, absent: Ref | None = None, name: str = "", titles: Mapping[str, str] | None = None
) -> Story:
    """The Russian minister meets guests of North Korea on one day, at one place."""
    pairs: list[tuple[str, Any]] = [
        ("participant", LAVROV),
        *(("participant", g) for g in guests),
        ("state", RUS),
        ("state", PRK),
    ]
    pairs += [("place", WONSAN), ("time", when("2025-12-05")), *([("name", name)] if name else [])]
    story = Story(id).report("meeting", "foreign_ministers", *pairs)
    if absent is not None:
        report = story.reports[0]
        denial = report.claims[0]._replace(value=absent, modality="denied")
        story.reports[0] = type(report)(report.key, report.kind, report.subtype, (*report.claims, denial))
    known = titles or {}
    for guest in (*guests, *([absent] if absent else [])):
        story.person(
            guest,
            ofState=PRK,
            **({"office": "外相", "officeKind": known[guest.key[:2]]} if guest.key[:2] in known else {}),
        )
    return story


def test_who_came_in_the_stead_of_another_is_a_rival_of_him() -> None:
    [event] = world(talks("a", CHOE), talks("b", RO, absent=CHOE), talks("c", RO, absent=CHOE)).events
    found = values(event, "participant")
    assert found["a choe-son-hui"] == ("rejected", True)
    assert found["b x-ro"] == ("accepted", True)
    assert event.values("participant") == [LAVROV, RO]
    # The other way round the word of more voices holds, too.
    [event] = world(talks("a", CHOE), talks("b", RO, absent=CHOE), talks("c", CHOE)).events
    assert event.values("participant") == [LAVROV, CHOE]
    assert values(event, "participant")["b x-ro"] == ("rejected", True)
    assert values(event, "participant")["b choe-son-hui"] == ("rejected", True)


def test_one_seat_at_the_table_is_not_held_by_two() -> None:
    name = "戦略対話第2ラウンド"
    titles = {"ch": "ForeignMinister", "x-": "ForeignMinister"}
    stories = [
        talks("a", CHOE, name=name, titles=titles),
        talks("b", RO, name=name, titles=titles),
        talks("c", RO, name=name),
    ]
    [event] = world(*stories).events
    assert event.values("participant") == [LAVROV, RO]
    assert values(event, "participant")["a choe-son-hui"] == ("rejected", True)


def test_others_who_are_named_by_one_report_alone_took_part_beside_each_other() -> None:
    name = "戦略対話第2ラウンド"
    [event] = world(talks("a", CHOE, name=name), talks("b", RO, name=name)).events
    assert set(event.values("participant")) == {LAVROV, CHOE, RO}
    assert not any(c.contradicts for c in event.claims)
    [event] = world(talks("a", CHOE), talks("b", CHOE, RO)).events
    assert set(event.values("participant")) == {LAVROV, CHOE, RO}
    assert not any(c.contradicts for c in event.claims)


def test_other_persons_on_the_same_day_are_another_meeting() -> None:
    assert len(world(talks("a", CHOE), talks("b", RO)).events) == 2
    assert len(world(talks("a", CHOE), talks("b", RO, absent=KIM)).events) == 2


# ---- the life of a meeting


def stage(id: str, published: str, status: str, date: str = "2025-12-05", modality: Modality = "asserted") -> Story:
    story = wonsan_meeting(id, date, published=published)
    report = story.reports[0]
    claims = tuple(
        c._replace(value=status, modality=modality) if c.property == "status" else c._replace(modality=modality)
        for c in report.claims
    )
    story.reports[0] = type(report)(report.key, report.kind, report.subtype, claims)
    return story


def test_proposed_scheduled_held_is_one_life_without_conflict() -> None:
    stages = [
        stage("a", "2025-12-01", "proposed", modality="planned"),
        stage("b", "2025-12-03", "scheduled", modality="planned"),
        stage("c", "2025-12-06", "held"),
    ]
    for seed in range(3):
        [event] = world(*random.Random(seed).sample(stages, 3)).events
        assert event.status == "held"
        assert values(event, "status") == {
            "a proposed": ("superseded", False),
            "b scheduled": ("superseded", False),
            "c held": ("accepted", False),
        }


def test_called_off_taken_up_again_and_held() -> None:
    [event] = world(
        stage("a", "2025-11-20", "scheduled", modality="planned"),
        stage("b", "2025-11-25", "cancelled"),
        stage("c", "2025-12-01", "scheduled", modality="planned"),
        stage("d", "2025-12-06", "held"),
    ).events
    assert event.status == "held"
    assert values(event, "status")["b cancelled"] == ("superseded", False)


def test_called_off_and_not_heard_of_again() -> None:
    [event] = world(
        stage("a", "2025-11-20", "scheduled", modality="planned"), stage("b", "2025-11-25", "cancelled")
    ).events
    assert event.status == "cancelled"


def test_a_plan_that_came_otherwise_is_no_conflict() -> None:
    [event] = world(
        stage("a", "2025-12-01", "scheduled", "2025-12-04", modality="planned"), stage("b", "2025-12-06", "held")
    ).events
    assert values(event, "time") == {"a 2025-12-04": ("superseded", False), "b 2025-12-05": ("accepted", False)}


def test_what_is_ahead_after_the_event_is_another() -> None:
    held = stage("a", "2025-12-06", "held")
    plan = Story("b", "2025-12-10").report(
        "meeting",
        "other",
        ("status", "scheduled"),
        ("participant", LAVROV),
        ("participant", KIM),
        ("place", WONSAN),
        modality="planned",
    )
    assert len(world(held, plan).events) == 2


def elsewhere(story: Story, place: Ref) -> Story:
    """The same story at another place."""
    report = story.reports[0]
    claims = tuple(c._replace(value=place) if c.property == "place" else c for c in report.claims)
    story.reports[0] = type(report)(report.key, report.kind, report.subtype, claims)
    return story


def put_off() -> list[Story]:
    """Planned for 5 December, put off on the 2nd, held on 10 January."""
    return [
        stage("a", "2025-11-20", "scheduled", modality="planned"),
        stage("b", "2025-12-02", "postponed"),
        stage("c", "2026-01-11", "held", "2026-01-10"),
        stage("d", "2026-01-12", "held", "2026-01-10"),
    ]


def test_the_only_such_event_in_the_quarter_is_the_one_that_was_put_off() -> None:
    for seed in range(4):
        [event] = world(*random.Random(seed).sample(put_off(), 4)).events
        assert event.status == "held"
        assert values(event, "time") == {
            "a 2025-12-05": ("superseded", False),
            "b 2025-12-05": ("superseded", False),
            "c 2026-01-10": ("accepted", False),
            "d 2026-01-10": ("accepted", False),
        }
        assert values(event, "status") == {
            "a scheduled": ("superseded", False),
            "b postponed": ("superseded", False),
            "c held": ("accepted", False),
            "d held": ("accepted", False),
        }


def test_put_off_and_planned_anew() -> None:
    stories = [*put_off()[:2], stage("c", "2025-12-20", "scheduled", "2026-01-10", modality="planned")]
    [event] = world(*stories).events
    assert (event.status, event.time and event.time.edtf) == ("scheduled", "2026-01-10")


def test_put_off_and_nothing_heard_of_it_since() -> None:
    [event] = world(*put_off()[:2]).events
    assert (event.status, event.time and event.time.edtf) == ("postponed", "2025-12-05")


def test_what_an_old_story_recalls_as_put_off_was_held_all_the_same() -> None:
    [event] = world(*put_off(), stage("e", "2027-06-01", "postponed")).events
    assert (event.status, event.time and event.time.edtf) == ("held", "2026-01-10")


def test_of_two_that_may_be_what_was_put_off_a_person_chooses() -> None:
    stories = [*put_off(), stage("e", "2026-02-11", "held", "2026-02-10")]
    before = world(*stories)
    assert sorted(len(event.reports) for event in before.events) == [1, 2, 2]
    unsure = [d for d in before.decisions if d.answer == "unsure"]
    assert {(d.a[0], d.b[0]) for d in unsure} == {("a", "c"), ("a", "e")} or len(unsure) == 2
    verdict = decision("event", *next(d for d in unsure if "e" in (d.a[0], d.b[0])).pair, "same", "person")
    after = world(*stories, decisions=Decisions(frozenset({verdict})))
    [event] = [e for e in after.events if len(e.reports) == 3]
    assert {r.article for r in event.reports} == {"a", "b", "e"}
    assert (event.status, event.time and event.time.edtf) == ("held", "2026-02-10")


def test_a_later_report_that_recalls_the_delay_says_which_it_was() -> None:
    told = stage("e", "2026-04-11", "held", "2026-04-10")
    told.sentences.append("会談は12月に予定されていたが、延期されていた。")
    stories = [*put_off()[:2], told, stage("f", "2026-05-11", "held", "2026-05-10")]
    made = world(*stories)
    together = sorted(sorted(r.article for r in event.reports) for event in made.events)
    assert together == [["a", "b", "e"], ["f"]]


@pytest.mark.parametrize("other", ["place", "persons", "far", "before", "undelayed"])
def test_what_is_not_surely_what_was_put_off_is_not_joined(other: str) -> None:
    held = {
        "place": lambda: elsewhere(stage("c", "2026-01-11", "held", "2026-01-10"), PYONGYANG),
        "persons": lambda: Story("c", "2026-01-11").report(
            "meeting", "other", ("participant", LAVROV), ("participant", CHOE), ("place", WONSAN),
            ("time", when("2026-01-10")),
        ),
        "far": lambda: stage("c", "2026-06-11", "held", "2026-06-10"),
        "before": lambda: stage("c", "2025-12-01", "held", "2025-11-28"),
        "undelayed": lambda: stage("c", "2026-01-11", "held", "2026-01-10"),
    }[other]()  # fmt: skip
    if other == "undelayed":
        held.sentences.append("延期の可能性もあったが、延期せずに開いた。")
        plan = [put_off()[0]]
    else:
        plan = put_off()[:2]
    made = world(*plan, held)
    assert ["c"] in [[r.article for r in event.reports] for event in made.events]


def test_a_visit_put_off_and_made() -> None:
    def trip(id: str, published: str, status: str, date: str, modality: Modality = "asserted") -> Story:
        return Story(id, published).report(
            "visit", "", ("status", status), ("visitor", LAVROV), ("destination", PRK), ("time", when(date)),
            modality=modality,
        )  # fmt: skip

    stories = [
        trip("a", "2025-11-20", "scheduled", "2025-12-05", "planned"),
        trip("b", "2025-12-02", "postponed", "2025-12-05"),
        trip("c", "2026-01-11", "held", "2026-01-10"),
    ]
    [event] = world(*stories).events
    assert (event.status, event.time and event.time.edtf) == ("held", "2026-01-10")
    again = trip("d", "2026-02-11", "held", "2026-02-10")
    assert len(world(*stories, again).events) == 3


def trip(id: str, published: str, status: str, edtf: str, said: str = "訪れた。", story: Story | None = None) -> Story:
    return (story or Story(id, published)).report(
        "visit", "", ("status", status), ("visitor", LAVROV), ("destination", PRK), ("time", when(edtf)),
        sentence=said, modality="planned" if status == "scheduled" else "asserted",
    )  # fmt: skip


def test_a_plan_that_is_recalled_is_no_news_of_a_plan() -> None:
    plan = trip("a", "2025-11-20", "scheduled", "2025-12-05")
    off = trip("b", "2025-12-02", "postponed", "2025-12-05")
    recalled = trip("c", "2026-06-19", "scheduled", "2025-12", "12月に訪れる予定だった。")
    [event] = world(plan, off, recalled).events
    assert event.status == "postponed"


def test_what_was_made_and_the_plan_that_the_same_article_recalls_as_put_off_are_one() -> None:
    plan = trip("a", "2025-11-20", "scheduled", "2025-12-05")
    off = trip("b", "2025-12-02", "postponed", "2025-12-05")

    def made(said: str) -> Story:
        story = trip("c", "2026-06-19", "held", "2026-06-18")
        return trip("c", "2026-06-19", "scheduled", "2025-12", said, story)

    for stories in (
        (plan, off, made("12月に訪れる予定だったが、延期していた。")),
        (made("12月に訪れる予定だったが、延期していた。"),),
    ):
        [event] = world(*stories).events
        assert (event.status, event.time and event.time.edtf) == ("held", "2026-06-18")
    # Nothing is said of a delay: two plans, two trips.
    assert len(world(made("12月にも訪れる予定だった。")).events) == 2


# ---- the life of a treaty


def step(id: str, name: str, action: str, *parties: Ref, date: str = "", published: str = "2024-06-20") -> Story:
    pairs: list[tuple[str, object]] = [("name", name), ("agreementKind", "treaty"), ("action", action)]
    pairs += [("party", party) for party in parties] + ([("time", when(date))] if date else [])
    return Story(id, published).report("agreement", "treaty", *pairs)  # type: ignore[arg-type]


LONG = "包括的戦略パートナーシップ条約"


def test_names_of_one_treaty_are_joined_when_parties_and_time_agree() -> None:
    stories = [
        step("a", LONG, "signed", RUS, PRK, date="2024-06-19"),
        step("b", "朝ロ条約", "signed", RUS, PRK, date="2024-06-19"),
        step("c", "北朝鮮との条約", "ratified", RUS, PRK, published="2024-07-20"),
    ]
    for seed in range(3):
        made = world(*random.Random(seed).sample(stories, 3))
        [treaty] = made.treaties
        assert treaty.name == LONG
        assert sorted(len(event.reports) for event in made.events) == [1, 2]
        assert [d.answer for d in made.decisions if d.what == "document"] == ["same", "same"]


def test_other_parties_have_another_treaty_of_the_same_name() -> None:
    made = world(
        step("a", LONG, "signed", RUS, PRK, date="2024-06-19"), step("b", LONG, "signed", RUS, JPN, date="2024-06-19")
    )
    assert len(made.treaties) == 2


def test_a_name_that_fits_two_treaties_is_left_to_a_person() -> None:
    stories = [
        step("a", LONG, "signed", RUS, PRK, date="2024-06-19"),
        step("b", "宇宙探査条約", "signed", RUS, PRK, date="2024-06-20"),
        step("c", "朝ロ条約", "mentioned", RUS, PRK),
    ]
    made = world(*stories)
    assert len(made.treaties) == 3
    unsure = [d for d in made.decisions if d.what == "document" and d.answer == "unsure"]
    assert len(unsure) == 2
    verdict = decision("document", *unsure[0].pair, "same", "person")
    assert len(world(*stories, decisions=Decisions(frozenset({verdict}))).treaties) == 2


def test_a_step_at_another_time_is_of_another_treaty() -> None:
    made = world(
        step("a", LONG, "signed", RUS, PRK, date="2024-06-19"),
        step("b", "朝ロ条約", "signed", RUS, PRK, date="2000-02-09"),
    )
    assert len(made.treaties) == 2


def test_names_that_say_which_document_it_is() -> None:
    assert is_specific("パリ協定") and is_specific("板門店宣言") and is_specific("中距離核戦力全廃条約")
    assert not is_specific("相互防衛条約") and not is_specific("共同声明") and not is_specific("加盟議定書")
    assert best_name(["朝ロ条約", "朝ロ条約", LONG], [RUS, PRK], TinyFacts()) == LONG


# ---- tenures


def titled(id: str, published: str | None, office: str) -> Story:
    return Story(id, published).person(CHOE, office=office, ofState=PRK)


def test_a_new_office_is_a_new_tenure_and_no_contradiction() -> None:
    made = world(titled("a", "2019-01-01", "第1外務次官"), titled("b", "2022-07-01", "国務委員"))
    assert sorted(t.office.name for t in made.tenures) == ["北朝鮮国務委員", "北朝鮮第1外務次官"]
    assert not any(c.contradicts for c in made.claims())


def test_a_former_title_closes_the_tenure() -> None:
    stories = [titled("a", "2019-01-01", "第1外務次官"), titled("b", "2022-07-01", "前第1外務次官")]
    for pair in (stories, stories[::-1]):
        [tenure] = world(*pair).tenures
        assert not tenure.former
        assert [day.isoformat() for day in tenure.observed] == ["2019-01-01"]
        assert tenure.ended_before is not None and tenure.ended_before.isoformat() == "2022-07-01"


def test_who_comes_back_has_a_second_tenure() -> None:
    made = world(
        titled("a", "2019-01-01", "第1外務次官"),
        titled("b", "2020-01-01", "前第1外務次官"),
        titled("c", "2022-07-01", "第1外務次官"),
    )
    assert sorted((t.ended_before is None, len(t.observed)) for t in made.tenures) == [(False, 1), (True, 1)]


def test_organizations_take_part_like_persons() -> None:
    body = Ref("organization", "sco", "上海協力機構")
    [event] = world(
        Story("a").report(
            "meeting", "multilateral", ("participant", body), ("participant", LAVROV), ("place", PYONGYANG)
        )
    ).events
    assert set(event.values("participant")) == {body, LAVROV}
