from __future__ import annotations

import pytest
from pyoxigraph import Store

from kg.query.run import run_query
from kg.query.things import find_things
from kg.vocab import Names


def keys(store: Store, word: str) -> list[str]:
    return [thing.value.rpartition("/id/")[2] for thing in find_things(store, word, Names()).things]


@pytest.mark.parametrize(
    ("word", "key"),
    [
        ("https://w3id.org/gaiko/id/state/RUS", "state/RUS"),
        ("state:RUS", "state/RUS"),
        ("RUS", "state/RUS"),
        ("rus", "state/RUS"),
        ("ＲＵＳ", "state/RUS"),
        ("ロシア", "state/RUS"),
        ("ﾛｼｱ", "state/RUS"),
        ("露", "state/RUS"),
        ("russia", "state/RUS"),
        ("ラブロフ", "person/sergey-lavrov"),
        ("Lavrov", "person/sergey-lavrov"),
        ("Kim Jong Un", "person/kim-jong-un"),
        ("sergey-lavrov", "person/sergey-lavrov"),
        ("ジョンウン", "person/kim-jong-un"),
        ("ドナルド", ""),
        ("ウォンサン", "place/wonsan"),
        ("event:beijing", "event/beijing"),
        ("包括的戦略パートナーシップ条約", "treaty/partnership"),
        ("", ""),
        ("https://w3id.org/gaiko/id/state/XXX", ""),
        ("nowhere:RUS", ""),
        ('RUS> } # "', ""),
    ],
)
def test_what_a_word_names(store: Store, word: str, key: str) -> None:
    assert keys(store, word) == ([key] if key else [])


def test_the_last_part_of_a_name_is_enough_where_nothing_has_all_of_it(store: Store) -> None:
    assert keys(store, "トランプ") == ["person/donald-trump"]


def test_two_things_of_one_name(store: Store) -> None:
    assert keys(store, "プーチン氏と金正恩氏の会談") == ["event/beijing", "event/pyongyang"]


def test_the_nearest_names_of_what_is_not_there(store: Store) -> None:
    assert find_things(store, "プーチソ", Names()).nearest == ("プーチン",)
    result = run_query(store, "meetings", {"person": "プーチソ"})
    assert result.rows == ()
    assert result.notes == ("nothing in the graph is called プーチソ; did you mean プーチン?",)
