"""Build hook: with ``GAIKO_COMPILE=1`` in the environment a wheel holds the stages of reading compiled by mypyc.

Without it, and in an editable install, the wheel is pure Python. The compiler works on a copy, so that a checkout never holds
extension modules that are older than their source. The sources stay in the wheel beside them: tracebacks show them, and
where an extension cannot be loaded (another version of Python) Python takes them.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

SWITCH = "GAIKO_COMPILE"
#: What is worth it: everything from text to claims that is called for each word, phrase or mention.
STAGES = ("model", "segment", "find", "link", "frame")
COMPILER = ("mypy>=2.0,<3", "setuptools>=65")
_SETUP = """
import sys
from mypyc.build import mypycify
from setuptools import setup

arguments = ["--config-file=", "--ignore-missing-imports", "--follow-imports=silent", *sys.argv[1:]]
setup(
    name="kg",
    packages=[],
    ext_modules=mypycify(arguments, opt_level="2", debug_level="0", separate=True),
    script_args=["build_ext", "--inplace"],
)
"""


def asked() -> bool:
    """Whether the environment asks for compiled stages."""
    return os.environ.get(SWITCH, "") not in ("", "0")


def compile_stages(root: Path, folder: Path) -> list[Path]:
    """Compile a copy of the package in a folder; return the extension modules there.

    Raises:
        RuntimeError: there is no compiler, or it failed; with the end of what it said.
    """
    shutil.copytree(root / "kg", folder / "kg", ignore=shutil.ignore_patterns("__pycache__", "*.so", "*.pyd", "web"))
    paths = [path for stage in STAGES for path in sorted(Path(folder, "kg", stage).rglob("*.py"))]
    modules = [path.relative_to(folder) for path in paths if path.name != "__init__.py"]
    # it reads no pyproject.toml: what older versions of setuptools know of one is not enough
    Path(folder, "setup.py").write_text(_SETUP, "utf-8")
    command = [sys.executable, "setup.py", *map(str, modules)]
    done = subprocess.run(command, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    if done.returncode:
        raise RuntimeError(f"{SWITCH}: the stages of reading could not be compiled\n{done.stdout[-2000:]}")
    return sorted(path for place in ("*", "kg/**/*") for end in (".so", ".pyd") for path in folder.glob(place + end))


class CompiledStages(BuildHookInterface):  # type: ignore[misc]  # hatchling is there in a build only
    """Adds the extension modules to the wheel, if they are asked for."""

    PLUGIN_NAME = "custom"

    def dependencies(self) -> list[str]:
        """What a build needs besides hatchling."""
        return list(COMPILER) if asked() else []

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compile, before the wheel is packed."""
        if self.target_name != "wheel" or version == "editable" or not asked():
            return
        self._folder = TemporaryDirectory()
        folder = Path(self._folder.name)
        for path in compile_stages(Path(self.root), folder):
            build_data["force_include"][str(path)] = path.relative_to(folder).as_posix()
        build_data["pure_python"] = False
        build_data["infer_tag"] = True

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        """Remove what was compiled once the wheel holds it."""
        if hasattr(self, "_folder"):
            self._folder.cleanup()
