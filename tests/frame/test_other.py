"""Other events in single sentences, and over several sentences of one article."""

from __future__ import annotations

import pytest

from tests.frame.acts import Case, cases, events, read, rows


@pytest.mark.parametrize("case", cases("events"), ids=lambda c: f"{c.file}: {c.text[:24]}")
def test_sentence(case: Case) -> None:
    assert events(case.text) == case.expected


def test_event_told_twice_is_one_entry() -> None:
    text = "ハイチは18日、ドミニカ共和国の外交官2人を追放した。ドミニカ共和国の外交官の追放は初めて。"
    assert events(text) == ("外交官追放 | ハイチ > ドミニカ共和国 | 2024-06-18 | held",)


def test_later_noun_refers_to_the_dated_event() -> None:
    text = "イランは5日、新型の弾道ミサイルを発射した。イランのミサイル発射を各国は非難した。"
    assert events(text) == ("ミサイル発射 | イラン > - | 2024-06-05 | held",)


def test_events_of_different_years_stay_apart() -> None:
    text = "インドは1974年に核実験を行った。インドは1998年にも核実験を行った。"
    assert events(text) == ("核実験 | インド > - | 1974 | held", "核実験 | インド > - | 1998 | held")


def test_two_sides_are_one_entry_whichever_comes_first() -> None:
    text = "セネガルは3日、モーリタニアと断交した。モーリタニアとセネガルの国交断絶は2度目。"
    assert len(events(text)) == 1


def test_place_of_an_operation() -> None:
    (row,) = rows(read("フランス軍は2013年1月、マリで軍事作戦を開始した。"), "other_events")
    assert row["place"] == "マリ"


def test_text_without_triggers_gives_none() -> None:
    assert events("ウルグアイの外相は記者団に、交渉は順調だと述べた。") == ()
