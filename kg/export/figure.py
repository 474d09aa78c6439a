"""The network of states as a vector figure for papers: one SVG file, no script, no fonts of its own."""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from typing import BinaryIO, Final, NamedTuple
from xml.sax.saxutils import escape

from kg.export.layout import layouts, state_ties
from kg.export.model import NetworkView, Node
from kg.export.source import Source
from kg.export.xml import readable_in_xml

#: States and bodies drawn at the most, those with the strongest ties; more would not be legible on a page.
MOST_NODES: Final = 80
FACE: Final = "'Hiragino Sans','Yu Gothic','Noto Sans JP','Noto Sans CJK JP',Meiryo,sans-serif"
INK, SOFT, LINE, STATE, BODY = "#20242c", "#636973", "#a9b4c2", "#0072b2", "#56b4e9"
_SIZE, _SMALL = 15.0, 12.0
_MARGIN, _FOOT = 56.0, 44.0
_TEXTS: Final = {
    "ja": (
        "外交ネットワーク：国と国の結びつき",
        "記事 {articles} 本、出来事 {events} 件。線の太さは共に関わった出来事の数。",
    ),
    "en": (
        "Diplomatic network: ties between states",
        "{articles} articles, {events} events. Lines grow with the events shared.",
    ),
}


class _Box(NamedTuple):
    left: float
    top: float
    right: float
    bottom: float

    def overlap(self, other: _Box) -> float:
        """Return the area that two boxes share."""
        wide = min(self.right, other.right) - max(self.left, other.left)
        high = min(self.bottom, other.bottom) - max(self.top, other.top)
        return max(wide, 0.0) * max(high, 0.0)


def write_svg(source: Source, stream: BinaryIO) -> None:
    """Write the figure; names are in the language of the source."""
    stream.writelines(line.encode("utf-8") + b"\n" for line in figure(source.view, source.language))


def figure(view: NetworkView, language: str = "ja") -> Iterator[str]:
    """Yield the lines of an SVG document. A view without ties gives a figure that says only how much was read."""
    ties = state_ties(view)
    weight: dict[str, float] = dict(ties.degree(weight="weight"))
    drawn = sorted((key for key in weight if weight[key] > 0), key=lambda key: (-weight[key], key))[:MOST_NODES]
    shown = set(drawn)
    places = layouts(view)["states"]
    left = min((places[key][0] for key in drawn), default=0) - _MARGIN - 40
    top = min((places[key][1] for key in drawn), default=0) - _MARGIN - 24
    spot = {key: (places[key][0] - left, places[key][1] - top) for key in drawn}
    width = max([640.0, *(x + _MARGIN + 40 for x, _ in spot.values())])
    height = max([200.0, *(y + _MARGIN for _, y in spot.values())]) + _FOOT
    heaviest = max(weight.values(), default=1.0) or 1.0
    radius = {key: 5 + 15 * math.sqrt(weight[key] / heaviest) for key in drawn}
    title, note = _TEXTS[language]
    events = sum(1 for node in view.nodes if node.is_event)
    yield f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:.0f} {height:.0f}" font-family="{FACE}" role="img">'
    yield f"<title>{title}</title>"
    yield '<rect width="100%" height="100%" fill="#ffffff"/>'
    yield f'<text x="24" y="36" font-size="20" font-weight="600" fill="{INK}">{title}</text>'
    strongest = max((data["weight"] for *_, data in ties.edges(data=True)), default=1.0)
    for a, b, data in sorted(ties.edges(data=True), key=lambda tie: (tie[2]["weight"], *sorted(tie[:2]))):
        if a in shown and b in shown:
            yield _line(spot[a], spot[b], 0.8 + 6 * math.sqrt(data["weight"] / strongest))
    for key in drawn:
        yield _dot(view.by_key[key], spot[key], radius[key])
    yield from _names(view, language, drawn, spot, radius)
    counts = note.format(articles=len(view.articles), events=events)
    yield f'<text x="24" y="{height - 18:.0f}" font-size="12" fill="{SOFT}">{counts}</text>'
    yield "</svg>"


def _line(a: tuple[float, float], b: tuple[float, float], width: float) -> str:
    return (
        f'<line x1="{a[0]:.0f}" y1="{a[1]:.0f}" x2="{b[0]:.0f}" y2="{b[1]:.0f}" stroke="{LINE}" '
        f'stroke-width="{width:.1f}" stroke-opacity="0.75"/>'
    )


def _dot(node: Node, spot: tuple[float, float], radius: float) -> str:
    """A circle for a state, a hexagon for a body: shape and colour both tell."""
    x, y = spot
    if node.kind == "state":
        return f'<circle cx="{x:.0f}" cy="{y:.0f}" r="{radius:.1f}" fill="{STATE}"/>'
    corners = " ".join(
        f"{x + radius * math.cos(turn * math.pi / 3):.1f},{y + radius * math.sin(turn * math.pi / 3):.1f}"
        for turn in range(6)
    )
    return f'<polygon points="{corners}" fill="{BODY}"/>'


def _names(
    view: NetworkView,
    language: str,
    drawn: Iterable[str],
    spot: Mapping[str, tuple[float, float]],
    radius: Mapping[str, float],
) -> Iterator[str]:
    """Yield the names, each where it covers least: below, above, right or left of its dot; the largest choose first."""
    taken = [_around(spot[key], radius[key]) for key in drawn]
    for key in drawn:
        node, (x, y), r = view.by_key[key], spot[key], radius[key]
        text = (node.label_en if language == "en" else "") or node.label
        size = _SIZE if r > 9 else _SMALL
        wide = size * sum(1.0 if unicodedata.east_asian_width(c) in "WF" else 0.56 for c in text)
        boxes = (
            _Box(x - wide / 2, y + r + 2, x + wide / 2, y + r + 2 + size),
            _Box(x - wide / 2, y - r - 2 - size, x + wide / 2, y - r - 2),
            _Box(x + r + 4, y - size / 2, x + r + 4 + wide, y + size / 2),
            _Box(x - r - 4 - wide, y - size / 2, x - r - 4, y + size / 2),
        )
        best = min(boxes, key=lambda box: sum(box.overlap(other) for other in taken))
        taken.append(best)
        yield (
            f'<text x="{best.left:.0f}" y="{best.bottom - size * 0.16:.0f}" font-size="{size:.0f}" fill="{INK}" '
            f'stroke="#ffffff" stroke-width="3" paint-order="stroke" stroke-linejoin="round">'
            f"{escape(readable_in_xml(text))}</text>"
        )


def _around(spot: tuple[float, float], radius: float) -> _Box:
    return _Box(spot[0] - radius, spot[1] - radius, spot[0] + radius, spot[1] + radius)
