"""The network as one HTML page that works from a double click: offline, by keyboard, on a phone, in the dark.

The page is a ``pyvis.network.Network`` with a template of ours. pyvis' own modes all fetch something from elsewhere,
and some run what stands in a node's title; here the library is read from the installed pyvis and put into the file,
data go into a JSON block with every ``<`` escaped, the template escapes by itself, and a content security policy lets
only the two scripts of the page run, by their hashes.
"""

from __future__ import annotations

import base64
import calendar
import hashlib
import json
import re
from collections.abc import Mapping
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

import pyoxigraph as ox
from jinja2 import Environment, StrictUndefined
from markupsafe import Markup
from pyvis.network import Network

from kg.errors import DataError
from kg.export.layout import PICTURES, Picture, Positions, layouts
from kg.export.look import colours, groups
from kg.export.model import Fact, NetworkView, Node
from kg.export.part import best_reported
from kg.export.view import view_of_triples

VIEWS = ("states", "events", "persons", "table")
SCRIPTS = (
    "dom",
    "data",
    "state",
    "text",
    "slice",
    "canvas",
    "overlay",
    "legend",
    "search",
    "timeline",
    "strip",
    "details",
    "path",
    "table",
    "pointer",
    "main",
)
LIBRARY = "templates/lib/vis-9.1.2/vis-network.min.js"
MOST_BINS = 160  # bars of the histogram; at 1,000 pixels each is still a target
BIN_MONTHS = (1, 3, 6, 12)
_DATA = re.compile(r'<script type="application/json" id="data">(?P<data>.*?)</script>', re.DOTALL)
_UNSAFE = re.compile("[<>&\u2028\u2029\ud800-\udfff]")

# Drawing alone: no physics, names and highlights are the page's own.
OPTIONS: dict[str, Any] = {
    "autoResize": True,
    "physics": {"enabled": False},
    "layout": {"improvedLayout": False},
    "nodes": {"chosen": False, "shadow": False},
    "edges": {
        "chosen": False,
        "smooth": False,
        "hoverWidth": 0,
        "selectionWidth": 0,
        "arrows": {"to": {"enabled": False}},
    },
    "interaction": {
        "hover": False,
        "selectable": False,
        "hideEdgesOnDrag": False,
        "keyboard": False,
        "navigationButtons": False,
        "selectConnectedEdges": False,
        "zoomSpeed": 0.7,
    },
}

_OUTLINE = '<svg viewBox="0 0 20 20" aria-hidden="true"><path d="{}"/></svg>'
ICONS = {
    "back": _OUTLINE.format("M12 4l-6 6 6 6"),
    "theme": _OUTLINE.format("M16.5 12A7 7 0 0 1 8 3.5a7 7 0 1 0 8.5 8.5z"),
    "plus": _OUTLINE.format("M10 4v12M4 10h12"),
    "minus": _OUTLINE.format("M4 10h12"),
    "fit": _OUTLINE.format("M3 7V3h4M13 3h4v4M17 13v4h-4M7 17H3v-4"),
    "image": _OUTLINE.format("M10 3v9M6 8.5l4 4 4-4M3.5 16.5h13"),
}
ICON = (
    "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'%3E"
    "%3Cg stroke='%231f4e82' stroke-width='1.4'%3E%3Cpath d='M4 11.5 8 4l4 7.5z' fill='none'/%3E"
    "%3Cg fill='%231f4e82'%3E%3Ccircle cx='4' cy='11.5' r='2.2'/%3E%3Ccircle cx='8' cy='4' r='2.2'/%3E"
    "%3Ccircle cx='12' cy='11.5' r='2.2'/%3E%3C/g%3E%3C/g%3E%3C/svg%3E"
)


def write_network(store: ox.Store, path: Path, *, language: str = "ja") -> int:
    """Write the network of a store as one HTML file and return its size in bytes.

    ``language`` (``ja`` or ``en``) is what the page opens in. Raises OSError when the file cannot be written.
    """
    network_page(store, language=language).write_html(path)
    return path.stat().st_size


def network_page(
    store: ox.Store, *, language: str = "ja", kept: Mapping[Picture, Positions] | None = None
) -> NetworkPage:
    """Return the page of a store; of more than ``MOST_FACTS`` claims it has what most articles report, and says so."""
    part = best_reported(store)
    page = NetworkPage(view_of_triples(part.triples), language=language, kept=kept)
    if part.shown < part.of:
        page.payload["meta"].update(shown=part.shown, of=part.of)
    return page


class NetworkPage(Network):  # type: ignore[misc]  # pyvis has no types
    """A pyvis network of a view, rendered by our own template.

    ``nodes`` and ``edges`` are filled as pyvis fills them, so what works on them still does.
    """

    def __init__(
        self,
        view: NetworkView,
        *,
        language: str = "ja",
        heading: str | None = None,
        kept: Mapping[Picture, Positions] | None = None,
    ) -> None:
        self.language = language
        self.texts: dict[str, dict[str, str]] = json.loads(_asset("text.json"))
        super().__init__(directed=True, cdn_resources="in_line", heading=heading or self.texts[language]["title"])
        self.options = OPTIONS
        numbers = {node.key: number for number, node in enumerate(view.nodes)}
        self.nodes = node_items(view, layouts(view, kept))
        self.node_ids = [node["id"] for node in self.nodes]
        self.node_map = {node["id"]: node for node in self.nodes}
        self.edges = [
            {"from": numbers[edge.source], "to": numbers[edge.target], "rel": edge.relation} for edge in view.edges
        ]
        self.payload = {
            "meta": {"lang": language, "heading": heading, "articles": len(view.articles), "facts": len(view.facts)},
            "text": self.texts,
            "groups": [group._asdict() for group in groups()],
            "terms": {name: term._asdict() for name, term in sorted(view.terms.items())},
            "bins": timeline_bins(view),
            **_fact_items(view, numbers),
        }

    def generate_html(self, name: str = "network.html", local: bool = True, notebook: bool = False) -> str:
        """Return the page; the arguments are pyvis' own and change nothing."""
        data = {**self.payload, "options": self.options, "nodes": self.nodes, "edges": self.edges}
        library = (
            (files("pyvis") / LIBRARY).read_text("utf-8").replace("//# sourceMappingURL=vis-network.min.js.map", "")
        )
        program = page_program()
        style = colours(chosen=True) + _asset("page.css")
        environment = Environment(autoescape=True, undefined=StrictUndefined)
        return environment.from_string(_asset("page.html.j2")).render(
            lang=self.language,
            heading=self.heading,
            policy=policy(scripts=(library, program), styles=(style,)),
            icon=Markup(ICON),
            icons={key: Markup(icon) for key, icon in ICONS.items()},
            views=VIEWS,
            css=_raw(style, "style"),
            library=_raw(library, "script"),
            program=_raw(program, "script"),
            data=Markup(json_block(data)),
        )

    def write_html(
        self, name: str | Path, local: bool = True, notebook: bool = False, open_browser: bool = False
    ) -> None:
        """Write the page as UTF-8; an existing file is replaced only when the page is complete."""
        text = self.generate_html()
        Path(name).write_text(text, encoding="utf-8", errors="replace", newline="\n")


def places_of(path: Path) -> dict[Picture, Positions]:
    """Return the positions of the nodes on a page that was written before, picture by picture.

    Raises DataError where the file is no such page.
    """
    try:
        found = _DATA.search(path.read_text("utf-8"))
        nodes = json.loads(found["data"])["nodes"] if found else None
        if nodes is None:
            raise ValueError("no data")
        places: dict[Picture, Positions] = {picture: {} for picture in PICTURES}
        for node in nodes:
            for picture in PICTURES:
                if picture in node["at"]:
                    x, y = node["at"][picture]
                    places[picture][str(node["key"])] = (int(x), int(y))
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise DataError(f"{path}: not a network page of kg export html") from error
    return places


def page_program() -> str:
    """Return the scripts of the page as one: they share one scope, and none of their names is global."""
    parts = "\n".join(_asset(f"js/{name}.js") for name in SCRIPTS)
    return f"(() => {{\n'use strict';\n{parts}}})();\n"


def policy(scripts: tuple[str, ...], styles: tuple[str, ...]) -> str:
    """Return the content security policy that allows exactly these inline scripts and styles, and no request at all."""
    return "; ".join(
        (
            "default-src 'none'",
            "script-src " + " ".join(f"'{_source_hash(script)}'" for script in scripts),
            "style-src " + " ".join(f"'{_source_hash(style)}'" for style in styles),
            "img-src data: blob:",
            "base-uri 'none'",
            "form-action 'none'",
        )
    )


def json_block(data: object) -> str:
    """JSON that may stand inside a script element: without ``<``, ``>``, ``&``, odd line ends and half characters.

    Raises ValueError on NaN and infinities, which are no JSON.
    """
    text = json.dumps(data, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return _UNSAFE.sub(lambda match: f"\\u{ord(match.group()):04x}", text)


def _source_hash(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode("utf-8")).digest()).decode("ascii")


def _raw(text: str, element: str) -> Markup:
    if f"</{element}" in text.lower():
        raise ValueError(f"text closes its own <{element}> element")
    return Markup(text)


def _asset(name: str) -> str:
    folder: Traversable = files("kg") / "web" / "network"
    return folder.joinpath(*name.split("/")).read_text("utf-8")


# ---- data ---------------------------------------------------------------------------------------------------------


def node_items(view: NetworkView, places: Mapping[Picture, Positions]) -> list[dict[str, Any]]:
    """Return the nodes as the page reads them; ``at`` holds the position in each picture that can show the node."""
    numbers = {node.key: number for number, node in enumerate(view.nodes)}
    return [_node_item(node, numbers, places) for node in view.nodes]


def _node_item(node: Node, numbers: Mapping[str, int], places: Mapping[Picture, Positions]) -> dict[str, Any]:
    optional = {
        "en": node.label_en,
        "alt": list(node.aliases),
        "sub": node.subtype,
        "status": node.status,
        "edtf": node.edtf,
        "from": node.earliest,
        "to": node.latest,
        "home": numbers.get(node.home or ""),
        "wikidata": node.wikidata,
    }
    return {
        "id": numbers[node.key],
        "key": node.key,
        "kind": node.kind,
        "label": node.label,
        **{name: value for name, value in optional.items() if value not in (None, "", [])},
        "at": {picture: list(placed[node.key]) for picture, placed in places.items() if node.key in placed},
    }


def _fact_items(view: NetworkView, numbers: Mapping[str, int]) -> dict[str, Any]:
    """Facts, with each sentence and each article written once and pointed at by number."""
    articles = {article.key: number for number, article in enumerate(view.articles)}
    quotes: dict[tuple[int, str], int] = {}
    facts = []
    for fact in view.facts:
        quote = quotes.setdefault((articles[fact.article], fact.quote), len(quotes))
        facts.append({**_fact_item(fact, numbers), "q": quote})
    return {
        "facts": facts,
        "quotes": [list(quote) for quote in quotes],
        "articles": [
            {"title": a.title, "publisher": a.publisher, "date": a.published, "url": a.url} for a in view.articles
        ],
    }


def _fact_item(fact: Fact, numbers: Mapping[str, int]) -> dict[str, Any]:
    """Letters for names, because there are many: subject, property, object or value, begin, end, confidence."""
    item: dict[str, Any] = {"s": numbers[fact.subject], "p": fact.property, "b": fact.begin, "e": fact.end}
    item["c"] = round(fact.confidence, 2)
    if fact.object:
        item["o"] = numbers[fact.object]
    else:
        item["v"] = fact.value
    if fact.modality != "asserted":
        item["m"] = fact.modality
    if fact.status != "accepted":
        item["st"] = fact.status
    if fact.attributed_to:
        item["by"] = fact.attributed_to
    if fact.rivals:
        item["rivals"] = list(fact.rivals)
    return item


def timeline_bins(view: NetworkView) -> list[dict[str, Any]]:
    """Return the bars of the timeline: months, quarters, half years or years, whichever are few enough to point at.

    Each is ``label`` (its first month or its year), ``from`` and ``to`` (first and last day). A few events long before
    the others would leave no room for these: they share the first bar, which is then marked ``before``.
    """
    months = sorted(_month(day) for node in view.nodes if node.is_event and (day := node.earliest or node.latest))
    if not months:
        return []
    ends = [_month(node.latest) for node in view.nodes if node.is_event and node.latest]
    start, end = months[0], max([months[-1], *ends])
    if end - start >= MOST_BINS * BIN_MONTHS[1]:
        start = months[len(months) // 50]
    width = next((width for width in BIN_MONTHS if (end - start) // width < MOST_BINS), BIN_MONTHS[-1])
    start -= start % width
    bins = [_bin(month, width) for month in range(start, end + 1, width)]
    if months[0] < start:
        bins[0] = {**bins[0], "from": "0001-01-01", "before": True}
    return bins


def _month(day: str) -> int:
    """Months since the year 0 of an ISO date."""
    return int(day[:4]) * 12 + int(day[5:7]) - 1


def _bin(month: int, width: int) -> dict[str, Any]:
    year, first = divmod(month, 12)
    last_year, last = divmod(month + width - 1, 12)
    last_day = calendar.monthrange(last_year, last + 1)[1]
    return {
        "label": f"{year:04}" if width == 12 else f"{year:04}-{first + 1:02}",
        "from": f"{year:04}-{first + 1:02}-01",
        "to": f"{last_year:04}-{last + 1:02}-{last_day:02}",
    }
