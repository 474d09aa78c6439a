"""What is released: pinned versions that fit, and archives that work where there is no checkout."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tarfile
import tomllib
import urllib.request
import venv
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from kg.config import VERSION

ROOT = Path(__file__).parent.parent
LOCK = ROOT / "requirements.lock"
_PIN = re.compile(r"^(?P<name>[a-z0-9][a-z0-9-]*)==(?P<version>[^ ;\\]+)(?: ; (?P<marker>[^\\]+))? \\$", re.MULTILINE)
NEWS = "朝ロ外相が会談\nロシアのラブロフ外相は2025年7月12日、元山で金正恩総書記と会談した。\n"


def project() -> dict[str, object]:
    data: dict[str, object] = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    return data


# ---- the lock file


def pins() -> Iterator[tuple[str, str, str]]:
    """Yield name, version and what follows, up to the next pin."""
    text = LOCK.read_text("utf-8")
    found = list(_PIN.finditer(text))
    for pin, following in zip(found, [*found[1:], None], strict=True):
        yield pin["name"], pin["version"], text[pin.end() : following.start() if following else len(text)]


def test_pinned_versions_fit_what_is_asked_for() -> None:
    pinned = {name: version for name, version, _ in pins()}
    asked = project()["dependencies"]
    assert isinstance(asked, list)
    for requirement in map(Requirement, asked):
        name = canonicalize_name(requirement.name)
        assert name in pinned, f"{name}: make requirements.lock anew, as its first lines say"
        assert requirement.specifier.contains(pinned[name]), f"{name} {pinned[name]}"


def test_every_pin_has_hashes_and_every_line_is_known() -> None:
    count = 0
    for name, _, rest in pins():
        count += 1
        hashes = re.findall(r"^    --hash=sha256:[0-9a-f]{64}(?: \\)?$", rest, re.MULTILINE)
        assert hashes, name
        comments = re.findall(r"^    #.*$", rest, re.MULTILINE)
        assert len(hashes) + len(comments) == len(rest.strip("\n").split("\n")), f"{name}: something else than hashes"
    text = LOCK.read_text("utf-8")
    assert count == len(re.findall(r"^[^ #\n]", text, re.MULTILINE))
    assert "://" not in text


def test_the_version_is_told_once() -> None:
    assert project()["version"] == VERSION
    assert f"## {VERSION}" in (ROOT / "CHANGES.md").read_text("utf-8")


# ---- the archives


@pytest.fixture(scope="module")
def archives(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The source archive, and the wheel made from what it holds."""
    place = tmp_path_factory.mktemp("dist")
    subprocess.run([sys.executable, "-m", "build", str(ROOT), "-o", str(place)], check=True, capture_output=True)
    return place


def tracked(*folders: str) -> set[str]:
    listed = subprocess.run(
        ["git", "ls-files", "-z", *folders], cwd=ROOT, check=True, capture_output=True, text=True
    ).stdout
    return {name for name in listed.split("\0") if name}


@pytest.mark.slow
def test_the_wheel_holds_all_that_is_needed(archives: Path) -> None:
    (wheel,) = archives.glob("*.whl")
    held = set(zipfile.ZipFile(wheel).namelist())
    wanted = tracked("kg") | {f"kg/{name}" for name in tracked("ontology")}
    assert wanted <= held
    extra = {name for name in held - wanted if ".dist-info/" not in name}
    assert not extra
    licences = {name.partition("/licenses/")[2] for name in held if "/licenses/" in name}
    assert licences == {
        "LICENSE",
        "kg/web/vendor/yasgui/LICENSE",
        "ontology/registry/licences/country-coder.txt",
        "ontology/registry/licences/unicode-cldr.txt",
    }


@pytest.mark.slow
def test_the_source_archive_holds_the_sources(archives: Path) -> None:
    (source,) = archives.glob("*.tar.gz")
    with tarfile.open(source) as archive:
        held = {name.partition("/")[2] for name in archive.getnames()}
    assert tracked("kg", "ontology", "sources", "tests", "benchmarks") <= held
    assert {"README.md", "CHANGES.md", "LICENSE", "requirements.lock", "pyproject.toml"} <= held


@pytest.fixture(scope="module")
def installed(archives: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A new environment with the pinned versions and the wheel; its ``bin``."""
    place = tmp_path_factory.mktemp("fresh") / "env"
    venv.create(place, with_pip=True)
    (wheel,) = archives.glob("*.whl")
    pip = [str(place / "bin" / "python"), "-m", "pip", "install", "-q"]
    subprocess.run([*pip, "--require-hashes", "-r", str(LOCK)], check=True, env=plain())
    subprocess.run([*pip, "--no-deps", str(wheel)], check=True, env=plain())
    subprocess.run([*pip[:3], "check"], check=True, env=plain())
    return place / "bin"


def plain() -> Mapping[str, str]:
    """The environment without what would bring the checkout in."""
    return {key: value for key, value in os.environ.items() if not key.startswith("PYTHON")}


@pytest.mark.slow
def test_a_fresh_install_works_without_the_checkout(installed: Path, tmp_path: Path) -> None:
    (tmp_path / "news").mkdir()
    (tmp_path / "news" / "a.txt").write_text(NEWS, "utf-8")

    def kg(*words: str) -> str:
        done = subprocess.run(
            [installed / "kg", *words], cwd=tmp_path, env=plain(), capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    told = dict(line.split(" ", 1) for line in kg("--version").splitlines())
    assert told["kg"] == VERSION
    assert {"rules", "registry", "sudachipy", "sudachidict-core"} <= told.keys()
    kg("build", "news", "-q")
    assert "金正恩" in kg("query", "meetings")
    assert "金正恩" in kg("ask", "ラブロフ外相は誰と会談したか")
    kg("validate")
    kg("export", "html", "-o", "page.html")
    assert "元山" in (tmp_path / "page.html").read_text("utf-8")
    where = [str(installed / "python"), "-c", "import kg; print(kg.__file__)"]
    place = subprocess.run(where, cwd=tmp_path, env=plain(), capture_output=True, text=True, check=True).stdout
    assert Path(place).is_relative_to(installed.parent)


@pytest.mark.slow
def test_a_fresh_install_serves(installed: Path, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(NEWS, "utf-8")
    subprocess.run([installed / "kg", "build", "a.txt", "-q"], cwd=tmp_path, env=plain(), check=True)
    command = [str(installed / "kg"), "serve", "--port", "0", "--workers", "1"]
    with subprocess.Popen(command, cwd=tmp_path, env=plain(), stderr=subprocess.PIPE, text=True) as serving:
        try:
            assert serving.stderr is not None
            address = serving.stderr.readline().split()[0]
            for path in ("", "network", "workbench", "ontology", "search?q=%E5%85%83%E5%B1%B1"):
                with urllib.request.urlopen(f"{address}{path}", timeout=60) as page:
                    assert "<html" in page.read().decode("utf-8")
            asked = f"{address}sparql?query=ASK%7B%3Fm%20a%20gaiko%3AMeeting%7D&format=json"
            with urllib.request.urlopen(asked, timeout=60) as answer:
                assert json.load(answer)["boolean"] is True
        finally:
            serving.terminate()
