"""RDF terms and triples as N-Triples tokens: what they sort, compare and travel as.

A term is one string, written exactly as N-Triples writes it (``<https://…>``, ``"会談"@ja``, ``"12"^^<…#integer>``).
So a triple needs no objects, sorting is plain string order, N-Triples is a join, and other syntaxes derive from it.
"""

from __future__ import annotations

import datetime as dt
import ipaddress
import re
from typing import Final, NamedTuple
from urllib.parse import quote

from kg.vocab import EDTF_DATATYPE, XSD_BOOLEAN, XSD_DATE, XSD_DECIMAL, XSD_INTEGER

Term = str


class Triple(NamedTuple):
    """Subject, predicate and object, each an N-Triples token."""

    subject: Term
    predicate: Term
    object: Term


_ESCAPES: Final = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"}
# Control characters travel as numbers: raw ones break lines in some readers.
_SPECIAL: Final = re.compile('[\\x00-\\x1f"\\\\\\x7f-\\x9f\\u2028\\u2029\\ud800-\\udfff\\ufffe\\uffff]')
_BAD_IN_IRI: Final = re.compile('[\\x00-\\x20<>"{}|^`\\\\]')
#: Code points that no RDF literal should hold: some readers stop at them, and they mean nothing to people.
_UNREADABLE: Final = re.compile("[\\x00\\ud800-\\udfff\\ufffe\\uffff]")
_ADDRESS: Final = re.compile(
    r"(?P<scheme>https?)://(?P<authority>[^/?#]+)(?P<rest>[^#]*)(?:#(?P<fragment>.*))?", re.IGNORECASE | re.DOTALL
)
_AUTHORITY: Final = re.compile(
    r"(?:[\w.~!$&'()*+,;=%:-]*@)?(?:\[(?P<ip>[0-9A-Fa-f:.]+)\]|[\w.~!$&'()*+,;=%-]+)(?::[0-9]{0,5})?", re.ASCII
)
_STRAY_PERCENT: Final = re.compile("%(?![0-9A-Fa-f]{2})")
#: Language, script and region of BCP 47: what all readers of RDF take.
_LANGUAGE: Final = re.compile(r"[a-z]{2,3}(?:-[a-z]{4})?(?:-(?:[a-z]{2}|[0-9]{3}))?\Z")


def _escaped(match: re.Match[str]) -> str:
    character = match.group()
    return _ESCAPES.get(character) or f"\\u{ord(character):04X}"


def lexical(text: str) -> str:
    """Return a string as the lexical form of a literal, quoted and escaped.

    NUL, lone surrogates and the two noncharacters of the first plane become U+FFFD.
    """
    if _SPECIAL.search(text):
        text = _SPECIAL.sub(_escaped, readable(text))
    return f'"{text}"'


def readable(text: str) -> str:
    """Return a string as a literal can hold it, of the same length: the code points that none can become U+FFFD."""
    return _UNREADABLE.sub("\ufffd", text)


def iri(value: str) -> Term:
    """Return an IRI as a term. Raises ValueError for characters that no IRI has."""
    if _BAD_IN_IRI.search(value):
        raise ValueError(f"not an IRI: {value!r}")
    return f"<{value}>"


def plain(text: str) -> Term:
    """Return a string literal."""
    return lexical(text)


def tagged(text: str, language: str) -> Term:
    """Return a literal in a language; a tag that is none is left out."""
    tag = language.lower()
    return f"{lexical(text)}@{tag}" if _LANGUAGE.match(tag) else lexical(text)


def typed(text: str, datatype: str) -> Term:
    """Return a literal of a datatype."""
    return f"{lexical(text)}^^<{datatype}>"


def integer(value: int) -> Term:
    """Return an integer."""
    return f'"{value}"^^<{XSD_INTEGER}>'


def decimal(value: float) -> Term:
    """Return a decimal of at most three places, in canonical form (0.93, 1.0)."""
    text = f"{value:.3f}".rstrip("0")
    return f'"{text}0"^^<{XSD_DECIMAL}>' if text.endswith(".") else f'"{text}"^^<{XSD_DECIMAL}>'


def boolean(value: bool) -> Term:
    """Return a boolean."""
    return f'"{"true" if value else "false"}"^^<{XSD_BOOLEAN}>'


def date(value: dt.date) -> Term:
    """Return a day without a time zone."""
    return f'"{value.isoformat()}"^^<{XSD_DATE}>'


def edtf(value: str) -> Term:
    """Return a time in Extended Date/Time Format."""
    return typed(value, EDTF_DATATYPE)


def web_address(url: str) -> str | None:
    """Return a web address that is safe to write and to follow, or None for anything but http and https.

    What RFC 3986 does not allow is percent-encoded; without a host, or with one that cannot be encoded, there is none.
    """
    found = _ADDRESS.fullmatch(url.strip())
    if found is None:
        return None
    authority = quote(found["authority"], safe="%:[]@!$&'()*+,;=~-._")
    host = _AUTHORITY.fullmatch(authority)
    if host is None or (host["ip"] and not _is_ipv6(host["ip"])):
        return None
    rest = quote(found["rest"], safe="%/:?@!$&'()*+,;=~-._")
    fragment = "" if found["fragment"] is None else "#" + quote(found["fragment"], safe="%/:?@!$&'()*+,;=~-._")
    return _STRAY_PERCENT.sub("%25", f"{found['scheme']}://{authority}{rest}{fragment}")


def _is_ipv6(text: str) -> bool:
    try:
        ipaddress.IPv6Address(text)
    except ValueError:
        return False
    return True
