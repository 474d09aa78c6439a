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


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("北朝鮮がミサイル3発", "ミサイル発射 | 北朝鮮 > - | - | held"),
        ("スウェーデン、NATO加盟　32カ国目", "国際機関加盟 | スウェーデン > NATO | - | held"),
        ("イスラエルとハマス、停戦で合意", "停戦 | イスラエル > ハマス | - | held"),
        ("ウクライナ、NATO加盟へ", "国際機関加盟 | ウクライナ > NATO | - | scheduled"),
        ("トルコ、シリアへ侵攻", "軍事作戦 | トルコ > シリア | - | held"),
    ],
)
def test_headline(title: str, expected: str) -> None:
    assert events("くわしい内容は分かっていない。", title) == (expected,)


def test_what_was_asked_for_is_overtaken_by_what_came_of_it() -> None:
    text = "キリバスは1999年6月に国連への加盟を申請した。キリバスは同年9月14日、国連に加盟した。"
    assert events(text) == ("国際機関加盟 | キリバス > 国連 | 1999-09-14 | held",)


def test_earlier_test_is_another_event() -> None:
    text = "パキスタンは18日、核実験を行った。前回の核実験では地震が観測された。"
    assert events(text) == ("核実験 | パキスタン > - | 2024-06-18 | held", "核実験 | パキスタン > - | - | held")


def test_deeds_of_some_days_are_one_campaign() -> None:
    text = "エチオピア軍は6月3日、ソマリアを空爆した。エチオピア軍は6月5日にもソマリアを空爆した。"
    assert events(text) == ("軍事作戦 | エチオピア > ソマリア | 2024-06-03 | held",)
