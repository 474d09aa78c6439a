"""Decisions as data: machine's and persons', and that a person's verdict binds."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from kg.errors import DataError, NoInputError
from kg.fuse import fuse_with
from kg.fusion.decisions import Decisions, beside
from kg.model.account import Ref
from kg.model.decision import Decision, decision
from kg.model.event import World
from kg.review import dialogue, record
from tests.stories import CHOE, KIM, LAVROV, PRK, RUS, Story, TinyFacts, wonsan_meeting


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
    [unsure] = Decisions().renewed(before.decisions).open
    after = world(*in_question(), decisions=said("event", "same", unsure.pair))
    assert sizes(after) == [2]
    assert not Decisions().renewed(after.decisions).open


def test_a_person_keeps_apart_what_the_machine_would_join() -> None:
    stories = wonsan_meeting("a"), wonsan_meeting("b"), wonsan_meeting("c")
    pair = next(d for d in world(*stories).decisions if (d.a[0], d.b[0]) == ("a", "b")).pair
    made = world(*stories, decisions=said("event", "different", pair))
    together = [{r.article for r in event.reports} for event in made.events]
    assert not any({"a", "b"} <= group for group in together)
    assert sizes(made) in ([1, 2], [1, 1, 1])


def test_skipped_pairs_are_not_shown_again() -> None:
    [unsure] = Decisions().renewed(world(*in_question()).decisions).open
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
    assert world(longer, other).decisions[0].pair == world(shorter, other).decisions[0].pair


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


def test_a_build_renews_the_lines_of_the_machine_alone() -> None:
    kept = Decisions(frozenset(some())).renewed([])
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
