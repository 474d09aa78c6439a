from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from pyoxigraph import RdfFormat, Store

from kg.errors import NoInputError, QueryError
from kg.query.run import open_store, run_query


def column(store: Store, query: str, name: str, **params: str) -> list[str]:
    result = run_query(store, query, params)
    return [row[result.columns.index(name)] for row in result.plain()]


def test_meetings_in_order_of_time_the_undated_last(store: Store) -> None:
    rows = run_query(store, "meetings").plain()
    assert [row[0].rpartition("/")[2] for row in rows] == [
        "pyongyang",
        "wonsan",
        "beijing",
        "budapest",
        "call",
        "undated",
    ]
    assert rows[1][1:] == (
        "その他の会談",
        "実施",
        "2025-07-12",
        "元山",
        "セルゲイ・ラブロフ; 崔善姫; 金正恩",
        "ロシア; 北朝鮮",
        "w1; w2",
    )
    assert rows[2][5] == "ウラジーミル・プーチン; 側近; 金正恩"
    assert rows[0][4] == "北朝鮮", "without a town the state stands for the place"


@pytest.mark.parametrize(
    "name",
    ["プーチン", "ウラジーミル・プーチン", "vladimir putin", "vladimir-putin", "person:vladimir-putin",
     "https://w3id.org/gaiko/id/person/vladimir-putin"],
)  # fmt: skip
def test_a_person_by_any_name(store: Store, name: str) -> None:
    assert column(store, "meetings", "date", person=name) == ["2024-06", "2025-09-03", "2025-10", ""]


@pytest.mark.parametrize("name", ["RUS", "rus", "露", "ロシア連邦", "Russia", "state:RUS"])
def test_a_state_by_any_name(store: Store, name: str) -> None:
    assert column(store, "visits", "visitor", destination=name) == ["代表団; 金正恩"]


def test_a_part_of_a_name_is_no_name(store: Store) -> None:
    assert column(store, "meetings", "date", person="チン") == []
    assert column(store, "meetings", "date", state="シア") == []


def test_parameters_narrow_together(store: Store) -> None:
    assert column(store, "meetings", "date", state="PRK", place="ウォンサン", status="held") == ["2025-07-12"]
    assert column(store, "meetings", "date", status="中止") == ["2025-10"]
    assert column(store, "meetings", "date", status="held", **{"from": "2025-07-12", "to": "2025-07"}) == ["2025-07-12"]
    assert column(store, "meetings", "date", **{"from": "2024-06-15", "to": "2024-06-20"}) == ["2024-06"]


def test_visits_and_invitations(store: Store) -> None:
    assert run_query(store, "visits").plain()[0][1:] == ("代表団; 金正恩", "ロシア", "", "提案", "b1")
    assert run_query(store, "invitations").plain() == [("ウラジーミル・プーチン", "金正恩", "ロシア", "実施", "b1")]


def test_agreements_take_the_parties_of_the_treaty(store: Store) -> None:
    name = "包括的戦略パートナーシップ条約"
    assert run_query(store, "agreements").plain() == [
        (name, "条約", "ロシア; 北朝鮮", "署名", "2024-06-19", "実施", "b1"),
        (name, "条約", "ロシア; 北朝鮮", "発効", "2024-12-04", "実施", "b1; w2"),
    ]
    assert column(store, "agreements", "date", action="in_force", state="露") == ["2024-12-04"]


def test_leaders_keep_open_ends_open(store: Store) -> None:
    rows = run_query(store, "leaders", {"state": "ロシア"}).plain()
    person, office = "ウラジーミル・プーチン", "ロシア大統領"
    assert (person, office, "ロシア", "2012-05-07", "", "b1") in rows
    assert all(row[1] == office for row in rows), "a foreign minister is no leader"


def test_statements_with_the_sentence_of_each_article(store: Store) -> None:
    row = ("ウラジーミル・プーチン", "2025-09-03", "プーチン氏は、謝意を表明した。", "b1")
    assert run_query(store, "statements", {"speaker": "プーチン"}).plain() == [row]
    assert run_query(store, "statements", {"speaker": "ラブロフ"}).plain() == []


def test_met_counts_held_meetings_of_two_sides(store: Store) -> None:
    kim, putin, lavrov = "金正恩", "ウラジーミル・プーチン", "セルゲイ・ラブロフ"
    assert run_query(store, "met", {"person": "金正恩"}).plain() == [
        (kim, putin, "2", "2024-06", "2025-09-03"),
        (kim, lavrov, "1", "2025-07-12", "2025-07-12"),
    ]
    assert column(store, "met", "b", person="トランプ") == [], "neither a phone call nor a cancelled meeting counts"
    assert run_query(store, "met", {"person": "崔善姫"}).plain() == [
        ("崔善姫", lavrov, "2", "2025-07-12", "2025-07-12")
    ]
    assert len(run_query(store, "met").rows) == 3


def test_timeline_tells_what_did_not_happen(store: Store) -> None:
    assert column(store, "timeline", "kind", **{"from": "2025-10"}) == ["派兵（未確認）", "首脳会談（中止）"]
    assert column(store, "timeline", "label", state="PRK", to="2024-11") == [
        "プーチン氏と金正恩氏の会談",
        "条約の署名",
        "北朝鮮の派兵",
    ]
    assert column(store, "timeline", "date", person="崔善姫") == ["2025-07-12"]


def test_conflicts_show_both_values(store: Store) -> None:
    assert [row[2:4] for row in run_query(store, "conflicts").plain()] == [("2025-07-12; 2025-07-13", "w1; w2")]
    assert run_query(store, "conflicts", {"subject": "プーチン"}).rows == ()


def test_evidence_of_a_thing(store: Store) -> None:
    rows = run_query(store, "evidence", {"of": "event:wonsan"}).plain()
    assert [(row[4], row[2], row[3], row[5]) for row in rows] == [
        ("w1", "6", "24", "https://example.org/w1"),
        ("w1", "6", "24", "https://example.org/w1"),
        ("w2", "6", "24", ""),
    ]
    assert rows[2][0].endswith("｜2025-07-13（不採用）")
    assert rows[0][1] == "ラブロフ外相は12日、元山で会談した。"
    assert len(run_query(store, "evidence", {"of": "claim:d12"}).rows) == 1
    assert [row[4] for row in run_query(store, "evidence", {"of": "キム・ジョンウン"}).plain()] == ["w1"]


def test_ask_construct_describe(store: Store) -> None:
    ask = run_query(store, "ASK { ?m a gaiko:Meeting }")
    assert (ask.form, ask.columns, ask.plain()) == ("ask", ("answer",), [("true",)])
    graph = run_query(store, "CONSTRUCT { ?m a gaiko:Meeting } WHERE { ?m a gaiko:Meeting }")
    assert (graph.form, graph.columns, len(graph.rows)) == ("graph", ("subject", "predicate", "object"), 6)
    assert run_query(store, "DESCRIBE state:RUS").rows
    assert graph.rows == tuple(sorted(graph.rows, key=lambda row: [str(cell) for cell in row]))


def test_without_order_rows_are_sorted(graph_files: tuple[Path, Path]) -> None:
    text = "SELECT ?p (COUNT(*) AS ?n) { ?s ?p ?o } GROUP BY ?p"
    backwards = Store()
    for path in reversed(graph_files):
        for quad in reversed(list(Store_of(path))):
            backwards.add(quad)
    forwards = Store()
    for path in graph_files:
        forwards.bulk_load(path=str(path), format=RdfFormat.TURTLE)
    assert run_query(forwards, text) == run_query(backwards, text)


def Store_of(path: Path) -> Store:  # noqa: N802
    store = Store()
    store.bulk_load(path=str(path), format=RdfFormat.TURTLE)
    return store


def test_named_graphs_count_as_one() -> None:
    store = Store()
    store.load('<urn:a> <urn:p> "1" .\n<urn:a> <urn:p> "2" <urn:g> .', format=RdfFormat.N_QUADS)
    assert run_query(store, "SELECT ?o { ?s ?p ?o }").plain() == [("1",), ("2",)]


def test_a_build_a_store_and_a_file(tmp_path: Path, graph_files: tuple[Path, Path]) -> None:
    text = "SELECT ?l { state:RUS rdfs:label ?l FILTER(LANG(?l) = 'ja') }"
    on_disk = Store(str(tmp_path / "store"))
    on_disk.bulk_load(path=str(graph_files[1]), format=RdfFormat.TURTLE)
    on_disk.flush()
    del on_disk
    for place in (tmp_path, tmp_path / "store", graph_files[1]):
        assert run_query(place, text).plain() == [("ロシア",)]


def test_no_graph_is_no_input(tmp_path: Path) -> None:
    (tmp_path / "broken.ttl").write_text("<a <b>", encoding="utf-8")
    (tmp_path / "notes.txt").write_text("", encoding="utf-8")
    for place in (tmp_path, tmp_path / "nowhere", tmp_path / "broken.ttl", tmp_path / "notes.txt"):
        with pytest.raises(NoInputError):
            open_store(place)


def test_a_query_file(store: Store, tmp_path: Path) -> None:
    file = tmp_path / "mine.rq"
    file.write_text(
        '# param: name = ロシア\nSELECT ?s { VALUES ?param_name { "ロシア" } '
        "?s rdfs:label ?label FILTER(STR(?label) = ?param_name) }"
    )
    assert run_query(store, str(file)).plain()[0][0].endswith("RUS")
    assert run_query(store, str(file), {"name": "中国"}).plain()[0][0].endswith("CHN")
    with pytest.raises(QueryError, match=r"no\.rq"):
        run_query(store, str(tmp_path / "no.rq"))


@pytest.mark.parametrize(
    ("text", "line", "cause"),
    [
        ("SELECT ?x {\n  ?x foo:bar ?y\n}", 2, "prefix is not declared"),
        ("SELECT ?x {\n  ?x ?p ?o\n", 3, "expected"),
        ("SELECT (COUNT(?x) AS ?n) ?z { ?z ?x ?y }", 1, "neither grouped nor aggregated"),
        ("SELEKT ?x { }", 1, "expected"),
    ],
)
def test_a_syntax_error_names_line_and_cause(store: Store, text: str, line: int, cause: str) -> None:
    with pytest.raises(QueryError, match=cause) as caught:
        run_query(store, text)
    assert str(caught.value).startswith(f"line {line}, ")
    assert "\\u{" not in str(caught.value)


def test_refused_before_the_graph_is_opened() -> None:
    with pytest.raises(QueryError, match="SERVICE"):
        run_query("/nowhere", "SELECT * { SERVICE <http://localhost:9/> { ?s ?p ?o } }")
    with pytest.raises(QueryError, match="INSERT"):
        run_query("/nowhere", "INSERT DATA { <urn:a> <urn:b> <urn:c> }")


def test_starting_costs_no_engine() -> None:
    code = "import sys, kg.query.run, kg.query.write; print({'pyoxigraph', 'rich', 'rdflib'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"
