"""What must hold for any bytes at all, a function for each place where bytes from outside come in.

Each takes bytes and raises where something does not hold. ``python -m tests.robust.fuzz`` looks for bytes that make one
raise, under the guidance of coverage; what it found stands in ``cases/TARGET/`` and is tried in every run of the tests.
"""

from __future__ import annotations

import datetime as dt
import io
import json
import re
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import rdflib
from pyparsing import ParseResults
from rdflib.plugins.sparql.parser import parseQuery
from rdflib.plugins.sparql.parserutils import CompValue

from kg.ask.run import Asker
from kg.ask.write import as_json, as_text
from kg.config import ontology_dir
from kg.errors import QueryError, ReadError
from kg.export.facts import facts
from kg.find.times import find_times, has_time_cue
from kg.fuse import fuse
from kg.graph import terms
from kg.graph.ontology import Ontology, load_ontology
from kg.graph.terms import Triple
from kg.graph.triples import Graph, graph_of
from kg.graph.turtle import turtle
from kg.model.account import Account
from kg.model.article import Article
from kg.model.lines import account_line, account_of
from kg.pipeline import Tools, analyse, load_tools, parse
from kg.query.guard import check_read_only, has_order
from kg.query.named import Query, bind, check_values, find_query, parse_query
from kg.query.things import find_things
from kg.read.encoding import UnknownEncodingError
from kg.read.fault import ReadFault
from kg.read.fields import TEXT_LIMIT, article
from kg.read.jsonl import read_jsonl
from kg.read.readers import READERS
from kg.vocab import Names, local_name
from tests.export.made import FIRST, SECOND, made_store
from tests.stories import blocks_of

Target = Callable[[bytes], None]

_UNSEEN = re.compile(r"[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]")
_BRACKETS = re.compile(r"[(（\[［【〈《][^(（\[［【〈《)）\]］】〉》]*[)）\]］】〉》]")
_SPACE = re.compile(r"\s+")
#: EDTF, level 0 and what the finder uses of level 1: a day, a month, a year, a season, an interval, open ends.
_EDTF_DATE = r"-?\d{4}(?:-\d\d(?:-\d\d)?)?[~?%]?|\d{3}X|\d\dXX"
_EDTF = re.compile(rf"(?:{_EDTF_DATE})(?:/(?:{_EDTF_DATE}|\.\.)?)?|(?:\.\.)?/(?:{_EDTF_DATE})")
_LOCAL = re.compile(r"[A-Za-z0-9_.-]+")
_TODAY = dt.date(2026, 1, 15)
_PORT_OF_NOBODY = "http://127.0.0.1:1/"


@cache
def tools() -> Tools:
    return load_tools()


@cache
def ontology() -> Ontology:
    return load_ontology(ontology_dir())


def text_of(data: bytes) -> str:
    return data.decode("utf-8", "replace")


# ---- reading


def sound(found: Article) -> None:
    """What holds for every article, whatever file it came from."""
    for value in (found.id, found.title, found.text, found.publisher or "", found.url or "", found.language):
        value.encode("utf-8")
        assert "\0" not in value
    assert found.id
    assert found.language
    assert found.text.strip()
    assert "\r" not in found.text
    assert len(found.text) <= TEXT_LIMIT
    assert not re.search(r"[\r\n]", found.title)
    assert found.title in found.text


def file_target(suffix: str) -> Target:
    """Make the target of a kind of file that holds one article."""

    def target(data: bytes) -> None:
        if not data.strip():
            return  # refused before it comes to the reader
        path = Path(f"any{suffix}")
        try:
            found = READERS[suffix](path, data)
        except (ReadError, UnknownEncodingError) as error:
            assert str(error).strip()
            return
        sound(found)
        assert READERS[suffix](path, data) == found
        if (
            suffix == ".txt"
            and not data.startswith((b"\xff\xfe", b"\xfe\xff", b"\0\0\xfe\xff"))
            and b"\x1b" not in data
        ):
            try:
                plain = io.TextIOWrapper(io.BytesIO(data), "utf-8-sig").read()
            except UnicodeDecodeError:
                return
            assert found.text == plain

    return target


def lines(data: bytes) -> None:
    """JSON lines: each line is an article or a fault of its own, also where others stand around it."""
    items = list(read_jsonl("any", "any", io.BytesIO(data)))
    for item in items:
        if isinstance(item, ReadFault):
            assert item.line or item is items[-1]
            assert str(item).isprintable()
        else:
            sound(item)
    if not data.startswith((b"\xff\xfe", b"\xfe\xff", b"\0\0\xfe\xff", b"\xef\xbb\xbf")):
        assert len(items) == sum(bool(line.strip()) for line in data.split(b"\n"))


# ---- times, sentences and facts


def dated(data: bytes) -> tuple[dt.date | None, str]:
    """Split a text from the date of publication in its first line."""
    head, _, body = text_of(data).partition("\n")
    try:
        return dt.date.fromisoformat(head), body
    except ValueError:
        return None, body


def times(data: bytes) -> None:
    """Times stand in the text, in order, and are days of the calendar."""
    published, text = dated(data)
    end = 0
    found = find_times(text, published)
    for time in found:
        assert end <= time.span.begin < time.span.end <= len(text)
        assert text[time.span.begin : time.span.end] == time.text
        assert time.earliest is None or time.latest is None or time.earliest <= time.latest
        assert time.edtf is None or _EDTF.fullmatch(time.edtf), time.edtf
        end = time.span.end
    assert not found or has_time_cue(text)
    assert find_times(text, published) == found


def spans_hold(account: Account, text: str) -> None:
    """Every sentence, its words and every naming stand where they are said to stand."""
    claims = [c for report in account.reports for c in report.claims] + [c for e in account.entities for c in e.claims]
    for claim in claims:
        sentence, words = claim.evidence.sentence, claim.evidence.words
        assert 0 <= sentence.begin <= sentence.end <= len(text)
        assert 0 <= words.begin <= words.end <= len(text)
        assert 0 <= claim.confidence <= 1
    for entity in account.entities:
        for naming in entity.mentions:
            assert _bare(text[naming.span.begin : naming.span.end]) == _bare(naming.text)


def _bare(words: str) -> str:
    """Return a naming without what belongs to the words and not to the name: readings, quotation marks, what is unseen."""
    while (without := _BRACKETS.sub("", words)) != words:
        words = without
    return _SPACE.sub("\u3000", _UNSEEN.sub("", words)).strip("「」『』“”")


def whole(data: bytes) -> None:
    """An article is read to the end; every offset is one of its text, every quote a slice of it."""
    published, text = dated(data)
    try:
        found = article("any", "any", text, {"published": published.isoformat() if published else None})
    except ReadError:
        return
    _parts_hold(found)
    account = analyse(found, tools())
    spans_hold(account, found.text)
    listed: Any = facts(account, found)
    for kind in ("meetings", "visits", "agreements", "statements", "invitations", "other_events"):
        for fact in listed[kind]:
            assert fact["evidence"] in found.text
    json.dumps(listed, ensure_ascii=False).encode("utf-8")
    assert account_of(account_line(account)) == account


def _parts_hold(found: Article) -> None:
    scene = parse(found, tools())
    end = 0
    for parsed in scene.sentences:
        sentence = parsed.sentence
        assert end <= sentence.span.begin < sentence.span.end <= len(found.text)
        end = sentence.span.end
        assert len(sentence.offsets) == len(sentence.surface) + 1
        assert list(sentence.offsets) == sorted(sentence.offsets)
        for aside in sentence.asides:
            assert scene.article.text[aside.span.begin : aside.span.end] == aside.text
        at = 0
        for unit in parsed.units:
            assert at <= unit.begin < unit.end <= len(sentence.surface)
            # the tokeniser writes every space as a full-width one; a date takes its brackets along
            assert _bare(sentence.surface[unit.begin : unit.end]) == _bare(unit.text)
            at = unit.end


def graph(data: bytes) -> None:
    """Whatever a line of JSON says of an article, its graph is read by others as the same triples."""
    (item, *_) = [*read_jsonl("any", "any", io.BytesIO(data)), None]
    if not isinstance(item, Article):
        return
    account = analyse(item, tools())
    spans_hold(account, item.text)
    made = graph_of(fuse([account], {item.id: item}, tools().registry), ontology())
    triples = {*made.world, *(triple for each in made.articles.values() for triple in each)}
    same_everywhere(triples)


# ---- writing


def same_everywhere(triples: set[Triple]) -> None:
    """Turtle and N-Quads of ours hold for Oxigraph and rdflib just these triples."""
    document, name = "".join(turtle(triples)), terms.iri("https://w3id.org/gaiko/id/article/a")
    lines_ = "".join(blocks_of(Graph(articles={name: list(triples)})).nquads())
    expected = {str(t) for t in _ntriple(lines_, name)}
    assert {str(q.triple) for q in ox.parse(document, format=ox.RdfFormat.TURTLE)} == expected
    assert {str(q.triple) for q in ox.parse(lines_, format=ox.RdfFormat.N_QUADS)} == expected
    before = rdflib.NORMALIZE_LITERALS
    rdflib.NORMALIZE_LITERALS = False
    try:
        of_turtle = set(rdflib.Graph().parse(data=document, format="turtle"))
        of_quads = set(rdflib.Dataset().parse(data=lines_, format="nquads").graph(rdflib.URIRef(name[1:-1])))
        assert len(of_turtle) == len(triples)
        assert of_turtle == of_quads
    finally:
        rdflib.NORMALIZE_LITERALS = before


def _ntriple(lines: str, name: str) -> Iterator[ox.Triple]:
    for quad in ox.parse(lines.replace(f" {name} .\n", " .\n"), format=ox.RdfFormat.N_TRIPLES):
        yield quad.triple


def writer(data: bytes) -> None:
    """Triples of any strings: names made of keys, literals of every sort. The literals come back as they went."""
    names = Names()
    kinds = ("person", "state", "event", "article", "claim", "nobody")
    sorts: tuple[Callable[[str], str], ...] = (
        terms.plain,
        lambda s: terms.tagged(s, "ja"),
        lambda s: terms.tagged(s, s[:8]),
        terms.edtf,
        lambda s: terms.typed(s, "http://www.w3.org/2001/XMLSchema#integer"),
        lambda s: terms.typed(s, "http://www.w3.org/2001/XMLSchema#decimal"),
        lambda s: terms.typed(s, "http://www.w3.org/2001/XMLSchema#boolean"),
        lambda s: terms.iri(terms.web_address(s) or "urn:none"),
        lambda s: terms.iri(names.thing("person", s or "x")),
    )
    triples: set[Triple] = set()
    values: set[str] = set()
    for row in text_of(data).split("\x1f")[:40]:
        kind, sort, key, value = row[:1], row[1:2], row[2:5], row[5:]
        subject = terms.iri(names.thing(kinds[ord(kind or "a") % len(kinds)], key or "x"))
        made = sorts[ord(sort or "a") % len(sorts)](value)
        triples.add(Triple(subject, terms.iri(f"urn:p:{len(triples) % 3}"), made))
        if made.startswith('"'):
            values.add(terms.readable(value))
    same_everywhere(triples)
    parsed = ox.parse("".join(turtle(triples)), format=ox.RdfFormat.TURTLE)
    assert {q.object.value for q in parsed if isinstance(q.object, ox.Literal)} == values


def iris(data: bytes) -> None:
    """An address is safe to write and to follow, or none; a key gives a plain local name of its own."""
    url, _, key = text_of(data).partition("\n")
    address = terms.web_address(url)
    if address is not None:
        assert re.match(r"(?i)https?://[^/?#]", address)
        line = f"<urn:s> <urn:p> {terms.iri(address)} ."
        (quad,) = ox.parse(line, format=ox.RdfFormat.N_TRIPLES)
        assert isinstance(quad.object, ox.NamedNode)
        assert quad.object.value == address
        assert address.isascii()
        assert terms.web_address(address) == address
        (triple,) = rdflib.Graph().parse(data=line, format="turtle")
        assert str(triple[2]) == address
    if key:
        name = local_name(key)
        assert _LOCAL.fullmatch(name)
        assert name == key or len(name) >= 14
        ox.NamedNode(Names().thing("person", key))


# ---- asking


def _shape(node: object) -> object:
    """Return a parsed query without the terms that a value may become."""
    if isinstance(node, CompValue):
        return node.name, [(key, _shape(value)) for key, value in node.items()]
    if isinstance(node, list | ParseResults):
        shapes = [_shape(value) for value in node]
        return [shape for at, shape in enumerate(shapes) if shape != "value" or shapes[:at].count("value") == 0]
    return "value" if isinstance(node, rdflib.Literal | rdflib.URIRef) else str(node)


_ASKING = """# columns: name thing
# param: about = | text
# param: person = | a thing
SELECT ?name ?thing WHERE {
  VALUES ?param_about { "" }
  VALUES ?param_person { UNDEF }
  BIND(?param_about AS ?name) BIND(?param_person AS ?thing)
}"""


@cache
def _asking() -> tuple[Query, object]:
    query = parse_query(_ASKING)
    filled = bind(query, {"about": "a", "person": "a"}, lambda _: [ox.NamedNode("urn:a")])
    return query, _shape(list(parseQuery(filled)))


def params(data: bytes) -> None:
    """No value of a parameter becomes syntax: the parsed query keeps its shape, and the value arrives as it is."""
    about, _, person = text_of(data).partition("\x1f")
    query, shape = _asking()
    values = {"about": about or "a", "person": person or "a"}
    check_values(query, values)
    found = find_things(made_store(), values["person"], Names()).things
    text = bind(query, values, lambda word: (*found, ox.NamedNode("urn:a")))
    if not values["about"].strip() or not values["person"].strip():
        return
    check_read_only(text)
    assert _shape(list(parseQuery(text))) == shape
    answer = list(made_store().query(text))  # type: ignore[arg-type]
    assert {row["name"].value for row in answer} == {values["about"].strip()}
    assert {row["thing"].value for row in answer} == {"urn:a", *(node.value for node in found)}


def named(data: bytes) -> None:
    """A named query takes any value: it answers, or refuses in words."""
    name, _, rest = text_of(data).partition("\n")
    key, _, value = rest.partition("=")
    try:
        query = find_query(name if re.fullmatch("[a-z]+", name) else "meetings")
        check_values(query, {key: value})
        text = bind(query, {key: value}, lambda word: find_things(made_store(), word, Names()).things)
    except QueryError as error:
        assert str(error)
        return
    made_store().query(text, prefixes=Names().prefixes())


def guard(data: bytes) -> None:
    """What passes is no update and asks nothing of other places, whatever the engine makes of it."""
    text = text_of(data).replace("http://", _PORT_OF_NOBODY)
    has_order(text)
    try:
        check_read_only(text)
    except QueryError:
        return
    store = ox.Store()
    node = ox.NamedNode("urn:a")
    store.add(ox.Quad(node, node, node))
    try:
        answer = store.query(text, prefixes=Names().prefixes())
        for _, _ in zip(range(100), answer if not isinstance(answer, ox.QueryBoolean) else (), strict=False):
            pass
    except (SyntaxError, ValueError, RuntimeError, OSError) as error:
        assert "SERVICE" not in str(error).upper() or isinstance(error, SyntaxError), str(error)
        return
    assert len(store) == 1
    if "service" in text.lower():
        _no_service(text)


def _no_service(text: str) -> None:
    """What the engine took: rdflib, which has another parser, must not see SERVICE in it either."""
    try:
        parsed = parseQuery(text)
    except Exception:  # its parser knows less than the engine's and fails in many ways
        return
    assert "ServiceGraphPattern" not in str(_shape(list(parsed)))


@cache
def _asker() -> Asker:
    return Asker(made_store())


def ask(data: bytes) -> None:
    """Any question is answered or offered others; its quotes stand in the articles."""
    found = _asker().answer(text_of(data), today=_TODAY)
    articles = {each.id: each.text for each in (FIRST, SECOND)}
    for quote in found.quotes:
        assert articles[quote.article][quote.begin : quote.end] == quote.words
    if found.understood:
        check_read_only(found.sparql)
        assert all(len(row) == len(found.columns) for row in found.rows)
    else:
        assert found.nearest
        assert not found.rows
    assert json.loads(as_json(found))["understood"] == found.understood
    assert as_text(found, quotes=5, sparql=True, width=None)


TARGETS: dict[str, Target] = {
    "txt": file_target(".txt"),
    "md": file_target(".md"),
    "html": file_target(".html"),
    "jsonl": lines,
    "times": times,
    "whole": whole,
    "graph": graph,
    "writer": writer,
    "iris": iris,
    "params": params,
    "named": named,
    "guard": guard,
    "ask": ask,
}
