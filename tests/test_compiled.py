"""The stages of reading compiled: the code keeps to what means the same to Python and to mypyc, and the accounts are the same."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
STAGES = ("model", "segment", "find", "link", "frame")
MODULES = [path for stage in STAGES for path in sorted(Path(ROOT, "kg", stage).rglob("*.py"))]
ACCOUNTS = """
import sys
from pathlib import Path
from kg.model.article import Article
from kg.model.lines import account_line
from kg.pipeline import analyse, load_tools
from kg.read.readers import read_paths
from kg.versions import compiled

print("compiled" if compiled() else "interpreted", file=sys.stderr)
tools = load_tools()
for article in read_paths([sys.argv[1]]):
    if isinstance(article, Article):
        print(account_line(analyse(article, tools)))
"""


def otherwise_compiled(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Yield line and reason of what mypyc refuses, or gives another meaning than Python."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Compare):
            for test, right in zip(node.ops, node.comparators, strict=True):
                row = right.elts if isinstance(right, ast.Tuple | ast.List | ast.Set) else []
                if isinstance(test, ast.In | ast.NotIn) and any(isinstance(item, ast.Starred) for item in row):
                    yield node.lineno, "membership in a row with a star: mypyc fails"
                if isinstance(test, ast.Is | ast.IsNot) and isinstance(right, ast.Name) and right.id.isupper():
                    yield node.lineno, "identity of a constant: a compiled tuple has none"
        if isinstance(node, ast.ImportFrom) and node.module == "copy":
            yield node.lineno, "copy() of an object: a compiled class cannot be made without its arguments"
        if isinstance(node, ast.FunctionDef) and node.name != "__init__":
            for inner in ast.walk(node):
                if inner is not node and isinstance(inner, ast.FunctionDef):
                    yield (
                        inner.lineno,
                        "a function in a function: compiled, it holds all it has seen until the collector comes",
                    )


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_the_stages_mean_the_same_to_the_compiler(path: Path) -> None:
    assert list(otherwise_compiled(ast.parse(path.read_text("utf-8")))) == []


@pytest.mark.parametrize(
    "source",
    ["p in (*A, 'x')", "p is _WHOSE", "def f():\n    def g():\n        pass\n    return g", "from copy import copy"],
)
def test_what_means_something_else_is_found(source: str) -> None:
    assert list(otherwise_compiled(ast.parse(source)))


@pytest.mark.slow
def test_compiled_stages_give_the_same_accounts(tmp_path: Path) -> None:
    """A wheel is made with GAIKO_COMPILE=1 and reads all articles of ``sources/``."""
    command = [sys.executable, "-m", "build", "--wheel", str(ROOT), "-o", str(tmp_path)]
    subprocess.run(command, check=True, capture_output=True, env={**os.environ, "GAIKO_COMPILE": "1"})
    (wheel,) = tmp_path.glob("*.whl")
    assert not wheel.name.endswith("none-any.whl")
    zipfile.ZipFile(wheel).extractall(tmp_path / "compiled")
    told = {}
    for name, place in (("interpreted", ROOT), ("compiled", tmp_path / "compiled")):
        environment = {**os.environ, "PYTHONPATH": str(place), "PYTHONSAFEPATH": "1"}
        read = [sys.executable, "-c", ACCOUNTS, str(ROOT / "sources")]
        done = subprocess.run(read, check=True, capture_output=True, text=True, cwd=tmp_path, env=environment)
        assert done.stderr.strip() == name
        told[name] = done.stdout.splitlines()
    assert len(told["interpreted"]) > 50
    assert told["compiled"] == told["interpreted"]
