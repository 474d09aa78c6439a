"""The README: its commands, and its session, which is what the program says today.

``python -m tests.test_readme`` writes the session anew after the rules or the sources have changed.
"""

from __future__ import annotations

import contextlib
import os
import re
import shlex
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from kg.cli import cli
from kg.config import ontology_dir

ROOT = ontology_dir().parent
README = ROOT / "README.md"
_SESSION = re.compile(r"(?<=```console\n)(.*?)(?=^```$)", re.DOTALL | re.MULTILINE)
_COMMAND = re.compile(r"^\$ kg (?P<words>.*?)(?: \| head -(?P<lines>\d+))?$", re.MULTILINE)
_COUNTS = re.compile(r"^(?:read|found|wrote) .*", re.MULTILINE)


def blocks(kind: str) -> list[str]:
    return re.findall(rf"^```{kind}\n(.*?)^```$", README.read_text("utf-8"), re.DOTALL | re.MULTILINE)


def test_two_commands_make_everything_from_nothing() -> None:
    build, check = blocks("sh")
    for command in (build, check):
        assert command.count("\n") == 1
        assert command.startswith("python3 -m venv .venv && .venv/bin/pip install ")
    assert build.endswith(" && .venv/bin/kg build\n")
    assert check.endswith(" && .venv/bin/python -m pytest\n")


def test_the_checks_run_the_test_command() -> None:
    script = (ROOT / ".ci" / "run").read_text("utf-8")
    assert "README.md" in script
    assert "ruff check" in script
    assert "mypy" in script


def test_every_command_and_no_other_is_described() -> None:
    text = README.read_text("utf-8")
    named = set(re.findall(r"^kg (\w+)", text, re.MULTILINE)) | set(re.findall(r"^\$ kg (\w+)", text, re.MULTILINE))
    assert named == set(cli.commands)


@contextlib.contextmanager
def folder_with_sources(folder: Path) -> Iterator[None]:
    """Work in a folder that has the sources and nothing else."""
    before = Path.cwd()
    (folder / "sources").symlink_to(ROOT / "sources")
    os.chdir(folder)
    try:
        yield
    finally:
        os.chdir(before)


def answer(words: str, lines: str | None) -> str:
    """Return what the program says to a command of the session, errors and notes before the data."""
    result = CliRunner().invoke(cli, shlex.split(words), prog_name="kg", catch_exceptions=False)
    assert result.exit_code == 0, result.stderr
    said = (result.stderr + result.stdout).splitlines()
    return "".join(f"{line.rstrip()}\n" for line in said[: int(lines) if lines else None])


def renewed(session: str) -> str:
    """Return a session with the answers that its commands get now."""
    found = list(_COMMAND.finditer(session))
    return "\n".join(f"{match[0]}\n{answer(match['words'], match['lines'])}" for match in found)


def test_the_session_is_what_the_program_says(tmp_path: Path) -> None:
    (session,) = blocks("console")
    assert session.count("$ kg ") >= 4
    with folder_with_sources(tmp_path):
        now = renewed(session)
    if _COUNTS.sub("", now) != _COUNTS.sub("", session):
        pytest.fail(f"write the session anew with python -m tests.test_readme; it is now:\n{now}")


def write_anew() -> None:
    """Write the session of the README anew."""
    with tempfile.TemporaryDirectory() as folder, folder_with_sources(Path(folder)):
        text = _SESSION.sub(lambda match: renewed(match[0]), README.read_text("utf-8"))
    README.write_text(text, "utf-8")


if __name__ == "__main__":
    write_anew()
