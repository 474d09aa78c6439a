"""Decisions as data: machine's and persons', and that a person's verdict binds."""

from __future__ import annotations

import random
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from kg.errors import BuildError, DataError, NoInputError
from kg.folder import writing
from kg.fuse import fuse_with
from kg.fusion.decisions import Decisions, beside
from kg.fusion.told import gather
from kg.model.account import EntityKind, Ref
from kg.model.decision import Decision, decision
from kg.model.event import World
from kg.review import dialogue, record
from tests.stories import CHOE, KIM, LAVROV, PRK, RUS, Story, TinyFacts, when, wonsan_meeting


def world(*stories: Story, decisions: Decisions | None = None) -> World:
    return fuse_with([s.account for s in stories], {s.id: s.article for s in stories}, TinyFacts(), decisions)


def sizes(made: World) -> list[int]:
    return sorted(len(event.reports) for event in made.events)


def said(what: str, answer: str, names: tuple[str, str]) -> Decisions:
    return Decisions(frozenset({decision(what, *names, answer, "person")}))  # type: ignore[arg-type]


def in_question() -> tuple[Story, Story]:
    """Two dates, one of an article without a date of its own; nothing else tells whether it is one meeting."""
    return wonsan_meeting("a", "2025-12-05"), wonsan_meeting("b", "2025-07-12", published=None)


def test_a_merger_is_a_decision_with_reasons_and_quotes() -> None:
    [made] = world(wonsan_meeting("a"), wonsan_meeting("b")).decisions
    assert (made.what, made.answer, made.by) == ("event", "same", "machine")
    assert made.a.startswith("a#meeting-") and made.b.startswith("b#meeting-")
    assert "same day" in made.reasons[0]
    assert made.quotes == ("ラブロフ外相は元山で金正恩氏と会談した。",) * 2


def test_a_look_alike_is_refused_with_reasons() -> None:
    [made] = world(wonsan_meeting("a"), wonsan_meeting("b", "2026-12-05", published="2026-12-06")).decisions
    assert made.answer == "different"
    assert "different times veto" in made.reasons[0]


def test_a_person_joins_what_the_machine_leaves_open() -> None:
    before = world(*in_question())
    assert sizes(before) == [1, 1]
    [unsure] = Decisions(frozenset(before.decisions)).open
    after = world(*in_question(), decisions=said("event", "same", unsure.pair))
    assert sizes(after) == [2]
    assert not Decisions(frozenset(after.decisions)).open


def test_a_person_keeps_apart_what_the_machine_would_join() -> None:
    stories = wonsan_meeting("a"), wonsan_meeting("b"), wonsan_meeting("c")
    pair = next(d for d in world(*stories).decisions if (d.a[0], d.b[0]) == ("a", "b")).pair
    made = world(*stories, decisions=said("event", "different", pair))
    together = [{r.article for r in event.reports} for event in made.events]
    assert not any({"a", "b"} <= group for group in together)
    assert sizes(made) in ([1, 2], [1, 1, 1])


def test_skipped_pairs_are_not_shown_again() -> None:
    [unsure] = Decisions(frozenset(world(*in_question()).decisions)).open
    again = world(*in_question(), decisions=said("event", "skip", unsure.pair))
    assert sizes(again) == [1, 1]
    assert not [d for d in again.decisions if d.answer == "unsure"]


def test_a_report_keeps_its_name_when_other_sentences_change() -> None:
    longer = Story("a").report("other_event", "制裁", ("actor", RUS), ("target", PRK), sentence="制裁を科した。")
    longer.report("meeting", "other", ("participant", LAVROV), ("participant", KIM), sentence="会談した。")
    shorter = Story("a").report(
        "meeting", "other", ("participant", LAVROV), ("participant", KIM), sentence="会談した。"
    )
    other = Story("b").report("meeting", "other", ("participant", LAVROV), ("participant", KIM), sentence="会った。")
    assert [d.pair for d in world(longer, other).decisions] == [d.pair for d in world(shorter, other).decisions] != []


def test_two_spellings_are_one_person_and_one_line_parts_them() -> None:
    def told(id: str, name: str, key: str) -> Story:
        return Story(id).person(Ref("person", key, name), office="外務次官", officeKind="DeputyMinister", ofState=RUS)

    stories = told("a", "ペトロフ", "x-1"), told("b", "ペトローフ", "x-2")
    joined = world(*stories)
    assert [e.ref.key for e in joined.entities if e.ref.kind == "person"] == ["x-2"]
    [made] = joined.decisions
    assert (made.what, made.answer, made.pair) == ("entity", "same", ("person:x-1", "person:x-2"))
    parted = world(*stories, decisions=said("entity", "different", made.pair))
    assert [e.ref.key for e in parted.entities if e.ref.kind == "person"] == ["x-1", "x-2"]


def test_a_family_name_beside_a_full_name_is_left_to_a_person() -> None:
    def told(id: str, name: str, key: str) -> Story:
        return Story(id).person(Ref("person", key, name), office="外務次官", officeKind="DeputyMinister", ofState=RUS)

    stories = told("a", "イワン・ペトロフ", "x-1"), told("b", "ペトロフ", "x-2")
    [made] = world(*stories).decisions
    assert made.answer == "unsure"
    joined = world(*stories, decisions=said("entity", "same", made.pair))
    assert [e.ref.name for e in joined.entities if e.ref.kind == "person"] == ["イワン・ペトロフ"]


def host(id: str, ref: Ref) -> Story:
    """A meeting that an organization attends, or that is held at a place."""
    prop = "participant" if ref.kind == "organization" else "place"
    return Story(id).report("meeting", "other", ("participant", LAVROV), (prop, ref), ("time", when("2025-12-05")))


def keys(made: World, kind: str) -> list[str]:
    return [e.ref.key for e in made.entities if e.ref.kind == kind]


@pytest.mark.parametrize("kind", ["organization", "place"])
def test_two_spellings_of_an_organization_or_a_place_are_one_and_one_line_parts_them(kind: EntityKind) -> None:
    stories = host("a", Ref(kind, "x-1", "ヴォルガ")), host("b", Ref(kind, "x-2", "ボルガ"))
    joined = world(*stories)
    assert keys(joined, kind) == ["x-2"] or keys(joined, kind) == ["x-1"]
    [made] = [d for d in joined.decisions if d.what == "entity"]
    assert (made.answer, made.pair) == ("same", (f"{kind}:x-1", f"{kind}:x-2"))
    parted = world(*stories, decisions=said("entity", "different", made.pair))
    assert keys(parted, kind) == ["x-1", "x-2"]


@pytest.mark.parametrize("kind", ["organization", "place"])
def test_near_names_of_organizations_and_places_are_left_to_a_person(kind: EntityKind) -> None:
    stories = host("a", Ref(kind, "x-1", "ヴォルガ")), host("b", Ref(kind, "x-2", "ボルゴ"))
    apart = world(*stories)
    [made] = [d for d in Decisions(frozenset(apart.decisions)).open if d.what == "entity"]
    assert keys(apart, kind) == ["x-1", "x-2"]
    assert len(keys(world(*stories, decisions=said("entity", "same", made.pair)), kind)) == 1
    assert not [d for d in world(*stories, decisions=said("entity", "skip", made.pair)).decisions if d.what == "entity"]


@pytest.mark.parametrize("kind", ["organization", "place", "state"])
def test_a_person_joins_what_nothing_else_would_also_of_the_registry(kind: EntityKind) -> None:
    one, other = Ref(kind, "known", "国際会議"), Ref(kind, "x-2", "あの集まり")
    pair = (f"{kind}:known", f"{kind}:x-2")
    prop = {"organization": "participant", "place": "place", "state": "state"}[kind]
    stories = [
        Story(i).report("meeting", "other", ("participant", LAVROV), (prop, r))
        for i, r in zip("ab", (one, other), strict=True)
    ]
    assert keys(world(*stories), kind) == ["known", "x-2"]
    made = world(*stories, decisions=said("entity", "same", pair))
    assert keys(made, kind) == ["known"]
    assert {r.key for e in made.events for r in e.values(prop) if isinstance(r, Ref) and r != LAVROV} == {"known"}


def test_a_verdict_on_two_kinds_of_things_changes_nothing() -> None:
    stories = host("a", Ref("place", "x-1", "ボルガ")), host("b", Ref("organization", "x-2", "国際会議"))
    made = world(*stories, decisions=said("entity", "same", ("place:x-1", "organization:x-2")))
    assert made == world(*stories)


def pact(id: str, name: str, date: str) -> Story:
    return Story(id).report(
        "agreement",
        "treaty",
        ("party", RUS),
        ("party", PRK),
        ("name", name),
        ("action", "signed"),
        ("time", when(date)),
    )


def test_treaties_are_joined_and_parted_by_one_line_each() -> None:
    stories = pact("a", "友好善隣条約", "2025-12-05"), pact("b", "国境水域条約", "2024-03-05")
    apart = world(*stories)
    assert len(apart.treaties) == 2
    by_key = said("document", "same", (f"treaty:{apart.treaties[0].key}", f"treaty:{apart.treaties[1].key}"))
    labels = sorted(
        t.label.replace("#agreement-", "#document-")
        for t in gather({s.id: s.account for s in stories}, {s.id: s.article for s in stories}, TinyFacts())
    )
    for decisions in (by_key, said("document", "same", (labels[0], labels[1]))):
        [treaty] = world(*stories, decisions=decisions).treaties
        assert {c.value for c in treaty.claims if c.property == "name"} == {"友好善隣条約", "国境水域条約"}
    # What the machine joins is taken apart again.
    alike = pact("a", "包括的戦略パートナーシップ条約", "2025-12-05"), pact("b", "ロシアとの条約", "2025-12-05")
    joined = world(*alike)
    assert len(joined.treaties) == 1
    [made] = [d for d in joined.decisions if d.what == "document"]
    assert made.answer == "same"
    assert len(world(*alike, decisions=said("document", "different", made.pair)).treaties) == 2


def test_a_chain_of_likenesses_is_cut() -> None:
    def told(id: str, *guests: Ref) -> Story:
        pairs = [("participant", LAVROV), *(("participant", g) for g in guests), ("state", RUS), ("state", PRK)]
        return Story(id).report("meeting", "other", *pairs)

    made = world(told("a", KIM), told("b", KIM, CHOE), told("c", CHOE))
    assert all({"a", "c"} - {r.article for r in event.reports} for event in made.events)


# ---- the file


def some() -> list[Decision]:
    return [
        decision(
            "event", "b#meeting-1", "a#meeting-1", "unsure", "machine", ["same day +2.5"], {"a#meeting-1": "会談"}
        ),
        decision("event", "a#meeting-1", "c#meeting-1", "same", "person"),
        decision("entity", "person:x-1", "person:x-2", "different", "person"),
    ]


def test_the_file_says_what_was_saved_in_the_same_bytes_whatever_the_order(tmp_path: Path) -> None:
    for seed in range(3):
        path = tmp_path / f"{seed}.jsonl"
        Decisions(frozenset(random.Random(seed).sample(some(), 3))).save(path)
        assert Decisions.load(path).lines == frozenset(some())
    assert len({path.read_bytes() for path in tmp_path.iterdir()}) == 1


def test_no_file_is_no_decision(tmp_path: Path) -> None:
    assert Decisions.load(tmp_path / "none.jsonl") == Decisions()


@pytest.mark.parametrize(
    "line", ["{}", "[]", "x", '{"what":"event","a":"a","b":"b","answer":"unsure","by":"person"}', '{"what":"cat"}']
)
def test_a_line_that_is_no_decision_is_named(tmp_path: Path, line: str) -> None:
    path = tmp_path / "d.jsonl"
    path.write_text(f"\n{line}\n", "utf-8")
    with pytest.raises(DataError, match="line 2"):
        Decisions.load(path)


def test_a_build_renews_the_lines_of_the_machine_alone(tmp_path: Path) -> None:
    path = tmp_path / "decisions.jsonl"
    Decisions(frozenset(some())).save(path)
    Decisions.load(path, by="person").save(path, [])
    kept = Decisions.load(path)
    assert {d.by for d in kept.lines} == {"person"} and len(kept.lines) == 2


def test_of_two_verdicts_the_later_stays_and_different_wins_in_a_file_with_both() -> None:
    first = decision("event", "a", "b", "same", "person")
    second = decision("event", "b", "a", "different", "person")
    assert Decisions(frozenset({first})).answering(second).of_persons == (second,)
    assert Decisions(frozenset({first, second})).verdicts("event") == {("a", "b"): "different"}


# ---- review


def test_review_records_verdicts_beside_the_build(tmp_path: Path) -> None:
    build = tmp_path / "build"
    Decisions(frozenset(some())).save(beside(build))
    said_lines: list[str] = []
    keys = iter(["?", "s"])
    assert dialogue(build, lambda _: next(keys), said_lines.append) == 1
    assert "会談" in said_lines[0] and "same day +2.5" in said_lines[0]
    decided = Decisions.load(beside(build))
    assert decided.verdicts("event")["a#meeting-1", "b#meeting-1"] == "same"
    assert not decided.open


def test_review_takes_names_from_scripts_and_refuses_unknown_ones(tmp_path: Path) -> None:
    build = tmp_path / "build"
    with pytest.raises(NoInputError):
        record(build, "a#meeting-1", "b#meeting-1", "same")
    Decisions(frozenset(some())).save(beside(build))
    record(build, "person:x-1", "person:x-2", "same")
    assert Decisions.load(beside(build)).verdicts("entity") == {("person:x-1", "person:x-2"): "same"}
    with pytest.raises(NoInputError):
        record(build, "nonsense", "a#meeting-1", "same")


def test_review_waits_for_the_lock_of_the_build_and_never_writes_without_it(tmp_path: Path) -> None:
    build = tmp_path / "build"
    Decisions(frozenset(some())).save(beside(build))
    before = beside(build).read_bytes()
    with writing(build), pytest.raises(BuildError, match="another build is writing here"):
        record(build, "person:x-1", "person:x-2", "same", patience=0.2)
    assert beside(build).read_bytes() == before
    begun, ended = threading.Event(), threading.Event()

    def building() -> None:
        with writing(build):
            begun.set()
            time.sleep(0.3)
            # What a build does at its end: its own lines anew, those of persons as they stand.
            Decisions.load(beside(build), by="person").save(beside(build))
            ended.set()

    with ThreadPoolExecutor() as pool:
        done = pool.submit(building)
        assert begun.wait(5)
        record(build, "person:x-1", "person:x-2", "same", patience=5)
        assert ended.is_set()
        done.result()
    assert Decisions.load(beside(build)).verdicts("entity") == {("person:x-1", "person:x-2"): "same"}


def test_review_takes_treaties_organizations_and_places_by_one_line(tmp_path: Path) -> None:
    build = tmp_path / "build"
    Decisions(frozenset(some())).save(beside(build))
    for pair, what in (
        (("treaty:1f", "treaty:2f"), "document"),
        (("a#document-1", "b#document-2"), "document"),
        (("organization:x-1", "organization:x-2"), "entity"),
        (("place:x-1", "place:x-2"), "entity"),
    ):
        record(build, *pair, "same")
        assert Decisions.load(beside(build)).verdicts(what)[pair] == "same"  # type: ignore[arg-type]
