"""Which format an Accept header asks for (RFC 9110, section 12.5.1)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Final, NamedTuple

_RANGE: Final = re.compile(r"\s*(?P<type>[^\s;,/]+)/(?P<subtype>[^\s;,]+)\s*(?P<parameters>(?:;[^,]*)?)\Z")
_QUALITY: Final = re.compile(r";\s*q\s*=\s*(?P<q>[01](?:\.[0-9]{0,3})?)\s*(?:;|\Z)", re.IGNORECASE)
_LONGEST: Final = 4_000  # of a header; what comes behind is not looked at


class _Range(NamedTuple):
    type: str
    subtype: str
    quality: float

    def fits(self, media_type: str) -> int:
        """How specifically the range names a media type: 3 in full, 2 by its type, 1 by ``*/*``, 0 not at all."""
        kind, _, subtype = media_type.partition("/")
        if (self.type, self.subtype) == (kind, subtype):
            return 3
        if self.type == kind and self.subtype == "*":
            return 2
        return int(self.type == self.subtype == "*")


def choose(accept: str | None, offers: Iterable[str], aliases: Mapping[str, str] | None = None) -> str | None:
    """Return the offer that an Accept header likes best, the first offer where it likes several as much, or None.

    ``aliases`` are other media types by which an offer may be asked for (``application/json`` for the SPARQL results
    in JSON). No header, or one without a readable range, accepts everything.
    """
    offered = list(offers)
    ranges = list(_ranges(accept or ""))
    if not ranges:
        return offered[0] if offered else None
    best, best_quality = None, 0.0
    for offer in offered:
        # an alias must be named in full: text/* is no wish for what text/xml is another name of
        named = [r.quality for r in ranges for a, of in (aliases or {}).items() if of == offer and r.fits(a) == 3]
        quality = max([_quality(offer, ranges), *named])
        if quality > best_quality:
            best, best_quality = offer, quality
    return best


def shortened(accept: str | None) -> str:
    """Return what is read of an Accept header, so that it can be the key of a cache."""
    return (accept or "")[:_LONGEST]


def prefers_html(accept: str | None) -> bool:
    """Whether a browser asks: HTML is named in the header and nothing else is liked more."""
    return _prefers_html(shortened(accept))


@lru_cache(256)
def _prefers_html(accept: str) -> bool:
    ranges = list(_ranges(accept))
    html = max((r.quality for r in ranges if r.fits("text/html") == 3), default=0.0)
    return html > 0 and html >= max(r.quality for r in ranges)


def _quality(media_type: str, ranges: list[_Range]) -> float:
    """Return the quality that the most specific range gives a media type."""
    fitting = [(one.fits(media_type), one.quality) for one in ranges if one.fits(media_type)]
    return max(fitting)[1] if fitting else 0.0


def _ranges(header: str) -> Iterable[_Range]:
    for part in shortened(header).split(","):
        match = _RANGE.match(part)
        if match is not None:
            quality = _QUALITY.search(match["parameters"])
            yield _Range(
                match["type"].lower(), match["subtype"].lower(), min(float(quality["q"]), 1.0) if quality else 1.0
            )
