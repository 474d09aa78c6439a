"""Markdown with YAML front matter between two lines of ``---``."""

from __future__ import annotations

import re
from pathlib import Path

import yaml

from kg.errors import ReadError
from kg.model.article import Article
from kg.read.encoding import decode
from kg.read.fields import article, display, stem

_FRONT = re.compile(r"---[ \t]*\n(.*?)^(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE)
_HEADING = re.compile(r"#+[ \t]+(.*?)[ \t]*#*[ \t]*(?:\n|\Z)")


def read_markdown(path: Path, data: bytes) -> Article:
    """Return the article of a ``.md`` file.

    The body is kept as it stands, without the blank lines around it. Without a title in the front matter the heading
    that the body begins with is the title.
    """
    name, text = display(path), decode(data)
    fields: dict[str, object] = {}
    if front := _FRONT.match(text):
        fields, text = _fields(name, front[1]), text[front.end() :]
    elif text.startswith("---\n"):
        raise ReadError(name, "the front matter has no closing ---")
    text = text.strip("\n")
    if not fields.get("title") and (heading := _HEADING.match(text)):
        fields, text = {**fields, "title": heading[1]}, text[heading.end() :].lstrip("\n")
    return article(name, stem(path), text, fields)


def _fields(name: str, front: str) -> dict[str, object]:
    """Return the front matter, every scalar as the string that stands there: 001 stays 001."""
    try:
        # BaseLoader makes strings, lists and mappings only: no types, no code.
        fields = yaml.load(front, Loader=yaml.BaseLoader)
    except yaml.MarkedYAMLError as error:
        line = f"line {error.problem_mark.line + 2}: " if error.problem_mark else ""
        raise ReadError(name, f"the front matter is not YAML: {line}{error.problem}") from error
    except (yaml.YAMLError, RecursionError) as error:
        raise ReadError(name, "the front matter is not YAML") from error
    if fields is None or fields == "":
        return {}
    if not isinstance(fields, dict):
        raise ReadError(name, "the front matter is not a YAML mapping of names to values")
    return {key: value for key, value in fields.items() if isinstance(key, str)}
