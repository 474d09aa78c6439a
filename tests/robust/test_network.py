"""Nothing asks another machine for anything: with sockets that cannot connect, all commands do their work."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

#: Refuses what a program does to reach another machine, then runs the commands of its arguments, separated by ``--``.
WITHOUT = """
import sys

REFUSED = ("socket.connect", "socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr", "socket.sendto",
           "socket.sendmsg", "urllib.Request", "http.client.connect", "ftplib.connect", "smtplib.connect")

def refuse(event, args):
    if event in REFUSED:
        sys.stderr.write(f"reached out: {event} {args[1:]!r}\\n")
        raise RuntimeError("no network here")

sys.addaudithook(refuse)
from kg.cli import cli

commands, one = [], []
for word in sys.argv[1:]:
    if word == "--":
        commands.append(one)
        one = []
    else:
        one.append(word)
for command in commands:
    try:
        cli(command, prog_name="kg", standalone_mode=True)
    except SystemExit as end:
        if end.code:
            sys.exit(f"{command} ended with {end.code}")
"""

NEWS = (
    '{"id": "a", "published": "2025-07-13", "url": "https://news.example/a", "title": "朝ロ外相が会談", '
    '"text": "ロシアのラブロフ外相は12日、元山で金正恩総書記と会談した。"}\n'
)
PAGE = (
    '<html lang="ja"><head><link rel="canonical" href="https://news.example/b"><link rel="stylesheet" '
    'href="https://news.example/b.css"></head><body><article><img src="https://news.example/b.png">'
    f"<p>{'日本の岩屋毅外相は2025年3月3日、東京でロシアのラブロフ外相と会談した。' * 4}</p></article></body></html>"
)
COMMANDS = (
    ("build", "news"),
    ("query", "meetings", "--param", "person=ラブロフ"),
    ("ask", "ラブロフ外相は誰と会談したか"),
    ("explain", "a"),
    ("validate",),
    ("export", "ttl", "-o", "a.ttl"),
    ("export", "jsonld", "-o", "a.jsonld"),
    ("export", "html", "-o", "a.html"),
    ("export", "svg", "-o", "a.svg"),
    ("export", "ontology-html", "-o", "a2.html"),
    ("diff", "build", "a.ttl"),
)


def run(place: Path, *commands: tuple[str, ...], before: tuple[str, ...] = ()) -> subprocess.CompletedProcess[str]:
    words = [word for command in commands for word in (*command, "--")]
    return subprocess.run(
        [*before, sys.executable, "-c", WITHOUT, *words], cwd=place, capture_output=True, text=True, check=False
    )


@pytest.fixture
def place(tmp_path: Path) -> Path:
    (tmp_path / "news").mkdir()
    (tmp_path / "news" / "a.jsonl").write_text(NEWS, "utf-8")
    (tmp_path / "news" / "b.html").write_text(PAGE, "utf-8")
    return tmp_path


def test_no_command_reaches_out(place: Path) -> None:
    """Where the system lets us there is no network at all either, so that what libraries in C and Rust open is missed."""
    alone = ("unshare", "-rn")
    may = shutil.which("unshare") and not subprocess.run([*alone, "true"], check=False, capture_output=True).returncode
    done = run(place, *COMMANDS, before=alone if may else ())
    assert done.returncode == 0, done.stderr
    assert "reached out" not in done.stderr
    assert "read 2 articles" in done.stderr
    assert "金正恩" in done.stdout


def test_reaching_out_would_be_seen(tmp_path: Path) -> None:
    """The one command that is made to reach out does, and is refused."""
    (tmp_path / "a.ttl").write_text("<urn:a> <urn:b> <urn:c> .", "utf-8")
    done = run(tmp_path, ("push", "http://127.0.0.1:9/store", "-C", "a.ttl"))
    assert done.returncode != 0
    assert "reached out" in done.stderr
