"""The named queries of ``ontology/queries`` and their parameters.

A query file says in its first comment lines what it answers and what it can be asked with::

    # en: Who met whom, when and where.
    # ja: 誰と誰が、いつ、どこで会ったか。
    # columns: meeting kind status
    # thing: meeting
    # param: person = | a person, by any name

and a line ``VALUES ?param_person { UNDEF }`` for a parameter that names a thing, ``VALUES ?param_from { "" }`` for one
that is text. So it is a complete query that any SPARQL engine answers as it stands, and asking with a value only means
putting other terms between the braces: the IRIs of the things, or a literal. They are written by the SPARQL library, so
nothing in a value can become syntax. Where a part of a query is evaluated apart from the rest (a subquery, MINUS), the
line may stand in it once more. ``thing`` is the variable of what a row tells of, by which its evidence is found.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from kg.config import ontology_dir
from kg.errors import DataError, QueryError

if TYPE_CHECKING:
    from pyoxigraph import NamedNode

_HEADER = re.compile(r"#\s*(?P<key>en|ja|columns|thing|param):\s*(?P<value>.*)\Z")
_PARAM = re.compile(r"(?P<name>[a-z]+)\s*=\s*(?P<default>[^|]*?)\s*(?:\|\s*(?P<about>.*))?\Z")
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_-]*\Z")
_DATE = re.compile(r"[0-9]{4}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12][0-9]|3[01]))?)?\Z")
_DATE_PARAMS = frozenset({"from", "to", "at"})
_JAPANESE_LABEL = re.compile(r'(LANG\(\?\w+\) = )"ja"')
_SELECT = re.compile(r"^SELECT\s", re.MULTILINE)

#: A value of a parameter, or several of which any will do.
Value: TypeAlias = str | Sequence[str]


class Param(NamedTuple):
    """A parameter of a query: its name, its value when none is given, its meaning, and whether it names a thing."""

    name: str
    default: str
    about: str
    thing: bool


@dataclass(frozen=True, slots=True)
class Query:
    """A SPARQL text with its header. ``name`` is None for a text that comes from no file."""

    text: str
    name: str | None = None
    en: str = ""
    ja: str = ""
    columns: tuple[str, ...] = ()
    params: tuple[Param, ...] = ()
    thing: str = ""


def list_queries() -> list[Query]:
    """Return the named queries, sorted by name. Raises DataError where the files are missing or broken."""
    return [read_query(path) for path in _files()]


def find_query(name_or_text: str) -> Query:
    """Return the query that a word stands for: a name, the path of a ``.rq`` file, or SPARQL itself.

    Raises QueryError where the name is unknown or the file cannot be read.
    """
    asked = name_or_text.strip()
    if asked.endswith(".rq") and "\n" not in asked:
        return read_query(Path(asked))
    if not _NAME.match(asked):
        return parse_query(name_or_text)
    for path in _files():
        if path.stem == asked:
            return read_query(path)
    raise QueryError(f"no query is called {asked!r}{_nearest(asked, (path.stem for path in _files()))}")


def read_query(path: Path) -> Query:
    """Read a query file. Raises QueryError where it is no UTF-8 text, DataError where its header is broken."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise QueryError(f"{path}: {getattr(error, 'strerror', None) or 'not UTF-8 text'}") from error
    return parse_query(text, path.stem)


def parse_query(text: str, name: str | None = None) -> Query:
    """Read the header in the first comment lines of a SPARQL text, if it has one.

    Raises DataError where a parameter of the header has no ``VALUES`` line in the text, or several that differ.
    """
    fields: dict[str, str] = {}
    params: list[Param] = []
    for line in text.splitlines():
        if not line.startswith("#"):
            break
        header = _HEADER.match(line.rstrip())
        if header is None:
            continue
        if header["key"] == "param":
            params.append(_param(header["value"], text, name))
        else:
            fields[header["key"]] = header["value"]
    columns = tuple(fields.get("columns", "").split())
    return Query(
        text, name, fields.get("en", ""), fields.get("ja", ""), columns, tuple(params), fields.get("thing", "").strip()
    )


def in_english(query: Query) -> Query:
    """Return a query whose answer has English labels instead of Japanese ones."""
    return replace(query, text=_JAPANESE_LABEL.sub(r'\1"en"', query.text))


def with_thing(query: Query) -> Query:
    """Return a query whose answer has a column for the thing that each row tells of; it stands first where it is new."""
    if not query.thing or query.thing in query.columns:
        return query
    text = _SELECT.sub(f"SELECT ?{query.thing} ", query.text, count=1)
    return replace(query, text=text, columns=(query.thing, *query.columns))


def check_values(query: Query, values: Mapping[str, Value]) -> None:
    """Raise QueryError at a parameter that the query does not have, and at a value that is no text or no date."""
    known = {param.name for param in query.params}
    for name, value in values.items():
        if name not in known:
            raise QueryError(_unknown_param(query, name))
        for one in _several(value):
            if name in _DATE_PARAMS and not _DATE.match(one):
                raise QueryError(f"{name}={one!r} is no date: write YYYY, YYYY-MM or YYYY-MM-DD")
            try:
                one.encode("utf-8")
            except UnicodeEncodeError as error:
                raise QueryError(f"the value of {name} is no text") from error


def bind(query: Query, values: Mapping[str, Value], things: Callable[[str], Iterable[NamedNode]]) -> str:
    """Put checked values of parameters into the text of a query; ``things`` tells what a word names.

    An empty value is as good as none; of several any will do.
    """
    from pyoxigraph import Literal

    text = query.text
    for param in query.params:
        given = _several(values.get(param.name, ""))
        if given:
            terms = " ".join(str(term) for one in given for term in (things(one) if param.thing else (Literal(one),)))
            for place in reversed(_slots(param.name, text)):
                text = f"{text[: place.start(1)]}{terms}{text[place.end(1) :]}"
    return text


def _several(value: Value) -> list[str]:
    """Return the values that a parameter is given, without empty ones."""
    return [one.strip() for one in ((value,) if isinstance(value, str) else value) if one.strip()]


def _files() -> list[Path]:
    folder = ontology_dir() / "queries"
    files = sorted(folder.glob("*.rq"))
    if not files:
        raise DataError(f"{folder}: no named queries")
    return files


def _param(value: str, text: str, name: str | None) -> Param:
    parsed = _PARAM.match(value)
    if parsed is None:
        raise DataError(f"{name or 'query'}: '# param: {value}' is not of the form 'name = default | meaning'")
    thing = _slots(parsed["name"], text)[0][1] == "UNDEF"
    return Param(parsed["name"], parsed["default"], parsed["about"] or "", thing)


def _slots(name: str, text: str) -> list[re.Match[str]]:
    """Find the places of the value of a parameter in the text of a query, or raise DataError."""
    places = list(re.finditer(rf'VALUES\s+\?param_{name}\s*\{{\s*(UNDEF|"(?:[^"\\\n]|\\.)*")\s*\}}', text))
    if len({place[1] for place in places}) != 1:
        raise DataError(f'the query needs VALUES ?param_{name} {{ UNDEF }} or {{ "…" }}, and each time the same')
    return places


def _unknown_param(query: Query, name: str) -> str:
    known = [param.name for param in query.params]
    whose = f"the query {query.name}" if query.name else "this query"
    if not known:
        return f"{whose} has no parameters"
    return f"{whose} has no parameter {name!r}{_nearest(name, known)}; it has {', '.join(known)}"


def _nearest(word: str, choices: Iterable[str]) -> str:
    """Hint at what was probably meant, or say nothing."""
    near = difflib.get_close_matches(word.lower(), list(choices), n=2, cutoff=0.5)
    return f": did you mean {' or '.join(near)}?" if near else ""
