"""A build folder is replaced as a whole or not at all."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from kg import folder
from kg.errors import BuildError, NoInputError
from kg.folder import locate, successor, writing


@contextmanager
def replacing(out: Path) -> Iterator[Path]:
    """As a build does it."""
    with writing(out), successor(out) as fresh:
        yield fresh


def make(out: Path, content: str) -> None:
    with replacing(out) as fresh:
        (fresh / "store").mkdir()
        (fresh / "store" / "data").write_text(content)
        (fresh / "report.json").write_text(content)


def state(parent: Path) -> set[str]:
    return {path.name for path in parent.iterdir()}


def test_first_and_second_build_leave_nothing_beside_them(tmp_path: Path) -> None:
    out = tmp_path / "deep" / "build"
    make(out, "one")
    make(out, "two")
    assert (out / "store" / "data").read_text() == "two"
    assert state(out.parent) == {"build"}


def test_an_error_keeps_the_old_build(tmp_path: Path) -> None:
    out = tmp_path / "build"
    make(out, "one")
    with pytest.raises(KeyboardInterrupt), replacing(out) as fresh:
        (fresh / "report.json").write_text("two")
        raise KeyboardInterrupt
    assert (out / "report.json").read_text() == "one"
    assert state(tmp_path) == {"build"}


@pytest.mark.parametrize(
    ("exchanging", "crash_at", "left"),
    [(True, 1, "one"), (True, 2, "two"), (True, 3, "two"), (False, 1, "one"), (False, 2, "one"), (False, 3, "two")],
)
def test_a_crash_at_any_step_of_the_swap_leaves_a_whole_build(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, exchanging: bool, crash_at: int, left: str
) -> None:
    """The process dies before the nth step of the swap: no cleaning up, only what is on disk counts."""
    out = tmp_path / "build"
    make(out, "one")
    if exchanging and not folder._exchange(out, out):
        pytest.skip("this system cannot exchange two folders")
    (out / "notes.md").write_text("mine")
    steps = iter(range(1, 10))

    class Died(BaseException):
        pass

    def dying(step: object) -> object:
        def run(*args: object, **kwargs: object) -> object:
            if next(steps) == crash_at:
                raise Died
            return step(*args, **kwargs)  # type: ignore[operator]

        return run

    with monkeypatch.context() as patch, pytest.raises(Died), replacing(out) as fresh:
        (fresh / "store").mkdir()
        (fresh / "store" / "data").write_text("two")
        (fresh / "report.json").write_text("two")
        patch.setattr(folder, "_exchange", dying(folder._exchange) if exchanging else lambda *_: False)
        patch.setattr(Path, "rename", dying(Path.rename))
        patch.setattr(folder, "_discard", dying(lambda *_: None))
    found = locate(out)
    assert (found / "report.json").read_text() == (found / "store" / "data").read_text() == left
    make(out, "three")
    assert (out / "report.json").read_text() == "three"
    assert (out / "notes.md").read_text() == "mine"
    assert state(tmp_path) == {"build"}


def test_files_of_others_in_the_folder_are_kept(tmp_path: Path) -> None:
    out = tmp_path / "build"
    make(out, "one")
    (out / "notes.md").write_text("mine")
    (out / "graph.ttl").write_text("old")
    make(out, "two")
    assert state(out) == {"notes.md", "report.json", "store"}


def test_a_folder_that_is_no_build_is_refused(tmp_path: Path) -> None:
    (tmp_path / "photo.jpg").write_text("x")
    with pytest.raises(BuildError, match="holds other things"):
        make(tmp_path, "one")
    with pytest.raises(BuildError, match="is a file"):
        make(tmp_path / "photo.jpg", "one")
    assert state(tmp_path) == {"photo.jpg"}


def test_an_empty_folder_and_a_link_are_fine(tmp_path: Path) -> None:
    real = tmp_path / "real"
    real.mkdir()
    (tmp_path / "link").symlink_to(real)
    make(tmp_path / "link", "one")
    assert (real / "report.json").read_text() == "one"
    assert (tmp_path / "link").is_symlink()


def test_a_second_writer_is_told_and_stops(tmp_path: Path) -> None:
    out = tmp_path / "build"
    code = f"from kg.folder import writing; from pathlib import Path\nwith writing(Path({str(out)!r})): pass"
    with replacing(out) as fresh:
        (fresh / "report.json").write_text("one")
        second = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
        assert "another build is writing here" in second.stderr
    assert (out / "report.json").read_text() == "one"
    make(out, "two")


def test_no_build(tmp_path: Path) -> None:
    with pytest.raises(NoInputError):
        locate(tmp_path)


def test_a_disk_that_refuses(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(BuildError, match="cannot be written"):
        make(tmp_path / "file" / "build", "one")


def test_a_fault_in_the_making_is_named_by_the_place_that_people_know(tmp_path: Path) -> None:
    make(tmp_path / "build", "one")
    with pytest.raises(BuildError) as caught, replacing(tmp_path / "build") as fresh:
        raise BuildError(f"{fresh / 'store'}: no room")
    assert str(caught.value) == f"{tmp_path / 'build' / 'store'}: no room; what was there is as it was"
