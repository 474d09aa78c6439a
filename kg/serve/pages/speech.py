"""The words of the pages in both languages, and addresses that keep the language."""

from __future__ import annotations

import json
import re
from functools import cache
from importlib.resources import files
from typing import Final, cast, get_args
from urllib.parse import quote, urlencode

from kg.serve.pages.dates import Language, date_text
from kg.serve.pages.reader import Name

LANGUAGES: Final[tuple[Language, ...]] = get_args(Language)
_SCORED: Final = re.compile(r"(?P<what>.*) (?P<score>[+-][\d.]+)\Z")
_COUNTED: Final = re.compile(r"(?P<n>\d+) (?P<what>.*)\Z")


@cache
def texts() -> dict[str, dict[str, str]]:
    """Return all texts by language and key."""
    return cast("dict[str, dict[str, str]]", json.loads((files("kg") / "web/site/text.json").read_text("utf-8")))


class Speech:
    """Speaks one language."""

    def __init__(self, language: str) -> None:
        self.language: Language = "en" if language == "en" else "ja"
        self._texts = texts()[self.language]

    def t(self, key: str, **values: object) -> str:
        """Return a text with values put into it; of two forms with ``|`` between them the first is for ``n`` = 1."""
        one, _, many = self._texts[key].partition("|")
        text = many if many and values.get("n") != 1 else one
        written = {k: f"{v:,}" if isinstance(v, int) else str(v) for k, v in values.items()}
        return re.sub(r"\{(\w+)\}", lambda match: written.get(match[1], ""), text)

    def has(self, key: str) -> bool:
        """Whether there is such a text."""
        return key in self._texts

    def either(self, key: str, otherwise: str) -> str:
        """Return a text, or what else to say where there is none."""
        return self._texts.get(key, otherwise)

    def say(self, name: Name) -> str:
        """Return a name."""
        return name.of(self.language)

    def also(self, name: Name) -> str:
        """Return the name in the other language, if it has another one there."""
        other = name.of("ja" if self.language == "en" else "en")
        return "" if other == self.say(name) else other

    def property(self, local: str, name: Name) -> str:
        """Return the name of a property as pages have it, which may be shorter than that of the ontology."""
        return self.either(f"property.{local}", self.say(name))

    def date(self, edtf: str | None) -> str:
        """Return a time."""
        return date_text(edtf, self.language) if edtf else self.t("date.unknown")

    def number(self, number: int) -> str:
        """Return a number."""
        return f"{number:,}"

    def reason(self, text: str) -> str:
        """Return the reason of a verdict, which the graph has in English."""
        return self.either(f"reason.{text}", text)

    def reading(self, text: str) -> str:
        """Return how a question was understood, with its parameters and columns in words."""
        head, arrow, wanted = text.partition(" → ")
        parts = []
        for part in head.split(" · "):
            key, told, value = part.partition(" = ")
            known = self.either(f"param.{key}", key)
            parts.append(f"{known}{'：' if self.language == 'ja' else ': '}{value}" if told else part)
        columns = [self.either(f"column.{column}", column) for column in wanted.split(", ")]
        return " · ".join(parts) + arrow + ("、" if self.language == "ja" else ", ").join(columns)

    def fused(self, text: str) -> str:
        """Return why reports were taken for one event, which the graph has in English with weights."""
        return "、".join(map(self._observation, text.split(", "))) if self.language == "ja" else text

    def _observation(self, part: str) -> str:
        scored = _SCORED.match(part)
        what, score = (scored["what"], f" {scored['score']}") if scored else (part, "")
        counted = _COUNTED.match(what)
        if counted and self.has(f"fused.{counted['what']}"):
            return self.t(f"fused.{counted['what']}", n=counted["n"]) + score
        return self.either(f"fused.{what}", what) + score

    def url(self, path: str, fragment: str = "", **params: object) -> str:
        """Return the address of a page of ours in the language."""
        kept = {key: value for key, value in params.items() if value not in ("", None)}
        if self.language != "ja":
            kept["lang"] = self.language
        query = f"?{urlencode(kept)}" if kept else ""
        return f"{quote(path)}{query}{'#' + quote(fragment, safe='=&:~') if fragment else ''}"

    def short(self, text: str, width: int) -> str:
        """Return a text cut to a width in full-width characters."""
        taken, room = "", width * 2
        for char in text:
            room -= 1 if ord(char) < 0x250 else 2
            if room < 0:
                return taken.rstrip() + "…"
            taken += char
        return text
