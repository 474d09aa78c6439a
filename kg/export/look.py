"""The look that all pages share: colours and faces by light and dark, and the sign of each kind of thing."""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files
from typing import NamedTuple


class Group(NamedTuple):
    """Kinds that share a sign: a shape (as a path in a square of 16) in a colour, and their names."""

    id: str
    kinds: tuple[str, ...]
    ja: str
    en: str
    shape: str
    color: str
    path: str


@cache
def groups() -> tuple[Group, ...]:
    """Return the groups in the order of legends."""
    found = json.loads(_asset("groups.json"))
    return tuple(Group(**{**group, "kinds": tuple(group["kinds"])}) for group in found)


def colours(*, chosen: bool) -> str:
    """Return the style sheet of colours: dark where ``data-theme`` of the page says so, or where the reader's system does."""
    light, dark = _asset("light.css"), _asset("dark.css")
    if chosen:
        return light + dark.replace(":root {", ':root[data-theme="dark"] {')
    return f"{light}@media (prefers-color-scheme: dark) {{\n{dark}}}\n"


def _asset(name: str) -> str:
    return (files("kg") / "web" / name).read_text("utf-8")
