"""Look for bytes that break something, led by coverage: ``python -m tests.robust.fuzz TARGET… --minutes 10``.

Needs the extra ``fuzz`` (Atheris, that is libFuzzer). Each target of ``targets.py`` runs in a process of its own, from
the articles, queries and questions of this repository as seeds, with the words of news and of the formats as
dictionary. Findings are told apart by where they were raised and written to ``--folder``; what is mended goes to
``cases/TARGET/``. Ends with 1 where something was found.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
import subprocess
import sys
import tempfile
import tomllib
import traceback
from collections.abc import Iterator
from pathlib import Path

from tests.robust.articles import JOINTS, ODD, WHAT, WHEN, WHO

ROOT = Path(__file__).parent.parent.parent
CASES = Path(__file__).parent / "cases"
#: Packages whose branches lead the search: ours, and what reads files in Python for us.
LED_BY = ["kg", "yaml", "trafilatura", "htmldate"]
LONGEST = {"whole": 800, "graph": 1200, "ask": 200, "params": 300, "named": 200, "iris": 300}
SYNTAX = (
    *("---\n", "title: ", "published: ", "url: http", "# ", "&a ", "*a", "!!", "<p>", "</p>", "<article>", "<time pubdate>"),
    *('<meta charset="', "<!--", "]]>", "&#x", "&nbsp;", '"text": "', '"published": "', '"url": "', '"id": ', "\\u", "\\ud800"),
    *("SELECT * {", "SERVICE", "SILENT", "FROM <", "FILTER(", "VALUES ?x {", "UNDEF", "BIND(", '"""', "'''", "PREFIX a: <"),
    *("\x1f", "\x1b$B", "\x1b(B", "\ufeff", "https://", "http://[::1]", "%E3", "@ja", "^^", "2025-07-14", "meetings\nperson="),
    *("誰", "いつ", "どこ", "何回", "who ", "when ", "did ", "met ", "since ", "between ", "in July 2025", "会談したか", "訪問したか"),
)  # fmt: skip


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("targets", nargs="*", metavar="TARGET", help="by default all, one after the other")
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--folder", type=Path, default=None, help="for findings and the corpus, kept between runs")
    parser.add_argument("--within", action="store_true", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    folder = asked.folder or Path(tempfile.mkdtemp(prefix="fuzz-"))
    if asked.within:
        search(asked.targets[0], asked.minutes, folder)
    from tests.robust.targets import TARGETS

    found = 0
    for name in asked.targets or TARGETS:
        command = [sys.executable, "-m", "tests.robust.fuzz", name, "--minutes", str(asked.minutes), "--within"]
        place = folder / name
        place.mkdir(parents=True, exist_ok=True)
        with (place / "log").open("wb") as log:
            ended = subprocess.run([*command, "--folder", str(place)], stderr=log, stdout=log, check=False)
        said = (place / "log").read_text("utf-8", "replace")
        runs = re.findall(r"stat::number_of_executed_units:\s*(\d+)", said)
        causes = sorted(place.glob("findings/*.txt"))
        stopped = sorted(place.glob("findings/*-*"))
        found += len(causes) + (ended.returncode != 0)
        print(f"{name}: {runs[-1] if runs else '?'} inputs, {len(causes)} findings, ended with {ended.returncode}")
        for cause in causes:
            print(f"  {cause}: {cause.read_text('utf-8').splitlines()[-1][:200]}")
        if ended.returncode:
            print("  " + "\n  ".join([*map(str, stopped), *said.splitlines()[-3:]]))
        sys.stdout.flush()
    return 1 if found else 0


def search(name: str, minutes: float, folder: Path) -> None:
    """Run one target until its time is up; ends the process."""
    import atheris

    with atheris.instrument_imports(include=LED_BY):
        import htmldate  # noqa: F401
        import trafilatura  # noqa: F401
        import yaml  # noqa: F401

        from tests.robust.targets import TARGETS
    target, findings, corpus = TARGETS[name], folder / "findings", folder / "corpus"
    for made in (findings, corpus):
        made.mkdir(exist_ok=True)
    for seed in seeds(name):
        (corpus / hashlib.sha256(seed).hexdigest()[:16]).write_bytes(seed)
    words = folder / "words"
    words.write_text("".join(f'"{_escaped(word)}"\n' for word in (*WHO, *WHEN, *WHAT, *JOINTS, *ODD, *SYNTAX) if word))
    seen: set[str] = set()

    def once(data: bytes) -> None:
        try:
            target(data)
        except Exception as error:
            place = traceback.extract_tb(error.__traceback__)[-1]
            key = f"{type(error).__name__}-{Path(place.filename).stem}-{place.lineno}"
            if key not in seen:
                seen.add(key)
                (findings / key).write_bytes(data)
                (findings / f"{key}.txt").write_text("".join(traceback.format_exception(error)), "utf-8")

    atheris.Setup(
        [
            "fuzz",
            f"-max_total_time={round(minutes * 60)}",
            f"-max_len={LONGEST.get(name, 4000)}",
            f"-dict={words}",
            f"-artifact_prefix={findings}/",
            "-timeout=120",
            "-rss_limit_mb=3000",
            "-print_final_stats=1",
            str(corpus),
        ],
        once,
    )
    atheris.Fuzz()


def seeds(name: str) -> Iterator[bytes]:
    """Yield what a search begins with: well-formed input of every sort, and what broke something before."""
    for case in sorted((CASES / name).glob("*")):
        yield case.read_bytes()
    articles = [path.read_text("utf-8").rpartition("---\n")[2] for path in sorted(ROOT.glob("sources/*/*.*"))]
    if name in ("txt", "html", "md", "jsonl"):
        yield from _files(name, articles[:12])
    elif name in ("times", "whole"):
        for text in articles:
            yield f"2025-07-14\n{text[:250]}".encode()
            yield f"\n{text[250:500]}".encode()
        for day in ("0001-01-01", "9999-12-31"):
            yield f"{day}\n昨年、来月、先週、翌日、３日後、100年前、12月31日から3日間、月曜日、春から年末まで".encode()
    elif name == "graph":
        yield from _files("jsonl", [text[:600] for text in articles[:20]])
    elif name in ("guard", "named"):
        for path in sorted(ROOT.glob("ontology/queries/*.rq")):
            query = path.read_text("utf-8")
            if name == "guard":
                yield query.encode()
                yield query.replace("WHERE {", "WHERE { SERVICE <http://a/> { ?s ?p ?o }", 1).encode()
            for key in re.findall(r"# param: (\w+)", query):
                yield f"{path.stem}\n{key}=ロシア".encode()
    elif name == "ask":
        asked = tomllib.loads((ROOT / "tests/ask/questions.toml").read_text("utf-8"))
        for question in asked["question"]:
            yield question["ask"].encode()
    elif name == "writer":
        yield "aa1題\x1fbb2ロシア\x1fcc3ja\x1fdd42025-07\x1fee512\x1fff61.5\x1fgg7true\x1fhh8http://a.b/c".encode()
    else:
        yield "https://news.example/外交?q=1#x\nロシア".encode()
        yield 'ラブロフ"} \\\x1fstate:RUS'.encode()


def _files(kind: str, articles: list[str]) -> Iterator[bytes]:
    for number, text in enumerate(articles):
        title, _, body = text.partition("\n")
        about = {"id": f"a{number}", "published": "2025-07-14", "url": "https://news.example/1", "publisher": "甲通信"}
        if kind == "jsonl":
            yield json.dumps({**about, "title": title, "text": body}, ensure_ascii=False).encode()
        elif kind == "md":
            front = "".join(f"{key}: {value}\n" for key, value in about.items())
            yield f"---\n{front}title: '{title}'\n---\n\n{body}".encode()
        elif kind == "html":
            yield (
                f'<html lang="ja"><head><meta charset="utf-8"><title>{title}</title><meta property="article:published_time" '
                f'content="2025-07-14T01:00:00+09:00"></head><body><article><h1>{title}</h1><p>{body}</p></article></body>'
            ).encode()
        else:
            for encoding in ("utf-8", "cp932", "euc_jp", "iso2022_jp", "utf-16"):
                yield text.encode(encoding, "ignore")


def _escaped(word: str) -> str:
    return "".join(f"\\x{byte:02X}" for byte in word.encode())


if __name__ == "__main__":
    sys.exit(main())
