"""What changed between two graphs: a patch that makes one of the other, and words that people read."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pyoxigraph as ox
import pytest
from click.testing import CliRunner, Result

from kg.cli import cli
from kg.diff import diff, marked_ntriples, rdf_patch, words
from kg.errors import NoInputError
from kg.fuse import fuse_with
from kg.graph.ontology import Ontology, load_ontology
from kg.graph.triples import graph_of
from kg.graph.turtle import turtle
from tests.stories import CHOE, RUS, Story, TinyFacts, blocks_of, when, wonsan_meeting


@pytest.fixture(scope="module")
def ontology() -> Ontology:
    return load_ontology()


def graph_file(path: Path, ontology: Ontology, *stories: Story) -> Path:
    """Write the graph of some stories, in the format of the file's suffix."""
    articles = {story.id: story.article for story in stories}
    graph = graph_of(fuse_with([story.account for story in stories], articles, TinyFacts()), ontology)
    path.write_text("".join(turtle(graph) if path.suffix == ".ttl" else blocks_of(graph).nquads()), "utf-8")
    return path


def triples(path: Path) -> set[str]:
    """Return the triples of a graph file, whatever graph they stand in."""
    parsed = ox.parse(path=str(path), format=ox.RdfFormat.from_extension(path.suffix[1:]))
    return {str(quad.triple) for quad in parsed}


def applied(patch: list[str], to: set[str]) -> set[str]:
    """Return what an RDF Patch makes of triples; a line that does not fit is an error."""
    assert (patch[0], patch[-1]) == ("TX .\n", "TC .\n")
    made = set(to)
    for line in patch[1:-1]:
        (quad,) = ox.parse(line[2:].encode(), format=ox.RdfFormat.N_TRIPLES)
        triple = str(quad.triple)
        if line.startswith("D "):
            made.remove(triple)
        else:
            assert line.startswith("A ")
            assert triple not in made
            made.add(triple)
    return made


def moved(story: Story, date: str) -> Story:
    """The same report with another date."""
    (report,) = story.reports
    claims = tuple(c._replace(value=when(date)) if c.property == "time" else c for c in report.claims)
    story.reports = [replace(report, claims=claims)]
    return story


def test_a_patch_makes_the_new_graph_of_the_old(tmp_path: Path, ontology: Ontology) -> None:
    old = graph_file(tmp_path / "old.ttl", ontology, wonsan_meeting(), wonsan_meeting("gone", "2024-03-04"))
    new = graph_file(tmp_path / "new.ttl", ontology, moved(wonsan_meeting(), "2025-12-03"), wonsan_meeting("a2"))
    difference = diff(old, new)
    assert difference
    assert applied(list(rdf_patch(difference)), triples(old)) == triples(new)
    assert applied(list(rdf_patch(diff(new, old))), triples(new)) == triples(old)
    lines = list(marked_ntriples(difference))
    assert {line[2:-3] for line in lines if line[0] == "-"} == triples(old) - triples(new)
    assert {line[2:-3] for line in lines if line[0] == "+"} == triples(new) - triples(old)


def test_equal_graphs(tmp_path: Path, ontology: Ontology) -> None:
    old = graph_file(tmp_path / "old.ttl", ontology, wonsan_meeting())
    new = graph_file(tmp_path / "new.nq", ontology, wonsan_meeting())
    difference = diff(old, new)
    assert not difference
    assert list(rdf_patch(difference)) == ["TX .\n", "TC .\n"]
    assert list(marked_ntriples(difference)) == []
    assert list(words(difference)) == ["違いはない"]


def test_an_event_with_another_date_is_the_same_event_changed(tmp_path: Path, ontology: Ontology) -> None:
    old = graph_file(tmp_path / "old.ttl", ontology, wonsan_meeting())
    new = graph_file(tmp_path / "new.ttl", ontology, moved(wonsan_meeting(), "2025-12-03"))
    lines = list(words(diff(old, new)))
    assert "出来事  +0 −0 ~1" in lines
    assert "      時（EDTF）: 2025-12-05 → 2025-12-03" in lines
    assert not any(line.startswith(("  +", "  −")) for line in lines)
    english = list(words(diff(old, new), "en"))
    assert "Events  +0 −0 ~1" in english
    assert "      time (EDTF): 2025-12-05 → 2025-12-03" in english


def test_what_came_and_went_is_told_with_its_properties(tmp_path: Path, ontology: Ontology) -> None:
    old = graph_file(tmp_path / "old.ttl", ontology, wonsan_meeting())
    visit = Story("a3").report("visit", "", ("status", "held"), ("visitor", CHOE), ("destination", RUS))
    new = graph_file(tmp_path / "new.ttl", ontology, wonsan_meeting(), visit)
    lines = list(words(diff(old, new)))
    assert "記事  +1 −0 ~0" in lines
    assert "出来事  +1 −0 ~0" in lines
    at = next(n for n, line in enumerate(lines) if line.startswith("  + 訪問: 崔善姫のロシア訪問"))
    assert "      訪問者: 崔善姫" in lines[at : at + 6]
    assert "      訪問先: ロシア" in lines[at : at + 6]
    back = list(words(diff(new, old)))
    assert "出来事  +0 −1 ~0" in back


def test_a_second_report_changes_an_event_only_by_its_article(tmp_path: Path, ontology: Ontology) -> None:
    old = graph_file(tmp_path / "old.ttl", ontology, wonsan_meeting())
    new = graph_file(tmp_path / "new.ttl", ontology, wonsan_meeting(), wonsan_meeting("a2"))
    lines = list(words(diff(old, new)))
    assert "出来事  +0 −0 ~1" in lines
    assert "      報じた記事: +a2" in lines


def kg(*args: str | Path) -> Result:
    return CliRunner().invoke(cli, list(map(str, args)), prog_name="kg", catch_exceptions=False)


def test_the_command(tmp_path: Path, ontology: Ontology) -> None:
    old = graph_file(tmp_path / "old.ttl", ontology, wonsan_meeting())
    new = graph_file(tmp_path / "new.nq", ontology, wonsan_meeting(), wonsan_meeting("a2"))
    told = kg("diff", old, new)
    assert (told.exit_code, told.stderr) == (0, "")
    assert "出来事  +0 −0 ~1" in told.stdout
    assert kg("diff", old, new, "--exit-code").exit_code == 1
    assert kg("diff", old, old, "--exit-code").exit_code == 0
    patch = kg("diff", old, new, "--format", "patch").stdout.splitlines(keepends=True)
    assert applied(patch, triples(old)) == triples(new)
    assert kg("diff", old, new, "--format", "nt").stdout == "".join(marked_ntriples(diff(old, new)))
    missing = kg("diff", old, tmp_path / "none")
    assert (missing.exit_code, missing.stdout) == (3, "")
    with pytest.raises(NoInputError):
        diff(tmp_path / "none", new)
