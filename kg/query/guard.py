"""What a query may do here: read. Everything else is refused before the engine sees it.

A query is cut into tokens, so that a word in a comment, a string, an IRI or a prefixed name never counts as a keyword.
The engine would open network connections for SERVICE (and, as an update, LOAD), which is why it is not left to it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from kg.errors import RefusedQueryError

_TOKEN = re.compile(
    r"""
    (?P<skip> \#[^\n\r]* | \s+ )
  | (?P<iri> <[^<>"{}|^`\\\x00-\x20]*> )
  | (?P<string> \"{3}(?:[^"\\]|\\.|"(?!""))*\"{3} | '{3}(?:[^'\\]|\\.|'(?!''))*'{3}
              | "(?:[^"\\\n\r]|\\.)*" | '(?:[^'\\\n\r]|\\.)*' )
  | (?P<variable> [?$][^\W]\w* )
  | (?P<name> [^\W\d_](?:[\w.-]{0,100}\w)?:(?:[\w:%\\.-]*[\w:%\\-])? | :(?:[\w:%\\.-]*[\w:%\\-])? | _:\w[\w.-]* )
  | (?P<language> @[A-Za-z]+(?:-[A-Za-z0-9]+)* )
  | (?P<word> [^\W\d_]\w* )
  | (?P<mark> . )
    """,
    re.VERBOSE | re.DOTALL,
)

_FORMS = frozenset({"SELECT", "ASK", "CONSTRUCT", "DESCRIBE"})
_UPDATES = frozenset({"INSERT", "DELETE", "LOAD", "CLEAR", "CREATE", "DROP", "COPY", "MOVE", "ADD", "WITH"})
_WATCHED = (*sorted(_UPDATES), "SERVICE", "FROM")


def tokens(text: str) -> Iterator[tuple[str, str]]:
    """Yield the tokens of a SPARQL text as (kind, text), without white space and comments, words in upper case."""
    for match in _TOKEN.finditer(text):
        kind = match.lastgroup or "mark"
        if kind != "skip":
            yield kind, match[0].upper() if kind == "word" else match[0]


def has_word(text: str, words: Iterable[str]) -> bool:
    """Whether one of some words (in upper case) is a word of a SPARQL text."""
    if not _may_have(text, words):
        return False
    wanted = frozenset(words)
    return any(kind == "word" and word in wanted for kind, word in tokens(text))


def check_read_only(text: str) -> None:
    """Raise RefusedQueryError where a text holds SERVICE, begins with an update operation, or reads from a file."""
    if not _may_have(text, _WATCHED):
        return
    for form, word in _keywords(text):
        if form is None and word in _UPDATES:
            raise RefusedQueryError(
                f"{word} is an update, and the graph is only read: use SELECT, ASK, CONSTRUCT or DESCRIBE"
            )
        if word == "SERVICE":
            raise RefusedQueryError("SERVICE is refused: a query never leaves this graph")
    for iri in _datasets(text):
        if iri.lower().startswith("<file:"):
            raise RefusedQueryError(f"FROM {iri} is refused: a query never reads files")


def has_order(text: str) -> bool:
    """Tell whether the outermost query has an ORDER BY of its own."""
    depth = 0
    ordered = False
    for kind, token in tokens(text):
        if kind == "mark":
            depth += (token == "{") - (token == "}")
        elif kind == "word" and token == "ORDER" and depth == 0:
            ordered = True
    return ordered


def outline(text: str) -> str:
    """Return a SPARQL text without what cannot make it slow: comments, white space, names of variables, numbers."""
    variables: dict[str, str] = {}
    parts: list[str] = []
    for kind, token in tokens(text):
        if kind == "variable":
            parts.append(variables.setdefault(token[1:], f"?{len(variables)}"))
        elif token.isdecimal():
            if parts[-1:] != ["0"]:
                parts.append("0")
        else:
            parts.append(token)
    return " ".join(parts)


def _may_have(text: str, words: Iterable[str]) -> bool:
    """Whether the letters of a word are somewhere in a text: most queries have none, and need not be cut into tokens."""
    upper = text.upper()
    for word in words:  # noqa: SIM110  (each query comes by here, and a generator takes twice as long)
        if word in upper:
            return True
    return False


def _datasets(text: str) -> Iterator[str]:
    """Yield the IRIs behind FROM and FROM NAMED."""
    after = False
    for kind, token in tokens(text):
        if kind == "word":
            after = token == "FROM" or (after and token == "NAMED")
        else:
            if after and kind == "iri":
                yield token
            after = False


def _keywords(text: str) -> Iterator[tuple[str | None, str]]:
    """Yield the words of a text, each with the query form that was met before it, or None in the prologue."""
    form: str | None = None
    for kind, token in tokens(text):
        if kind == "word":
            if form is None and token in _FORMS:
                form = token
            yield form, token
