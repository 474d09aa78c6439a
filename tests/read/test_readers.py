"""Files and folders to articles and faults."""

from __future__ import annotations

import datetime as dt
import gzip
import hashlib
import io
import json
import os
import sys
from pathlib import Path

import pytest

from kg.model.article import Article
from kg.read.fault import ReadFault
from kg.read.jsonl import LINE_LIMIT
from kg.read.readers import read_paths

BODY = "日本の外相は3日、モスクワでロシアの外相と会談した。"


def one(path: Path) -> Article:
    (item,) = read_paths([path])
    assert isinstance(item, Article), item
    return item


def fault(path: Path) -> ReadFault:
    (item,) = read_paths([path])
    assert isinstance(item, ReadFault), item
    assert item.path == str(path)
    assert "\n" not in str(item)
    return item


def write(path: Path, content: str | bytes) -> Path:
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def test_the_text_of_a_txt_is_its_file(tmp_path: Path) -> None:
    article = one(write(tmp_path / "a.txt", f"題\n\n{BODY}\n"))
    assert (article.id, article.title, article.text) == ("a", "題", f"題\n\n{BODY}\n")
    assert article.sha256 == hashlib.sha256((tmp_path / "a.txt").read_bytes()).hexdigest()
    assert article.published is None
    assert article.publisher is None


def test_mark_and_line_ends_go(tmp_path: Path) -> None:
    assert one(write(tmp_path / "a.txt", f"\ufeff題\r\n{BODY}\r\n")).text == f"題\n{BODY}\n"


@pytest.mark.parametrize("encoding", ["shift_jis", "euc_jp", "iso2022_jp", "utf-16"])
def test_encodings_give_the_same_article(tmp_path: Path, encoding: str) -> None:
    plain = one(write(tmp_path / "a.txt", f"外相会談の題\n{BODY}\n"))
    assert one(write(tmp_path / "a.txt", f"外相会談の題\n{BODY}\n".encode(encoding))) == plain


def test_odd_characters_survive(tmp_path: Path) -> None:
    text = "題" * 5000 + f"\n\u202e{BODY}\u0001🎌\u2028次\x85"
    article = one(write(tmp_path / "a.txt", text))
    assert article.text == text
    assert len(article.title) == 5000


def test_markdown(tmp_path: Path) -> None:
    article = one(
        write(
            tmp_path / "a.md",
            f"---\nid: 007\ntitle: '題: 副題'\nurl: https://example.org/7\npublisher: 架空新聞\n"
            f"published: 2025-12-03\nlanguage: ja\ntags: [a, b]\n---\n\n{BODY}\n\n次の段落。\n",
        )
    )
    assert article.text == f"題: 副題\n{BODY}\n\n次の段落。"
    assert (article.id, article.publisher, article.url) == ("007", "架空新聞", "https://example.org/7")
    assert article.published == dt.date(2025, 12, 3)


def test_markdown_without_front_matter(tmp_path: Path) -> None:
    assert one(write(tmp_path / "a.md", f"# 題 #\n\n{BODY}\n")).text == f"題\n{BODY}"


@pytest.mark.parametrize(
    ("content", "cause"),
    [
        ("---\ntitle: a: b: c\n---\n本文。", "front matter is not YAML: line 2"),
        ("---\n- a\n- b\n---\n本文。", "not a YAML mapping"),
        ("---\ntitle: a\n本文。", "no closing ---"),
        ("---\npublished: きのう\n---\n本文。", "published is not a date: きのう"),
        ("---\npublished: 2025-02-30\n---\n本文。", "published is not a date: 2025-02-30"),
        ("---\ntitle: {a: b}\n---\n本文。", "the field title is not a string"),
        ('---\ntitle: "\\ud800"\n---\n本文。', "lone surrogate"),
        ("---\ntitle: 題\n---\n\n", "no text"),
    ],
)
def test_markdown_faults(tmp_path: Path, content: str, cause: str) -> None:
    assert cause in fault(write(tmp_path / "a.md", content)).cause


PAGE = f"""<!DOCTYPE html><html lang="ja"><head><meta charset="CHARSET"><title>日ロ外相が会談 - 架空新聞</title>
<script type="application/ld+json">{{"@context":"https://schema.org","@type":"NewsArticle","headline":"日ロ外相が会談",
"datePublished":"2025-12-03T23:30:00+09:00","dateModified":"2025-12-05","publisher":{{"@type":"Organization",
"name":"架空新聞"}}}}</script><link rel="canonical" href="https://example.org/n/1"></head><body>
<nav><a href="/">トップ</a></nav><article><h1>日ロ外相が会談</h1><p>{BODY}</p><p>2024年1月5日以来となる。</p></article>
<footer>© 2019 架空新聞</footer></body></html>"""


@pytest.mark.parametrize("charset", ["utf-8", "shift_jis", "euc_jp"])
def test_html(tmp_path: Path, charset: str) -> None:
    page = PAGE.replace("CHARSET", charset).replace("©", "(C)").encode(charset)
    article = one(write(tmp_path / "a.html", page))
    assert article.text == f"日ロ外相が会談\n{BODY}\n2024年1月5日以来となる。"
    assert (article.publisher, article.url, article.language) == ("架空新聞", "https://example.org/n/1", "ja")
    assert article.published == dt.date(2025, 12, 3)


def test_html_date_is_never_taken_from_the_prose(tmp_path: Path) -> None:
    page = f"<html><body><article><p>{BODY}更新 2023-05-06</p></article><footer>© 2019</footer></body></html>"
    assert one(write(tmp_path / "a.html", page)).published is None


def test_html_without_text(tmp_path: Path) -> None:
    assert "no main text" in fault(write(tmp_path / "a.html", "<html><body></body></html>")).cause


def test_jsonl(tmp_path: Path) -> None:
    rows = [
        {
            "id": "x",
            "title": "題",
            "text": BODY + "\r\n次。",
            "published": "2025-12-03T01:00:00+09:00",
            "publisher": "紙",
        },
        {"id": 5, "text": f"題名\n{BODY}", "published": None, "language": "ja", "other": [1]},
        {"title": "題\u2028続\u0007き", "text": BODY},
    ]
    path = write(tmp_path / "a.jsonl", "\n".join(json.dumps(r, ensure_ascii=False) for r in rows) + "\n\n")
    first, second, third = read_paths([path])
    assert isinstance(first, Article)
    assert isinstance(second, Article)
    assert isinstance(third, Article)
    assert (first.text, first.published) == (f"題\n{BODY}\n次。", dt.date(2025, 12, 3))
    assert (second.id, second.title, second.text) == ("5", "題名", f"題名\n{BODY}")
    assert (third.id, third.title) == ("a-3", "題\u2028続\u0007き")


def test_packed_lines(tmp_path: Path) -> None:
    lines = "".join(f'{{"title": "{n}", "text": "{BODY}"}}\n' for n in range(3000))
    (tmp_path / "in").mkdir()
    path = write(tmp_path / "in" / "a.jsonl.gz", gzip.compress(lines.encode()))
    write(tmp_path / "in" / "b.csv.gz", gzip.compress(b"x"))
    items = list(read_paths([path]))
    assert [i.id for i in items if isinstance(i, Article)] == [f"a-{n}" for n in range(1, 3001)]
    assert list(read_paths([tmp_path / "in"])) == items

    write(path, path.read_bytes()[: path.stat().st_size // 2])
    *whole, last = read_paths([path])
    assert whole == items[: len(whole)] and whole
    assert isinstance(last, ReadFault) and last.cause.startswith("broken gzip")
    assert fault(write(tmp_path / "c.ndjson.gz", b"{}")).cause.startswith("broken gzip")


@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp932", "euc_jp", "utf-16"])
def test_jsonl_encodings(tmp_path: Path, encoding: str) -> None:
    rows = "".join(json.dumps({"id": i, "text": BODY}, ensure_ascii=False) + "\n" for i in "ab")
    items = list(read_paths([write(tmp_path / "a.jsonl", rows.encode(encoding))]))
    assert [(i.id, i.text) for i in items if isinstance(i, Article)] == [("a", BODY), ("b", BODY)]


@pytest.mark.parametrize(
    ("line", "cause"),
    [
        ('{"text": "一', "broken JSON at character 10"),
        ("[1]", "not a JSON object"),
        ('{"id": "x"}', "has no text"),
        ('{"text": 5}', "the field text is not a string"),
        ('{"text": " \\n"}', "no text"),
        ('{"text": "a\\ud800b"}', "lone surrogate at 1"),
        ('{"text": "a\\u0000b"}', "NUL character at 1"),
        ('{"text": "a", "id": 1.5}', "the field id is not a string"),
        ('{"text": "a", "published": "2025-13-01"}', "published is not a date"),
        ("[" * 100_000, "broken JSON"),
        ('{"text": "a", "id": ' + "9" * 5000 + "}", "broken JSON"),
    ],
)
def test_a_broken_line_costs_one_article(tmp_path: Path, line: str, cause: str) -> None:
    good = json.dumps({"id": "good", "text": BODY})
    bad, rest = read_paths([write(tmp_path / "a.jsonl", f"{line}\n{good}\n")])
    assert isinstance(bad, ReadFault)
    assert bad.line == 1
    assert cause in bad.cause
    assert isinstance(rest, Article)


def test_a_long_line_is_refused_and_skipped(tmp_path: Path) -> None:
    long = json.dumps({"text": "a" * (2 * LINE_LIMIT)})
    bad, good = read_paths([write(tmp_path / "a.jsonl", long + "\n" + json.dumps({"text": BODY}) + "\n")])
    assert isinstance(bad, ReadFault)
    assert (bad.line, "longer than" in bad.cause) == (1, True)
    assert isinstance(good, Article)
    assert good.id == "a-2"


def test_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    stream = io.TextIOWrapper(io.BytesIO(json.dumps({"text": BODY}).encode() + b"\n{\n"))
    monkeypatch.setattr(sys, "stdin", stream)
    article, bad = read_paths(["-"])
    assert isinstance(article, Article)
    assert article.id == "stdin-1"
    assert str(bad).startswith("standard input, line 2: broken JSON")


@pytest.mark.parametrize(
    ("name", "content", "cause"),
    [
        ("a.txt", b"", "empty file"),
        ("a.txt", b" \n\n", "empty file"),
        ("a.txt", "\u3000\n".encode(), "no text"),
        ("a.txt", b"\x89PNG\r\n\x1a\n\x00\x00", "binary file (NUL at byte 8)"),
        ("a.txt", b"\x81\xff\xfe", "unknown encoding"),
        ("a.pdf", b"%PDF", "not a kind of file that is read"),
    ],
)
def test_faults(tmp_path: Path, name: str, content: bytes, cause: str) -> None:
    assert cause in fault(write(tmp_path / name, content)).cause


def test_size_limit(tmp_path: Path) -> None:
    write(tmp_path / "a.txt", "あ" * 100)
    (item,) = read_paths([tmp_path], file_limit=100)
    assert isinstance(item, ReadFault)
    assert item.cause == "larger than 100 bytes"


def test_missing_file(tmp_path: Path) -> None:
    assert "No such file" in fault(tmp_path / "none.txt").cause


def test_folders(tmp_path: Path) -> None:
    for name in ("b.txt", "a.TXT", "sub/c.txt", ".hidden.txt", ".git/d.txt", "manifest.toml"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        write(tmp_path / name, BODY)
    (tmp_path / "sub" / "loop").symlink_to(tmp_path)
    (tmp_path / "gone.txt").symlink_to(tmp_path / "nowhere")
    items = list(read_paths([tmp_path]))
    assert [i.id for i in items if isinstance(i, Article)] == ["a", "b", "c"]
    assert [i.path for i in items if isinstance(i, ReadFault)] == [str(tmp_path / "gone.txt")]


def test_folder_without_articles(tmp_path: Path) -> None:
    write(tmp_path / "a.csv", "x")
    assert fault(tmp_path).cause.startswith("folder without articles")


def test_a_file_name_that_is_not_utf8(tmp_path: Path) -> None:
    Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xff.txt")).write_text(BODY, "utf-8")
    (item,) = read_paths([tmp_path])
    assert isinstance(item, Article)
    assert item.id == "\ufffd"
    assert item.path is not None
    item.path.encode("utf-8")
