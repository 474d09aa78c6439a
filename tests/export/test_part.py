"""The part of a large graph that a page shows."""

from __future__ import annotations

import pytest

from kg.export import network
from kg.export.network import network_page
from kg.export.part import best_reported
from kg.export.view import view_of, view_of_triples
from tests.export.made import made_store


def test_a_graph_that_is_not_large_is_shown_whole() -> None:
    store = made_store()
    part = best_reported(store)
    assert part.triples is store
    assert part.shown == part.of == sum(n.is_event or n.kind == "treaty" for n in view_of(store).nodes)


@pytest.mark.parametrize("most", [1, 4, 8])
def test_of_a_large_graph_the_best_reported_events_are_shown_as_they_are(most: int) -> None:
    whole = view_of(made_store())
    part = best_reported(made_store(), most)
    shown = view_of_triples(part.triples)
    told = {n.key for n in whole.nodes if n.is_event or n.kind == "treaty"}
    kept = {fact.subject for fact in shown.facts}
    assert part.shown == len(kept) < part.of == len(told)
    assert kept <= told & {n.key for n in shown.nodes}
    # A node, an edge and a fact of the part is one of the whole; of what is shown nothing is missing.
    assert set(shown.nodes) <= set(whole.nodes)
    assert set(shown.edges) <= set(whole.edges)
    assert set(shown.facts) == {fact for fact in whole.facts if fact.subject in kept}
    assert {e for e in whole.edges if e.source in kept} <= set(shown.edges)
    assert set(shown.articles) <= set(whole.articles)
    assert shown.terms.items() <= whole.terms.items()
    articles = {key: len({f.article for f in whole.facts if f.subject == key}) for key in told}
    assert min(articles[key] for key in kept) >= max(articles[key] for key in told - kept)


def test_the_page_tells_that_it_is_a_part(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "shown" not in network_page(made_store()).payload["meta"]
    monkeypatch.setattr(network, "best_reported", lambda store: best_reported(store, 4))
    meta = network_page(made_store()).payload["meta"]
    assert 0 < meta["shown"] < meta["of"]
