"""An archive in which every field of every article is odd: all of it is read, and all that is written can be read."""

from __future__ import annotations

import json
import random
from pathlib import Path

import pyoxigraph as ox
import pytest
from click.testing import CliRunner
from lxml import etree

from kg.building import build
from kg.check import check
from kg.cli import cli
from tests.robust.articles import ODD, WHO
from tests.robust.targets import tools

#: What stands in fields: what breaks names, addresses, literals, pages or terminals where it is not looked after.
FIELDS = (
    *ODD, "", "u", "ja", "ja-JP", "x-klingon", "de-CH-1996", "a" * 300, "\x01", "\x85", "\ufffe", "<script>", "'", "{}",
    "^^", "@ja", "\n", '"""', "%", "%zz", "#", "?", "//", "https://a.b:99999/", "https://[::1]/", "javascript:alert(1)",
    "http://日本.jp/?q=日本", "../../etc", "a/b", "\u0300", "İ", "ß", "0", "--", "2025-07-14",
)  # fmt: skip
DAYS = ("2025-07-14", "9999-12-31", "0001-01-01", "2024-02-29", None)
WHEN = ("12日", "1月1日", "9999年12月31日", "1年1月1日", "昨年", "翌日", "3週間後", "来年")
#: Formats of XML among the exports, and others by what reads them.
OF_XML = ("rdfxml", "graphml", "gexf", "svg")
OF_RDF = {
    "nt": ox.RdfFormat.N_TRIPLES,
    "nq": ox.RdfFormat.N_QUADS,
    "trig": ox.RdfFormat.TRIG,
    "ttl": ox.RdfFormat.TURTLE,
}


def archive(count: int) -> str:
    pick = random.Random(20250714)

    def odd() -> str:
        return "".join(pick.choice(FIELDS) for _ in range(pick.randint(1, 3)))

    def sentence() -> str:
        who, whom, when = pick.choice(WHO), pick.choice(WHO), pick.choice(WHEN)
        return f"{who}は{when}、{pick.choice(('元山', odd()))}で{whom}と会談し、「{odd()}」と述べた。{odd()}条約に署名した。"

    rows = [
        {
            "id": odd(),
            "title": odd(),
            "publisher": odd(),
            "url": f"https://a.b/{odd()}" if pick.random() < 0.5 else odd(),
            "language": odd(),
            "published": pick.choice(DAYS),
            "text": sentence() + sentence(),
        }
        for _ in range(count)
    ]
    return "".join(f"{json.dumps(row)}\n" for row in rows)


@pytest.mark.slow
def test_an_archive_of_odd_articles_becomes_a_graph_that_all_can_read(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text(archive(150), "utf-8")
    out = tmp_path / "build"
    report = build([tmp_path / "a.jsonl"], out, tools())
    assert report.failed == ()
    assert report.graph["events"] > 100
    checked = check(out)
    assert checked.violations == []
    sizes = set()
    for name in (*OF_XML, *OF_RDF, "jsonld"):
        target = tmp_path / name
        told = CliRunner().invoke(cli, ["export", name, "-C", str(out), "-o", str(target)])
        assert told.exit_code == 0, told.output
        if name in OF_XML:
            etree.parse(target, etree.XMLParser(huge_tree=True))
        elif name in OF_RDF:
            sizes.add(len({str(quad.triple) for quad in ox.parse(path=str(target), format=OF_RDF[name])}))
        else:
            json.loads(target.read_text("utf-8"))
    assert sizes == {report.graph["triples"]}
