"""What goes wrong around a build: bad files, full disks, odd names and places. Each is named; nothing else is lost."""

from __future__ import annotations

import datetime as dt
import gzip
import io
import json
import os
import signal
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest
from click.testing import CliRunner

from kg import building, pipeline
from kg.building import Written, build, retract
from kg.cli import cli
from kg.errors import NoInputError
from kg.folder import inputs
from kg.model.article import Article
from kg.read import jsonl
from kg.read.fault import ReadFault
from kg.read.fields import display
from kg.read.readers import read_file
from tests.robust.targets import tools

BODY = "ロシアのラブロフ外相は2025年7月12日、元山で金正恩総書記と会談した。"
GOOD = f"朝ロ外相が会談\n{BODY}\n"

posix = pytest.mark.skipif(os.name != "posix", reason="needs a POSIX file system")


def zipped() -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.txt", "a" * 1_000_000)
    return data.getvalue()


def page(body: str, head: str = "") -> str:
    return f"{head}<html><body><article>{body}</article></body></html>"


def yaml_bomb() -> str:
    rows = ["a: &a [x,x,x,x,x,x,x,x,x]"]
    rows += [f"{chr(98 + n)}: &{chr(98 + n)} [{','.join([f'*{chr(97 + n)}'] * 9)}]" for n in range(20)]
    return "---\n" + "\n".join(rows) + f"\n---\n{BODY}\n"


def entity_bomb() -> str:
    rows = [f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(20)]
    return page(f"<p>&u;{BODY * 9}</p>", f'<!DOCTYPE html [<!ENTITY a "lol">{"".join(rows)}]>')


#: Files by name, and what is said of each; "" where it is an article all the same.
FILES: dict[str, tuple[str | bytes, str]] = {
    "gz.txt": (gzip.compress(b"a" * 10_000_000), "binary file"),
    "zip.html": (zipped(), "binary file"),
    "deep.html": (page("<div>" * 100_000 + BODY), "no main text"),
    "deep.md": ("---\na: " + "[" * 5_000 + f"\n---\n{BODY}", "front matter is not YAML"),
    "bomb.md": (yaml_bomb(), ""),
    "bomb.html": (entity_bomb(), ""),
    "outside.xhtml": (
        page(f"<p>&e;{BODY * 9}</p>", '<?xml version="1.0"?><!DOCTYPE html [<!ENTITY e SYSTEM "file:///etc/passwd">]>'),
        "",
    ),
    "nul.txt": (f"題\0\n{BODY}", "binary file (NUL at byte 3)"),
    "twice\nnamed\x1b[31m.txt": (b"", "empty file"),
}


def folder_of(place: Path, files: dict[str, str | bytes]) -> Path:
    place.mkdir()
    for name, content in files.items():
        (place / name).write_bytes(content.encode() if isinstance(content, str) else content)
    return place


def only(path: Path) -> Article | ReadFault:
    (item,) = read_file(path)
    return item


@pytest.mark.parametrize("name", FILES)
def test_a_bomb_is_refused_or_harmless(tmp_path: Path, name: str) -> None:
    content, cause = FILES[name]
    item = only(next(folder_of(tmp_path / "news", {name: content}).iterdir()))
    if isinstance(item, ReadFault):
        assert cause, item
        assert cause in item.cause
        assert str(item).isprintable()
    else:
        assert not cause
        assert BODY in item.text
        assert "root:" not in item.text
        assert len(item.text) < 1000


def pipe(path: Path) -> None:
    os.mkfifo(path)


def link(target: str) -> Callable[[Path], None]:
    return lambda path: path.symlink_to(target)


def large(path: Path) -> None:
    with path.open("wb") as file:
        file.truncate(1 << 30)


@posix
@pytest.mark.parametrize(
    ("name", "make", "cause"),
    [
        ("pipe.txt", pipe, "a pipe or a device, not a file"),
        ("pipe.jsonl", pipe, "a pipe or a device, not a file"),
        ("zero.txt", link("/dev/zero"), "a pipe or a device, not a file"),
        ("loop.txt", link("loop.txt"), "cannot be opened: Too many levels of symbolic links"),
        ("gone.txt", link("nowhere"), "cannot be opened: No such file or directory"),
        pytest.param(
            "failing.txt",
            link("/proc/self/mem"),
            "cannot be opened: Input/output error",
            marks=pytest.mark.skipif(not Path("/proc/self/mem").exists(), reason="needs /proc"),
        ),
        ("large.txt", large, "larger than 20,000,000 bytes"),
    ],
)
def test_what_is_no_plain_file_is_refused_at_once(
    tmp_path: Path, name: str, make: Callable[[Path], None], cause: str
) -> None:
    make(tmp_path / name)
    item = only(tmp_path / name)
    assert isinstance(item, ReadFault)
    assert item.path == str(tmp_path / name)
    assert item.cause.startswith(cause)


@posix
@pytest.mark.skipif(hasattr(os, "geteuid") and os.geteuid() == 0, reason="root reads everything")
def test_a_file_without_leave_to_read_is_named(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(GOOD, "utf-8")
    path.chmod(0)
    assert "Permission denied" in str(only(path))


def test_an_error_of_a_parser_costs_its_file_only(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import trafilatura

    def failing(*_args: object, **_kwargs: object) -> None:
        raise RecursionError("maximum\ndepth")

    monkeypatch.setattr(trafilatura, "bare_extraction", failing)
    (tmp_path / "a.html").write_text(page(f"<p>{BODY}</p>"), "utf-8")
    item = only(tmp_path / "a.html")
    assert isinstance(item, ReadFault)
    assert item.cause == "cannot be read: RecursionError: maximum depth"


def test_a_line_without_end_is_given_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A few megabytes of gzip can be terabytes: a line that goes on and on ends the reading of its file."""
    monkeypatch.setattr(jsonl, "LINE_LIMIT", 1_000)
    monkeypatch.setattr(jsonl, "SKIPPED_LIMIT", 10_000)
    good = json.dumps({"text": BODY}).encode() + b"\n"
    path = tmp_path / "a.jsonl.gz"
    path.write_bytes(gzip.compress(good + b"0" * 5_000 + b"\n" + good + b"0" * 20_000 + b"\n" + good))
    told = [item.cause if isinstance(item, ReadFault) else item.id for item in read_file(path)]
    assert told == [
        "a-1",
        "the line is longer than 1,000 bytes",
        "a-3",
        "line 4 is longer than 10,000 bytes; nothing behind it is read",
    ]


def test_line_ends_of_windows_give_the_same_article(tmp_path: Path) -> None:
    rows = {
        "a.txt": GOOD,
        "a.md": f"---\ntitle: 題\npublished: 2025-07-13\n---\n\n{BODY}\n\n{BODY}\n",
        "a.html": page(f"<h1>題</h1>\n<p>{BODY}</p>\n<p>{BODY}</p>"),
        "a.jsonl": json.dumps({"id": "a", "title": "題", "text": f"{BODY}\n{BODY}"}) + "\n",
    }
    for name, text in rows.items():
        path = tmp_path / name
        path.write_bytes(text.encode())
        plain = only(path)
        assert isinstance(plain, Article)
        path.write_bytes(text.replace("\n", "\r\n").replace("\\r\\n", "\\n").encode())
        assert only(path) == plain


# ---- a whole build


class Plain(NamedTuple):
    """Articles without fault, and their build."""

    lines: str
    out: Path


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Plain:
    place = tmp_path_factory.mktemp("plain")
    rows = [{"id": f"a{year}", "published": f"{year}-07-13", "text": GOOD} for year in (1945, 2025, 2199)]
    lines = "".join(f"{json.dumps(row)}\n" for row in rows)
    report = build([folder_of(place / "news", {"a.jsonl": lines})], place / "build", tools())
    assert (report.exit_code, report.read["articles"]) == (0, 3)
    return Plain(lines, place / "build")


@pytest.fixture
def no_graph(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave the graph out of a build, where only the reading matters."""

    def nothing(*_args: object) -> Written:
        return Written({"events": 0, "claims": 0, "triples": 0}, ())

    monkeypatch.setattr(building, "write_graph", nothing)


def graph(out: Path) -> bytes:
    return (out / "graph.ttl").read_bytes() + (out / "graph.nq").read_bytes()


@posix
def test_bad_files_are_named_and_cost_nothing_else(tmp_path: Path, plain: Plain) -> None:
    """The graph of good files among bad ones is that of the good ones; only bad ones leave the former build as it is."""
    bad = {name: content for name, (content, cause) in FILES.items() if cause}
    mixed = folder_of(tmp_path / "mixed", bad | {"a.jsonl": plain.lines})
    pipe(mixed / "pipe.txt")
    (mixed / "round").symlink_to(mixed)
    out = tmp_path / "build"
    report = build([mixed], out, tools())
    assert report.exit_code == 1
    assert sorted(failure.where for failure in report.failed) == sorted(
        str(mixed / name) for name in (*bad, "pipe.txt")
    )
    assert all(failure.cause for failure in report.failed)
    assert graph(out) == graph(plain.out)
    (mixed / "a.jsonl").unlink()
    with pytest.raises(NoInputError) as error:
        build([mixed], out, tools())
    assert error.value.exit_code == 3
    assert all(FILES[name][1] in str(error.value) for name in bad)
    assert graph(out) == graph(plain.out)


def test_a_name_of_a_file_moves_no_cursor(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pipeline, "load_tools", tools)
    folder_of(tmp_path / "news", {"a\n\x1b[31m\u202eb.txt": ""})
    told = CliRunner().invoke(cli, ["build", str(tmp_path / "news"), "-o", str(tmp_path / "build")])
    assert told.exit_code == 3
    assert "empty file" in told.stderr
    assert all(line.isprintable() for line in told.stderr.split("\n"))


def test_the_clock_changes_nothing(tmp_path: Path, plain: Plain, monkeypatch: pytest.MonkeyPatch) -> None:
    """A build before the former one, and before its articles, gives the same bytes."""

    class Past(dt.datetime):
        @classmethod
        def now(cls, tz: dt.tzinfo | None = None) -> Past:
            return cls(1971, 2, 3, tzinfo=tz)

    monkeypatch.setattr("kg.building.dt.datetime", Past)
    monkeypatch.setattr("kg.building.time.perf_counter", lambda: -1e9)
    report = build([folder_of(tmp_path / "news", {"a.jsonl": plain.lines})], tmp_path / "build", tools())
    assert report.run.started.startswith("1971")
    assert graph(tmp_path / "build") == graph(plain.out)


@pytest.mark.usefixtures("no_graph")
def test_times_of_files_decide_nothing(tmp_path: Path) -> None:
    news = folder_of(tmp_path / "news", {"a.txt": GOOD})
    before = (news / "a.txt").stat()
    build([news], tmp_path / "build", tools())
    (news / "a.txt").write_text(GOOD.replace("12日", "13日"), "utf-8")
    os.utime(news / "a.txt", ns=(before.st_atime_ns, before.st_mtime_ns))
    assert build([news], tmp_path / "build", tools()).run.analysed == 1
    os.utime(news / "a.txt", (1, 1))
    assert build([news], tmp_path / "build", tools()).run.analysed == 0


def undecodable(folder: Path) -> str:
    """Return a name in Shift_JIS, as a path in a system of UTF-8."""
    return os.fsdecode(os.fsencode(folder) + b"/" + "訪朝".encode("cp932") + b".jsonl")


@posix
@pytest.mark.usefixtures("no_graph")
def test_a_name_that_is_no_text_is_a_name(tmp_path: Path) -> None:
    path = undecodable(folder_of(tmp_path / "news", {"b.txt": GOOD}))
    Path(path).write_text(json.dumps({"id": "a", "text": GOOD}), "utf-8")
    out = tmp_path / "build"
    assert build([path], out, tools()).exit_code == 0
    assert inputs(out) == [path]
    assert build([path, tmp_path / "news"], out, tools(), add=True).read["articles"] == 2
    assert [left.what for left in retract([path], out, tools()).left_out] == [f"a ({display(Path(path))})"]


@pytest.mark.usefixtures("no_graph")
def test_characters_that_nobody_sees_are_told_of(tmp_path: Path) -> None:
    odd = GOOD.replace("金", "\u200b金\u202e").replace("。", "\x07。\ufffd")
    families = GOOD + "👨\u200d👩\u200d👧\t🇯🇵"
    news = folder_of(tmp_path / "news", {"odd.txt": odd, "plain.txt": families})
    report = build([news], tmp_path / "build", tools())
    (noticed,) = report.noticed
    assert noticed.what == f"odd ({news / 'odd.txt'})"
    assert noticed.why.startswith(f"4 of its {len(odd)} characters are not seen")
    assert json.loads((tmp_path / "build" / "report.json").read_text("utf-8"))["noticed"] == [noticed._asdict()]


@posix
def test_no_locale_and_no_home_are_needed(tmp_path: Path, plain: Plain) -> None:
    """ASCII as the encoding of the system, Shift_JIS as that of the streams, no home, names in both encodings."""
    first, *others = plain.lines.splitlines(keepends=True)
    news = folder_of(tmp_path / "news", {"外交.jsonl": "".join(others)})
    Path(undecodable(news)).write_text(first, "utf-8")
    kept = {key: value for key, value in os.environ.items() if key in ("PATH", "PYTHONPATH")}
    bare = {**kept, "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "PYTHONIOENCODING": "shift_jis"}
    command = [sys.executable, "-m", "kg", "build", str(news), "-o", str(tmp_path / "build")]
    told = subprocess.run(command, env=bare, capture_output=True, check=False)
    assert told.returncode == 0, told.stderr.decode()
    assert graph(tmp_path / "build") == graph(plain.out)


@posix
def test_a_file_that_cannot_be_written_stays_as_it_was(tmp_path: Path, plain: Plain) -> None:
    """An export that fails on the way leaves the earlier file; a device is written to, not replaced."""
    target = tmp_path / "graph.ttl"
    target.write_text("before", "utf-8")
    command = f"ulimit -f 1; exec '{sys.executable}' -m kg export ttl -C '{plain.out}' -o '{target}'"
    told = subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=False)
    assert (told.returncode, told.stderr) == (1, f"Error: {target}: cannot be written: File too large\n")
    assert target.read_text("utf-8") == "before"
    assert [path.name for path in tmp_path.iterdir()] == ["graph.ttl"]
    there = tmp_path / "link.csv"
    there.symlink_to(os.devnull)
    assert CliRunner().invoke(cli, ["export", "ttl", "-C", str(plain.out), "-o", str(there)]).exit_code == 0
    assert there.is_symlink()
    assert Path(os.devnull).is_char_device()


@pytest.mark.slow
@posix
def test_a_full_disk_is_named_and_the_old_build_stays(tmp_path: Path) -> None:
    """On a disk of its own, with less and less room."""
    news = folder_of(tmp_path / "news", {"a.txt": GOOD})
    script = f"""
    mount -t tmpfs -o size=12m none '{tmp_path}/disk' || exit 77
    cd '{tmp_path}/disk'
    '{sys.executable}' -m kg build ../news/a.txt -q || exit 1
    cp build/graph.ttl ../before.ttl
    cp ../news/a.txt b.txt
    for kilobytes in 4 64 512 1500; do
      rm -f filler
      free=$(df --output=avail -k . | tail -1)
      head -c $(( (free - kilobytes) * 1024 )) /dev/zero > filler
      '{sys.executable}' -m kg build ../news b.txt -q 2>> ../told; echo "ended with $?" >> ../told
      cmp -s build/graph.ttl ../before.ttl || echo changed >> ../told
      ls -A >> ../told
    done
    rm -f filler; '{sys.executable}' -m kg build ../news b.txt -q && ls -A build > ../after
    """
    (tmp_path / "disk").mkdir()
    ended = subprocess.run(["unshare", "-rm", "bash", "-c", script], cwd=Path.cwd(), check=False).returncode
    if ended == 77:
        pytest.skip("no leave to mount")
    told = (tmp_path / "told").read_text("utf-8")
    assert ended == 0, told
    assert told.count("ended with 1") == 4, told
    errors = [line for line in told.split("\n") if line.startswith("Error: ")]
    assert len(errors) == 4, told
    assert all("build" in line and "No space left on device" in line for line in errors), told
    assert "changed" not in told
    assert ".next" not in told
    assert "report.json" in (tmp_path / "after").read_text("utf-8")
    assert news.is_dir()


def workers_of(process: int) -> list[int]:
    """Return the processes for articles of a build, as Linux tells."""
    children = Path(f"/proc/{process}/task/{process}/children")
    found = map(int, children.read_text("ascii").split()) if children.exists() else ()
    return [child for child in found if b"spawn_main" in Path(f"/proc/{child}/cmdline").read_bytes()]


@pytest.mark.slow
@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="needs /proc")
def test_a_killed_worker_costs_no_article(tmp_path: Path) -> None:
    """The build goes on with another process and gives the bytes that it gives without any."""
    rows = [
        {"id": f"a{n}", "published": "2025-07-13", "text": GOOD.replace("12日", f"{n % 12 + 1}日") * 40}
        for n in range(80)
    ]
    news = folder_of(tmp_path / "news", {"a.jsonl": "".join(f"{json.dumps(row)}\n" for row in rows)})
    build([news], tmp_path / "one", tools())
    command = [sys.executable, "-m", "kg", "build", str(news), "-o", str(tmp_path / "many"), "--workers", "2"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as running:
        assert running.stderr is not None
        deadline = time.monotonic() + 300
        while not (found := [child for child in workers_of(running.pid) if seconds_of(child) > 1.5]):
            assert time.monotonic() < deadline
            assert running.poll() is None
            time.sleep(0.01)
        os.kill(found[0], signal.SIGKILL)
        said = running.stderr.read()
        assert running.wait() == 0, said
    assert json.loads((tmp_path / "many" / "report.json").read_text("utf-8"))["failed"] == []
    assert graph(tmp_path / "many") == graph(tmp_path / "one")


def seconds_of(process: int) -> float:
    """Return the processor time of a process: who has used some is past its start."""
    try:
        fields = Path(f"/proc/{process}/stat").read_text("ascii").rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
