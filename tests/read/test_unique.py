"""Ids that clash within a run."""

from __future__ import annotations

import itertools

from kg.model.article import Article
from kg.read.unique import settle


def test_same_text_is_left_out_and_listed() -> None:
    first, second = Article("a", "題", "題\n文", path="1"), Article("a", "題", "題\n文", path="2")
    assert settle([second, first]) == ([first], [second])


def test_different_texts_get_ids_of_their_own_in_any_order() -> None:
    articles = [Article("a", "題", "一"), Article("a", "題", "二"), Article("b", "題", "三")]
    results = {tuple(a.id for a in settle(order).articles) for order in itertools.permutations(articles)}
    assert len(results) == 1
    assert set(results.pop()) == {"b", *(f"a-{a.sha256[:12]}" for a in articles[:2])}


def test_a_made_id_that_is_taken() -> None:
    one, two = Article("a", "題", "一"), Article("a", "題", "二")
    taken = Article(f"a-{one.sha256[:12]}", "題", "三")
    assert len({a.id for a in settle([one, two, taken]).articles}) == 3
