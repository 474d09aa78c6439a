"""The command line: streams, exit codes, help."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from kg.cli import cli
from kg.config import VERSION

NEWS = (
    {
        "id": "a",
        "title": "日ロ外相が会談",
        "text": "日本の岩屋毅外相は2025年3月3日、東京でロシアのラブロフ外相と会談した。",
    },
    {
        "id": "b",
        "title": "米韓首脳が会談",
        "text": "韓国の文在寅大統領は2018年5月22日、米国のトランプ大統領と会談した。",
    },
)
GOLD = Path(__file__).parent / "gold"


def kg(*args: str | Path, stdin: str | None = None) -> Result:
    return CliRunner().invoke(cli, list(map(str, args)), input=stdin, prog_name="kg", catch_exceptions=False)


def process(*args: str | Path, **env: str) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "kg", *map(str, args)]
    return subprocess.run(command, capture_output=True, check=False, env={**os.environ, **env})


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A build of two articles, with its source beside it."""
    folder = tmp_path_factory.mktemp("cli")
    rows = [json.dumps(row, ensure_ascii=False) for row in NEWS]
    (folder / "news.jsonl").write_text("\n".join(rows), "utf-8")
    result = kg("build", folder / "news.jsonl", "-o", folder / "build")
    assert result.exit_code == 0, result.stderr
    assert result.stdout == ""
    assert result.stderr.startswith("read 2 articles (0 of them unchanged)")
    return folder / "build"


@pytest.mark.parametrize("command", list(cli.commands))
def test_every_command_has_help_with_an_example(command: str) -> None:
    result = kg(command, "--help")
    assert result.exit_code == 0
    assert "Examples:\n  " in result.stdout
    assert f"  kg {command}" in result.stdout


def test_help_and_version() -> None:
    assert "Exit codes: 0 done, 1 something failed" in kg("--help").stdout
    version = kg("--version").stdout.split("\n")
    assert version[0] == f"kg {VERSION}"
    assert [line.split()[0] for line in version[1:-1]] == [
        "rules",
        "registry",
        "sudachipy",
        "sudachidict-core",
        "reading",
    ]


def test_start_is_light() -> None:
    """Help and queries must not wait for the tokeniser, the network library or SHACL."""
    heavy = ("sudachipy", "networkx", "pyshacl", "rich")
    code = f"import sys, kg.cli, kg.query.run; print([m for m in {heavy} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


def test_query(made: Path) -> None:
    result = kg("query", "meetings", "-C", made, "--format", "csv")
    assert result.exit_code == 0
    assert result.stderr == ""
    assert result.stdout.startswith("meeting,kind,status,date,place,participants,states,articles")
    assert "2018-05-22" in result.stdout
    filtered = kg("query", "meetings", "-C", made, "--format", "csv", "--param", "person=ラブロフ").stdout
    assert "2025-03-03" in filtered
    assert "2018-05-22" not in filtered


def test_query_of_a_graph_file(made: Path) -> None:
    result = kg("query", "ASK { ?m a gaiko:Meeting }", "--graph", made / "graph.ttl", "--format", "json")
    assert json.loads(result.stdout)["boolean"] is True


def test_query_without_rows(made: Path) -> None:
    result = kg("query", "SELECT ?x { ?x a gaiko:Nothing }", "-C", made)
    assert (result.exit_code, result.stderr) == (0, "no rows\n")
    assert kg("query", "SELECT ?x { ?x a gaiko:Nothing }", "-C", made, "--quiet").stderr == ""


def test_a_parameter_that_names_nothing_gets_a_hint(made: Path) -> None:
    result = kg("query", "meetings", "-C", made, "--param", "person=ラブロフフ")
    assert result.exit_code == 0
    assert "ラブロフフ" in result.stderr
    assert "did you mean" in result.stderr
    assert "did you mean" not in result.stdout


def test_list_of_queries() -> None:
    lines = kg("query", "--list").stdout.splitlines()
    assert any(line.startswith("meetings ") for line in lines)
    assert any("--param person=" in line for line in lines)


def test_export(made: Path, tmp_path: Path) -> None:
    lines = kg("export", "ttl", "-C", made)
    assert lines.stdout == (made / "graph.ttl").read_text("utf-8")
    written = kg("export", "graphml", "-C", made, "-o", tmp_path / "network.graphml")
    assert (written.exit_code, written.stdout) == (0, "")
    assert written.stderr == f"wrote {tmp_path / 'network.graphml'}\n"
    assert "<graphml" in (tmp_path / "network.graphml").read_text("utf-8")
    assert "graphml " in kg("export", "--list").stdout
    unknown = kg("export", "doc", "-C", made)
    assert (unknown.exit_code, unknown.stdout) == (2, "")
    assert "Name a format: ttl, nt," in unknown.stderr


def test_validate(made: Path) -> None:
    result = kg("validate", "-C", made)
    assert (result.exit_code, result.stdout) == (0, "")
    assert "quotes checked against 2 articles" in result.stderr


def test_validate_sees_the_claims_in_named_graphs(made: Path, tmp_path: Path) -> None:
    lines = (made / "graph.nq").read_text("utf-8").splitlines(keepends=True)
    broken = [line for line in lines if not ("/claim/" in line.split()[0] and "#wasDerivedFrom" in line)]
    assert len(broken) < len(lines)
    (tmp_path / "broken.nq").write_text("".join(broken), "utf-8")
    assert kg("validate", made / "graph.nq", "--sources", made.parent / "news.jsonl").exit_code == 0
    by_us, by_pyshacl = (kg("validate", tmp_path / "broken.nq", *option) for option in ((), ("--pyshacl",)))
    assert by_us.exit_code == by_pyshacl.exit_code == 1
    assert by_us.stdout == by_pyshacl.stdout != ""


def test_validate_finds_a_changed_article(made: Path, tmp_path: Path) -> None:
    changed = [{**NEWS[0], "text": "別の文。" + NEWS[0]["text"]}, NEWS[1]]
    path = tmp_path / "news.jsonl"
    path.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in changed), "utf-8")
    result = kg("validate", "-C", made, "--sources", path, "--quiet")
    assert result.exit_code == 1
    assert "no text with the hash of its article" in result.stdout
    assert result.stderr == ""


def test_explain(made: Path, tmp_path: Path) -> None:
    by_id = kg("explain", "a", "-C", made)
    assert by_id.exit_code == 0
    assert "日本の岩屋毅外相は2025年3月3日" in by_id.stdout
    assert "frame    meeting" in by_id.stdout
    assert by_id.stdout in kg("explain", made.parent / "news.jsonl").stdout
    meetings = kg("query", "meetings", "-C", made, "--format", "csv", "--param", "person=ラブロフ").stdout
    iri = meetings.splitlines()[1].partition(",")[0]
    of_thing = kg("explain", iri, "-C", made)
    assert "「日本の岩屋毅外相は" in of_thing.stdout
    assert kg("explain", f"event:{iri.rpartition('/')[2]}", "-C", made).stdout == of_thing.stdout
    (tmp_path / "empty.txt").touch()
    for word, message in (
        ("person:nobody", "the graph says nothing of it"),
        ("nowhere", "neither a file, nor the id"),
        (str(tmp_path / "empty.txt"), "empty file"),
    ):
        result = kg("explain", word, "-C", made)
        assert (result.exit_code, result.stdout) == (3, "")
        assert message in result.stderr


def test_eval() -> None:
    result = kg("eval", GOLD, "--detail")
    assert result.exit_code == 0
    assert "macro frame" in result.stdout
    assert "made-a persons" in result.stdout
    assert set(json.loads(kg("eval", GOLD, "--json").stdout)) >= {"articles", "persons", "macro F1"}


@pytest.mark.parametrize(
    ("args", "code", "message"),
    [
        (["build", "nowhere"], 3, "nowhere: no such file or folder"),
        (["query", "meetings", "-C", "nowhere"], 3, "nowhere: no build here"),
        (["validate", "-C", "nowhere"], 3, "nowhere: no build here"),
        (["eval", "nowhere"], 3, "nowhere: no gold files"),
        (["query"], 2, "Name a query"),
        (["query", "meetings", "--format", "doc"], 2, "doc"),
        (["nonsense"], 2, "No such command"),
        (["build", "--nonsense"], 2, "No such option"),
    ],
)
def test_what_goes_wrong(args: list[str], code: int, message: str) -> None:
    result = kg(*args)
    assert result.exit_code == code
    assert result.stdout == ""
    assert message in result.stderr


def test_wrong_queries(made: Path) -> None:
    unknown = kg("query", "meeting", "-C", made)
    assert (unknown.exit_code, "meetings" in unknown.stderr) == (1, True)
    assert kg("query", "SELECT ?x { ?x", "-C", made).exit_code == 1
    assert kg("query", "meetings", "-C", made, "--param", "person").exit_code == 2


def test_build_from_standard_input(tmp_path: Path) -> None:
    rows = "\n".join([json.dumps(NEWS[0], ensure_ascii=False), "{"])
    result = kg("build", "-", "-o", tmp_path / "out", "--quiet", stdin=rows)
    assert result.exit_code == 1
    assert result.stderr.startswith("failed to read standard input, line 2: broken JSON")
    assert result.stderr.count("\n") == 1
    assert (tmp_path / "out" / "graph.ttl").is_file()


def test_same_bytes_whatever_the_hash_seed(made: Path, tmp_path: Path) -> None:
    done = process("build", made.parent / "news.jsonl", "-o", tmp_path / "out", PYTHONHASHSEED="77")
    assert done.returncode == 0, done.stderr
    for name in ("graph.ttl", "graph.nq", "facts.jsonl", "network.html", "cache/accounts.tsv"):
        assert (tmp_path / "out" / name).read_bytes() == (made / name).read_bytes(), name
    reports = [json.loads((build / "report.json").read_text("utf-8")) for build in (made, tmp_path / "out")]
    assert reports[0].pop("run") != reports[1].pop("run")
    assert reports[0] == reports[1]


def test_output_is_plain_utf8_whatever_the_locale(made: Path) -> None:
    done = process("query", "meetings", "-C", made, LC_ALL="C", PYTHONUTF8="0", PYTHONIOENCODING="ascii")
    assert done.returncode == 0
    assert "ラブロフ" in done.stdout.decode("utf-8")
    assert b"\x1b" not in done.stdout + done.stderr


def test_a_reader_that_leaves_early(made: Path) -> None:
    query = "SELECT * { ?s ?p ?o }"
    command = [sys.executable, "-m", "kg", "query", query, "-C", str(made), "--format", "csv"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as running:
        assert running.stdout is not None
        assert running.stderr is not None
        running.stdout.readline()
        running.stdout.close()
        assert running.stderr.read() == b""


def test_ask(made: Path) -> None:
    answered = kg("ask", "岩屋外相は2025年3月に誰と会談したか", "-C", made, "--sparql")
    assert (answered.exit_code, answered.stderr) == (0, "")
    assert "→ セルゲイ・ラブロフ" in answered.stdout
    assert "「日本の岩屋毅外相は2025年3月3日" in answered.stdout
    assert "SELECT ?meeting" in answered.stdout
    data = json.loads(kg("ask", "Did Trump meet Moon Jae-in?", "-C", made, "--format", "json").stdout)
    assert (data["verdict"], data["language"]) == ("yes", "en")
    unread = kg("ask", "岩屋外相の好物は", "-C", made)
    assert unread.exit_code == 1
    assert "好物" in unread.stdout
    assert "岩屋毅はだれと会談したか" in unread.stdout
