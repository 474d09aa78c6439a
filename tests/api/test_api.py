"""The graph from Python: opening, asking, frames, networks, notebooks, and what importing costs."""

from __future__ import annotations

import datetime as dt
import doctest
import re
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib

import kg
from kg import vocab as v
from kg.ask import Answer, Quote
from kg.config import ontology_dir
from kg.errors import NoInputError, QueryError
from kg.notebook import answer_html, build_html, rows_html
from kg.vocab import Names
from tests.export.hostile import ATTACKS

ROOT = ontology_dir().parent
NEWS = {
    "lavrov.txt": "日ロ外相が会談\n日本の岩屋毅外相は2025年3月3日、東京でロシアのラブロフ外相と会談した。",
    "moon.txt": "米韓首脳が会談\n韓国の文在寅大統領は2018年5月22日、米国のトランプ大統領と会談した。",
}
ADDRESSES = ("javascript:window.PWNED=1", "data:text/html,<script>window.PWNED=1</script>", '"><script>x</script>')


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> kg.Build:
    folder = tmp_path_factory.mktemp("api")
    (folder / "news").mkdir()
    for name, text in NEWS.items():
        (folder / "news" / name).write_text(text, encoding="utf-8")
    return kg.build(folder / "news", folder / "build")


def test_build_and_open_give_the_same(graph: kg.Build) -> None:
    assert graph.report["read"]["articles"] == 2
    assert repr(graph) == f"<kg.Build {graph.path}>"
    opened = kg.open(graph.path)
    assert list(opened.query("meetings")) == list(graph.query("meetings"))
    file = kg.open(graph.path / "graph.ttl")
    assert list(file.query("meetings")) == list(graph.query("meetings"))
    assert file.report == {}
    with pytest.raises(NoInputError):
        kg.open(graph.path / "nowhere")


def test_articles_can_be_added(tmp_path: Path) -> None:
    for name, text in NEWS.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    kg.build([tmp_path / "lavrov.txt"], tmp_path / "build")
    assert len(kg.build(str(tmp_path / "moon.txt"), tmp_path / "build", add=True).events("meeting")) == 2


def test_rows_by_name_and_place(graph: kg.Build) -> None:
    rows = graph.query("meetings", person="ラブロフ")
    assert len(rows) == 1
    assert rows[0].date == "2025-03-03"
    assert rows[0].place == "東京"
    assert rows[0]._asdict()["kind"] == "外相会談"
    assert rows[0][1] == rows[0].kind
    assert rows[:1] == [rows[0]]
    assert rows.columns[0] == "meeting"
    assert repr(rows).startswith("<1 rows: meeting, kind")


def test_parameters_that_python_does_not_allow(graph: kg.Build) -> None:
    for since in ("2025", dt.date(2025, 1, 1)):
        assert [row.date for row in graph.query("meetings", since=since)] == ["2025-03-03"]
    assert [row.date for row in graph.query("meetings", until="2020")] == ["2018-05-22"]
    assert [row.date for row in graph.query("meetings", with_="トランプ")] == ["2018-05-22"]
    assert len(graph.query("meetings", person=["ラブロフ", "トランプ"])) == 2
    assert graph.query("meetings", person="ラブロフフ").notes
    with pytest.raises(QueryError, match="no parameter"):
        graph.query("meetings", persons="ラブロフ")


def test_values_are_those_of_python(graph: kg.Build) -> None:
    numbers = "(1 AS ?n) (1.5 AS ?x) (true AS ?yes)"
    days = "('2025-01-02'^^xsd:date AS ?day) ('2025'^^xsd:date AS ?odd)"
    [row] = graph.query(f"SELECT {numbers} {days} (state:RUS AS ?iri) ?none {{}}")
    assert (row.n, row.x, row.yes, row.none) == (1, 1.5, True, None)
    assert (row.day, row.odd) == (dt.date(2025, 1, 2), "2025")
    assert row.iri == "https://w3id.org/gaiko/id/state/RUS"


def test_columns_that_are_no_names_in_python(graph: kg.Build) -> None:
    rows = graph.query("SELECT (1 AS ?class) (2 AS ?count) (3 AS ?_x) {}")
    assert tuple(rows[0]) == (1, 2, 3)
    assert rows.columns == ("class", "count", "_x")
    assert rows[0].count == 2


def test_ask_is_true_or_not(graph: kg.Build) -> None:
    assert graph.query("ASK { ?m a gaiko:Meeting }")
    assert not graph.query("ASK { ?m a gaiko:Nothing }")
    assert not graph.query("SELECT ?m { ?m a gaiko:Nothing }")


def test_events(graph: kg.Build) -> None:
    assert [row.date for row in graph.events("meeting")] == ["2018-05-22", "2025-03-03"]
    assert {row.type for row in graph.events("meeting")} == {"Meeting"}
    assert [row.date for row in graph.events(person="岩屋毅")] == ["2025-03-03"]
    assert [row.date for row in graph.events(state="KOR", until=dt.date(2020, 1, 1))] == ["2018-05-22"]
    assert not graph.events("visit")
    with pytest.raises(QueryError, match="no kind of event"):
        graph.events("party")  # type: ignore[arg-type]


def test_evidence_of_a_row_and_of_a_name(graph: kg.Build) -> None:
    [event] = graph.events(person="ラブロフ")
    quotes = {row.quote for row in graph.evidence(event)}
    assert NEWS["lavrov.txt"].partition("\n")[2] in quotes
    assert graph.evidence("ラブロフ")[0].article == "lavrov"
    assert isinstance(graph.evidence(event.event)[0].begin, int)


def test_ask_in_words(graph: kg.Build) -> None:
    assert graph.ask("岩屋外相は誰と会談したか").says == ("セルゲイ・ラブロフ",)
    assert graph.ask("Did Trump meet Moon Jae-in last year?", today=dt.date(2019, 1, 1)).verdict == "yes"


def test_rdflib(graph: kg.Build) -> None:
    russia = rdflib.URIRef("https://w3id.org/gaiko/id/state/RUS")
    assert (russia, rdflib.RDF.type, rdflib.URIRef(v.STATE)) in graph.rdf
    assert {str(row[0]) for row in graph.rdf.query("SELECT ?d { ?m a gaiko:Meeting ; gaiko:edtf ?d }")} == {  # type: ignore[index]
        "2018-05-22",
        "2025-03-03",
    }
    assert graph.rdf is graph.rdf


def test_network(graph: kg.Build) -> None:
    network = graph.network()
    [meeting] = [node for node, data in network.nodes(data=True) if data.get("earliest") == "2025-03-03"]
    assert network.has_edge(meeting, "person:sergey-lavrov", "participant")


def test_frames(graph: kg.Build) -> None:
    pytest.importorskip("pandas")
    frame = graph.query("meetings").frame()
    assert list(frame.columns) == list(graph.query("meetings").columns)
    assert list(frame["date"]) == ["2018-05-22", "2025-03-03"]
    assert list(graph.query("SELECT ?x { ?x a gaiko:Nothing }").frame().columns) == ["x"]


def test_frames_say_what_they_need(graph: kg.Build, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pandas", None)
    with pytest.raises(ImportError, match=r"gaiko-kg\[pandas\]"):
        graph.query("meetings").frame()


# ---- notebooks


class Tags(HTMLParser):
    """What a browser would make of a text: its elements and attributes."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.texts.append(data)


HARMLESS = {"table", "thead", "tbody", "tr", "th", "td", "p", "strong", "small", "code", "blockquote", "cite", "a"}
HARMLESS |= {"details", "summary", "pre", "ul", "li"}


def check_harmless(text: str) -> Tags:
    read = Tags(text)
    for tag, attributes in read.tags:
        assert tag in HARMLESS
        assert set(attributes) <= {"style", "href", "rel"}
        assert not attributes.get("href") or str(attributes["href"]).startswith(("http://", "https://"))
    return read


def hostile_answer(text: str, address: str) -> Answer:
    quote = Quote("urn:x", text, 0, len(text), text, address)
    return Answer(
        text,
        "en",
        understood=True,
        reading=text,
        says=(text,),
        columns=(text,),
        rows=((text,),),
        quotes=(quote,),
        sparql=text,
        notes=(text,),
    )


@pytest.mark.parametrize("attack", [*ATTACKS, "\u202eevil\u2066"])
def test_hostile_texts_stay_texts(attack: str) -> None:
    for address in (*ADDRESSES, "https://news.example/\"onclick='x'"):
        for text in (
            rows_html((attack,), [(attack,)], Names(), (attack,)),
            build_html(attack, [(attack, 1)]),
            answer_html(hostile_answer(attack, address)),
            answer_html(Answer(attack, "ja", understood=False, notes=(attack,), nearest=(attack,))),
        ):
            check_harmless(text)
            assert "\u202e" not in text


def test_a_hostile_graph_in_a_notebook(tmp_path: Path) -> None:
    store = ox.Store()
    for number, attack in enumerate(ATTACKS):
        person = ox.NamedNode(f"https://w3id.org/gaiko/id/person/p{number}")
        label = attack.encode("utf-8", "replace").decode()
        store.add(ox.Quad(person, ox.NamedNode(v.RDF_TYPE), ox.NamedNode(v.PERSON)))
        store.add(ox.Quad(person, ox.NamedNode(v.RDFS_LABEL), ox.Literal(label, language="ja")))
    store.dump(str(tmp_path / "hostile.nt"), format=ox.RdfFormat.N_TRIPLES, from_graph=ox.DefaultGraph())
    graph = kg.open(tmp_path / "hostile.nt")
    rows = graph.query("SELECT ?p ?label { ?p rdfs:label ?label }")
    read = check_harmless(rows._repr_html_())
    assert "person:p0" in read.texts
    assert ATTACKS[0] in read.texts


def test_what_notebooks_show(graph: kg.Build) -> None:
    assert "<td>2</td>" in graph._repr_html_()
    assert "2025-03-03" in graph.query("meetings")._repr_html_()
    answer = graph.ask("岩屋外相は誰と会談したか")._repr_html_()
    assert "<strong>セルゲイ・ラブロフ</strong>" in answer
    assert "<blockquote>日本の岩屋毅外相は" in answer
    assert "SELECT ?meeting" in answer
    assert "<li>" in graph.ask("岩屋外相の好物は")._repr_html_()


def test_long_answers_are_cut() -> None:
    text = rows_html(("n",), [(number,) for number in range(100)], Names())
    assert text.count("<tr>") == 61
    assert "… 40 more rows" in text


# ---- importing


def run(code: str) -> str:
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip()


def test_importing_is_free() -> None:
    """Nothing but the package itself: no engine, no rdflib, no tokeniser, not even the reading of arguments."""
    heavy = ("pyoxigraph", "rdflib", "sudachipy", "networkx", "pandas", "numpy", "click", "kg.api", "kg.link.registry")
    assert run(f"import sys, kg; print([m for m in {heavy} if m in sys.modules])") == "[]"
    assert run("import kg; print(kg.build.__name__, kg.open.__name__, kg.Build.__name__)") == "build open Build"
    light = ("rdflib", "sudachipy", "networkx", "pandas", "numpy", "kg.ask.run")
    assert run(f"import sys, kg; kg.open; print([m for m in {light} if m in sys.modules])") == "[]"


def test_importing_takes_less_than_a_tenth_of_a_second() -> None:
    code = "import time; t = time.process_time(); import kg; print(time.process_time() - t)"
    assert min(float(run(code)) for _ in range(3)) < 0.1


def test_nothing_else_is_offered() -> None:
    assert not hasattr(kg, "nothing")
    assert (ROOT / "kg" / "py.typed").is_file()


# ---- the example


EXAMPLES = [
    path
    for path in (ROOT / "README.md", Path(__file__).with_name("example.md"))
    if "```pycon" in path.read_text("utf-8")
]


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.name)
def test_the_example_is_what_python_says(path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "sources").symlink_to(ROOT / "sources")
    monkeypatch.chdir(tmp_path)
    code = "\n".join(re.findall(r"^```pycon\n(.*?)^```$", path.read_text("utf-8"), re.DOTALL | re.MULTILINE))
    test = doctest.DocTestParser().get_doctest(code, {}, path.name, str(path), 0)
    said: list[str] = []
    result = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE).run(
        test, out=said.append
    )
    assert result.attempted >= 8
    assert result.failed == 0, "".join(said)
