"""What the whole way must give, from articles to a graph in other people's hands.

Two short articles of ours tell what the tests ask for. Where articles that are not ours to publish stand beside the
checkout, the same questions are put to those.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

import pyoxigraph as ox
import pytest
import rdflib
from rdflib.namespace import RDF, Namespace

from kg.building import build
from kg.cli import cli
from kg.config import ontology_dir
from kg.graph.validate import validate_with_oxigraph, validate_with_pyshacl
from kg.model.article import Article
from kg.pipeline import Tools, load_tools
from kg.query.run import open_store, run_query
from kg.read.readers import read_paths
from kg.vocab import ONTOLOGY

ROOT = ontology_dir().parent
SOURCES = ROOT / "sources"
OURS = Path(__file__).parent / "acceptance"
THEIRS = ROOT.parent / "shared" / "articles"

GAIKO = Namespace(f"{ONTOLOGY}#")
NIF = Namespace("http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#")
PROV = Namespace("http://www.w3.org/ns/prov#")

needs_rapper = pytest.mark.skipif(shutil.which("rapper") is None, reason="rapper is not installed")
needs_java = pytest.mark.skipif(shutil.which("java") is None, reason="HermiT needs Java")


@pytest.fixture(scope="module")
def tools() -> Tools:
    return load_tools()


# ---- facts ---------------------------------------------------------------------------------------------------------


class Fact(NamedTuple):
    """A question to a named query, and what some row of the answer has in its columns."""

    query: str
    params: Mapping[str, str]
    row: Mapping[str, str]


class Period(NamedTuple):
    """The first and the last day of what an article says vaguely (early December, the middle of July)."""

    first: str
    last: str


PUTIN_AND_KIM = "ウラジーミル・プーチン; 金正恩"
RUSSIA_AND_DPRK = "ロシア; 北朝鮮"


def facts(wonsan: Period) -> dict[str, Fact]:
    """Return what both pairs of articles tell; they differ in the time of the talks in Wonsan."""
    then = {"from": wonsan.first, "to": wonsan.last}
    return {
        "Putin and Kim meet in Beijing": Fact(
            "meetings",
            {"person": "プーチン", "from": "2025-09-03", "to": "2025-09-03"},
            {
                "kind": "首脳会談",
                "status": "実施",
                "date": "2025-09-03",
                "place": "北京",
                "participants": PUTIN_AND_KIM,
            },
        ),
        "Putin invites Kim to Russia": Fact(
            "invitations",
            {"destination": "RUS"},
            {"inviter": "ウラジーミル・プーチン", "invitee": "金正恩", "destination": "ロシア"},
        ),
        "Kim promises further support": Fact("statements", {"speaker": "金正恩"}, {"quote": "支援"}),
        "Putin thanks": Fact("statements", {"speaker": "プーチン"}, {"quote": "感謝する"}),
        "North Korea sends troops": Fact("evidence", {"of": "北朝鮮"}, {"fact": "派兵｜主体｜北朝鮮"}),
        "Lavrov meets Kim in Wonsan": Fact(
            "meetings",
            {"person": "ラブロフ", "place": "ウォンサン", **then},
            {
                "status": "実施",
                "place": "元山",
                "participants": "セルゲイ・ラブロフ; 金正恩",
                "states": RUSSIA_AND_DPRK,
            },
        ),
        "Lavrov meets Choe": Fact(
            "meetings",
            {"person": "Choe Son Hui", **then},
            {"kind": "外相会談", "status": "実施", "participants": "セルゲイ・ラブロフ; 崔善姫"},
        ),
        "the talks are the second round of the dialogue": Fact(
            "timeline", then, {"kind": "外相会談", "label": "戦略対話"}
        ),
        "they are held before those with Kim": Fact("evidence", {"of": "崔善姫"}, {"quote": "先立ち"}),
        "Putin visited North Korea in 2024": Fact(
            "visits",
            {"person": "プーチン", "destination": "PRK"},
            {"visitor": "ウラジーミル・プーチン", "date": "2024", "status": "実施"},
        ),
        "a mutual defence treaty": Fact(
            "agreements",
            {"state": "DPRK"},
            {"agreement": "相互防衛条約", "kind": "条約", "parties": RUSSIA_AND_DPRK},
        ),
        "Rudenko tells TASS": Fact(
            "statements", {"speaker": "ルデンコ"}, {"speaker": "アンドレイ・ルデンコ", "quote": "代表団"}
        ),
        "delegations come within 2025": Fact(
            "visits",
            {"status": "scheduled", "from": "2025"},
            {"visitor": "代表団", "destination": "北朝鮮", "date": "2025"},
        ),
        "the ASEAN ministers meet in Kuala Lumpur": Fact(
            "meetings",
            {"place": "クアラルンプール"},
            {"kind": "多国間会合", "status": "実施", "participants": "セルゲイ・ラブロフ"},
        ),
        "their meeting has its name": Fact(
            "evidence", {"of": "クアラルンプール"}, {"fact": "ASEAN外相", "quote": "ASEAN外相"}
        ),
    }


OUR_PERIOD = Period("2025-07-11", "2025-07-20")
THEIR_PERIOD = Period("2025-12-01", "2025-12-10")


@pytest.fixture(scope="module")
def ours(tools: Tools, tmp_path_factory: pytest.TempPathFactory) -> ox.Store:
    out = tmp_path_factory.mktemp("ours") / "build"
    assert build([OURS], out, tools).failed == ()
    return open_store(out)


@pytest.fixture(scope="module")
def theirs(tools: Tools, tmp_path_factory: pytest.TempPathFactory) -> ox.Store:
    if not THEIRS.is_dir():
        pytest.skip("no other articles beside this checkout")
    out = tmp_path_factory.mktemp("theirs") / "build"
    assert build([THEIRS], out, tools).failed == ()
    return open_store(out)


def answers(store: ox.Store, fact: Fact) -> list[dict[str, str]]:
    result = run_query(store, fact.query, fact.params)
    return [dict(zip(result.columns, row, strict=True)) for row in result.plain()]


def holds(store: ox.Store, fact: Fact) -> bool:
    return any(all(part in row[column] for column, part in fact.row.items()) for row in answers(store, fact))


@pytest.mark.parametrize("name", facts(OUR_PERIOD))
def test_facts_of_our_articles_come_out_of_a_named_query(ours: ox.Store, name: str) -> None:
    fact = facts(OUR_PERIOD)[name]
    assert holds(ours, fact), answers(ours, fact)


@pytest.mark.parametrize("name", facts(THEIR_PERIOD))
def test_facts_of_other_articles_come_out_of_a_named_query(theirs: ox.Store, name: str) -> None:
    fact = facts(THEIR_PERIOD)[name]
    assert holds(theirs, fact), answers(theirs, fact)


def test_a_vague_time_is_not_sharpened(ours: ox.Store) -> None:
    first, last = OUR_PERIOD
    for outside in ({"to": "2025-07-10"}, {"from": "2025-07-21"}):
        assert answers(ours, Fact("meetings", {"place": "元山", **outside}, {})) == []
    assert answers(ours, Fact("meetings", {"place": "元山", "from": first, "to": first}, {})) != []
    assert answers(ours, Fact("meetings", {"place": "元山", "from": last, "to": last}, {})) != []


# ---- the graph of all sources in other hands -------------------------------------------------------------------------


@pytest.fixture(scope="module")
def made(tools: Tools, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A build of all sources."""
    out = tmp_path_factory.mktemp("sources") / "build"
    assert build([SOURCES], out, tools).failed == ()
    return out


@pytest.fixture(scope="module")
def by_rdflib(made: Path) -> rdflib.Graph:
    return rdflib.Graph().parse(made / "graph.ttl", format="turtle")


@pytest.fixture(scope="module")
def by_rapper(made: Path) -> rdflib.Graph:
    """The graph as rapper reads it, handed on as N-Triples."""
    command = ["rapper", "-q", "-i", "turtle", "-o", "ntriples", str(made / "graph.ttl")]
    lines = subprocess.run(command, capture_output=True, check=True).stdout
    return rdflib.Graph().parse(data=lines, format="nt")


def test_three_parsers_read_the_same_number_of_triples(
    made: Path, by_rdflib: rdflib.Graph, request: pytest.FixtureRequest
) -> None:
    store = ox.Store()
    store.load(path=str(made / "graph.ttl"), format=ox.RdfFormat.TURTLE)
    assert len(store) > 20_000
    assert len(by_rdflib) == len(store)
    if shutil.which("rapper"):
        assert len(request.getfixturevalue("by_rapper")) == len(store)


def wrong_quotes(graph: rdflib.Graph, texts: Mapping[str, str]) -> list[rdflib.term.Node]:
    """Return the claims without a quote that stands at its place in the text with the hash of its article."""

    def stands(mention: rdflib.term.Node) -> bool:
        article = graph.value(mention, NIF.referenceContext)
        text = texts.get(str(graph.value(article, GAIKO.textSha256)))
        begin, end = (int(str(graph.value(mention, name))) for name in (NIF.beginIndex, NIF.endIndex))
        quote = str(graph.value(mention, NIF.anchorOf))
        return text is not None and quote != "" and text[begin:end] == quote

    return [
        claim
        for claim in graph.subjects(RDF.type, GAIKO.Claim)
        if not (mentions := list(graph.objects(claim, PROV.wasDerivedFrom))) or not all(map(stands, mentions))
    ]


@pytest.fixture(scope="module")
def texts() -> dict[str, str]:
    """The texts of the sources by their SHA-256, which is counted here anew."""
    articles = [item for item in read_paths([SOURCES]) if isinstance(item, Article)]
    return {hashlib.sha256(article.text.encode()).hexdigest(): article.text for article in articles}


@pytest.mark.parametrize("parser", ["by_rdflib", pytest.param("by_rapper", marks=needs_rapper)])
def test_every_claim_has_its_words(parser: str, request: pytest.FixtureRequest, texts: dict[str, str]) -> None:
    graph: rdflib.Graph = request.getfixturevalue(parser)
    assert sum(1 for _ in graph.subjects(RDF.type, GAIKO.Claim)) > 2000
    assert wrong_quotes(graph, texts) == []


def test_a_text_that_was_changed_is_noticed(by_rdflib: rdflib.Graph, texts: dict[str, str]) -> None:
    sha256, text = next((key, text) for key, text in texts.items() if "北京" in text)
    assert wrong_quotes(by_rdflib, {**texts, sha256: "。" + text})


def test_the_text_of_a_plain_file_is_the_file() -> None:
    for path in OURS.glob("*.txt"):
        (article,) = read_paths([path])
        assert isinstance(article, Article)
        assert article.text == path.read_text("utf-8")


def test_the_graph_has_the_shapes(made: Path, ours: ox.Store) -> None:
    assert validate_with_oxigraph(open_store(made)) == []
    assert validate_with_pyshacl(ours) == []


def reason(store: ox.Store, path: Path) -> list[object]:
    """Give a graph to HermiT and return the classes that cannot have members; it raises for a graph that cannot be."""
    owlready2 = pytest.importorskip("owlready2")
    store.dump(str(path), format=ox.RdfFormat.N_TRIPLES, from_graph=ox.DefaultGraph())
    owl = owlready2.World()
    with owl.get_ontology(path.as_uri()).load():
        owlready2.sync_reasoner_hermit(owl, debug=0)
    return list(owl.inconsistent_classes())


@needs_java
def test_a_reasoner_finds_the_graph_consistent(made: Path, tmp_path: Path) -> None:
    store = ox.Store()
    store.load(path=str(made / "graph.ttl"), format=ox.RdfFormat.TURTLE)
    assert reason(store, tmp_path / "graph.nt") == []


@needs_java
def test_a_reasoner_finds_a_contradiction(ours: ox.Store, tmp_path: Path) -> None:
    owlready2 = pytest.importorskip("owlready2")
    store = ox.Store()
    store.extend(ox.Quad(q.subject, q.predicate, q.object) for q in ours)
    person = ox.NamedNode("https://w3id.org/gaiko/id/person/kim-jong-un")
    store.add(ox.Quad(person, ox.NamedNode(str(RDF.type)), ox.NamedNode(str(GAIKO.State))))
    with pytest.raises(owlready2.OwlReadyInconsistentOntologyError):
        reason(store, tmp_path / "graph.nt")


# ---- runs ----------------------------------------------------------------------------------------------------------


def test_same_bytes_whatever_the_hash_seed_and_the_folder(made: Path, tmp_path: Path) -> None:
    copied = tmp_path / "elsewhere" / "news"
    shutil.copytree(SOURCES, copied)
    command = [sys.executable, "-m", "kg", "build", "news", "-o", "out"]
    env = {**os.environ, "PYTHONHASHSEED": "4242", "PYTHONPATH": str(ROOT)}
    subprocess.run(command, cwd=copied.parent, env=env, capture_output=True, check=True)
    for name in ("graph.ttl", "graph.nq", "facts.jsonl", "network.html"):
        assert (copied.parent / "out" / name).read_bytes() == (made / name).read_bytes(), name


# ---- bad input -----------------------------------------------------------------------------------------------------

SENTENCE = "ロシアのラブロフ外相は2025年7月12日、元山で金正恩総書記と会談した。"
ROW = json.dumps({"id": "row", "title": "会談", "text": SENTENCE}, ensure_ascii=False)
#: What cannot be read: the file, its bytes, and what the line on it says.
REFUSED = {
    "empty.txt": (b"", "empty.txt: empty file"),
    "binary.txt": (bytes(range(256)) * 8, "binary.txt: binary file"),
    "lines.jsonl": (
        "\n".join([ROW.replace("row", f"row{n}") for n in range(6)] + ['{"id": "bro']).encode(),
        "lines.jsonl, line 7: broken JSON at character",
    ),
    "front.md": (f"---\ntitle: [a\n: b\n---\n{SENTENCE}".encode(), "front.md: the front matter is not YAML"),
    "unknown.txt": ("조선민주주의인민공화국".encode("euc_kr") * 20, "unknown.txt: unknown encoding"),
    "line.jsonl": (
        json.dumps({"text": SENTENCE * 300_000}, ensure_ascii=False).encode() + b"\n",
        "line.jsonl, line 1: the line is longer than 10,000,000 bytes",
    ),
    "line.txt": ((SENTENCE * 100_000).encode(), "line.txt: the text is longer than 500,000 characters"),
    "surrogate.jsonl": (
        b'{"title": "a", "text": "\\ud800"}',
        "surrogate.jsonl, line 1: the field text has a lone surr",
    ),
    "surrogate.txt": (SENTENCE.encode() + b"\xed\xa0\x80", "surrogate.txt: unknown encoding"),
}
#: What is unusual and read all the same.
READ = {
    "control.txt": f"会談\n\x01{SENTENCE}\x1b[31m\x07",
    "emoji.txt": f"会談🇯🇵🤝\n{SENTENCE}👨\u200d👩\u200d👧",
    "marks.txt": f"会談\u202e\n\u200f{SENTENCE}\u2066\u202e",
    "title.txt": f"{'長い題名' * 1250}\n{SENTENCE}",
    "good.txt": f"会談\n{SENTENCE}",
}


def test_what_cannot_be_read_is_named_once_and_the_rest_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from click.testing import CliRunner

    monkeypatch.chdir(tmp_path)
    (tmp_path / "news" / "nothing").mkdir(parents=True)
    for name, (data, _) in REFUSED.items():
        (tmp_path / "news" / name).write_bytes(data)
    for name, text in READ.items():
        (tmp_path / "news" / name).write_text(text, "utf-8")
    result = CliRunner().invoke(cli, ["build", "news", "news/nothing"], prog_name="kg", catch_exceptions=False)
    assert (result.exit_code, result.stdout) == (1, "")
    lines = [line for line in result.stderr.splitlines() if line.startswith("failed")]
    causes = sorted([*(cause for _, cause in REFUSED.values()), "nothing: folder without articles"])
    assert len(lines) == len(causes)
    for cause in causes:
        assert sum(f"news/{cause}" in line for line in lines) == 1, cause
    report = json.loads((tmp_path / "build" / "report.json").read_text("utf-8"))
    assert [f"failed to {f['stage']} {f['where']}: {f['cause']}" for f in report["failed"]] == lines
    rows = [json.loads(line) for line in (tmp_path / "build" / "facts.jsonl").read_text("utf-8").splitlines()]
    assert {row["id"] for row in rows} == {*(f"row{n}" for n in range(6)), *(name[:-4] for name in READ)}
    for row in rows:
        assert [meeting["date"] for meeting in row["meetings"]] == ["2025-07-12"], row["id"]
    checked = CliRunner().invoke(cli, ["validate"], prog_name="kg", catch_exceptions=False)
    assert (checked.exit_code, checked.stdout) == (0, "")
