"""The grammar of questions, read once from ``forms.toml`` and checked against the named queries."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal, TypeAlias

from kg.errors import DataError
from kg.query.named import find_query

Language: TypeAlias = Literal["ja", "en"]
LANGUAGES: tuple[Language, ...] = ("ja", "en")
FILE = Path(__file__).with_name("forms.toml")


@dataclass(frozen=True, slots=True)
class Word:
    """Words of one meaning: classes, the value that they give a parameter, what they are called in an article."""

    classes: frozenset[str]
    set: Mapping[str, str]
    topic: str
    patterns: Mapping[Language, re.Pattern[str]]


@dataclass(frozen=True, slots=True)
class Title:
    """Words for an office, without the state: the kinds of office that they may mean."""

    kinds: tuple[str, ...]
    patterns: Mapping[Language, re.Pattern[str]]


@dataclass(frozen=True, slots=True)
class Arg:
    """Which names of a question may become the value of a parameter; without roles, in any role.

    ``words``: the parameter wants what stands in a sentence, so that a thing is given as all its names.
    """

    param: str
    kinds: frozenset[str]
    roles: frozenset[str]
    words: bool

    def takes(self, kind: str, role: str) -> bool:
        """Tell whether a name of this kind may stand here in this role."""
        return kind in self.kinds and (not self.roles or role in self.roles)


@dataclass(frozen=True, slots=True)
class Form:
    """A form of questions and the named query that answers them.

    ``needs`` are the classes of words that make the form, ``asks`` the column that answers each class that asks (``who``
    or, in a role, ``who.object``; none: the rows themselves answer; a|b: either column), ``allows`` what may stand besides; ``default``
    asks where no word does. ``required``: of each of these parameters one must be given. ``held``: what took place is looked for
    first. ``present``: without a time, who is in office is looked for first. ``passive``: a passive verb turns the roles.
    ``date`` is the column by which first and last are told, ``top`` the number by which the first row is the most;
    ``evidence`` is the query that gives the events behind rows that only count.
    """

    name: str
    labels: Mapping[Language, str]
    query: str
    needs: frozenset[str]
    allows: frozenset[str]
    args: tuple[Arg, ...]
    time: tuple[str, ...]
    asks: Mapping[str, str]
    examples: Mapping[Language, tuple[str, ...]]
    required: tuple[frozenset[str], ...]
    held: bool
    present: bool
    passive: bool
    date: str
    top: str
    default: str
    evidence: str


@dataclass(frozen=True, slots=True)
class Grammar:
    """All of ``forms.toml``. ``fillers`` match words without weight, ``unsupported`` those that no form can answer."""

    words: tuple[Word, ...]
    titles: tuple[Title, ...]
    forms: tuple[Form, ...]
    fillers: Mapping[Language, re.Pattern[str]]
    honorifics: Mapping[Language, re.Pattern[str]]
    unsupported: Mapping[Language, re.Pattern[str]]
    roles: Mapping[Language, tuple[tuple[str, re.Pattern[str]], ...]]
    english: Mapping[str, str]
    demonyms: Mapping[str, str]
    topics: Mapping[str, str]


@cache
def load_grammar() -> Grammar:
    """Read the grammar. Raises DataError where the file is broken or names what no query has."""
    try:
        data = tomllib.loads(FILE.read_text("utf-8"))
        fillers, roles = data["fillers"], data["roles"]
        return Grammar(
            words=tuple(map(_word, data["word"])),
            titles=tuple(Title(tuple(title["kinds"]), _patterns(title)) for title in data["title"]),
            forms=tuple(map(_form, data["form"])),
            fillers=_patterns(fillers),
            honorifics=_patterns({"ja": fillers["honorifics"], "en": fillers["english_titles"]}),
            unsupported=_patterns({"ja": fillers["unsupported_ja"], "en": fillers["unsupported_en"]}),
            roles={
                lang: tuple((role, _pattern(text, lang)) for role, text in roles[lang].items()) for lang in LANGUAGES
            },
            english=data["english"],
            demonyms=data["demonyms"],
            topics=data["topics"],
        )
    except (KeyError, TypeError, re.error, tomllib.TOMLDecodeError) as error:
        raise DataError(f"{FILE}: {error!r}") from error


def _word(data: Mapping[str, Any]) -> Word:
    return Word(frozenset(data["classes"]), data.get("set", {}), data.get("topic", ""), _patterns(data))


def _patterns(data: Mapping[str, Any]) -> dict[Language, re.Pattern[str]]:
    return {language: _pattern(data[language], language) for language in LANGUAGES if language in data}


def _pattern(text: str, language: Language) -> re.Pattern[str]:
    """Compile a pattern: English words end where the word ends."""
    return re.compile(rf"(?:{text})(?![A-Za-z0-9])", re.IGNORECASE) if language == "en" else re.compile(text)


def _form(data: Mapping[str, Any]) -> Form:
    query = find_query(data["query"])
    args = tuple(
        Arg(arg["param"], frozenset(arg["kinds"]), frozenset(arg.get("roles", ())), arg.get("words", False))
        for arg in data["args"]
    )
    known = {param.name for param in query.params}
    wrong = ({arg.param for arg in args} | set(data["time"])) - known
    wrong |= {column for columns in data["asks"].values() for column in columns.split("|")} - {"", *query.columns}
    if wrong:
        raise DataError(f"{FILE}: form {data['name']}: the query {query.name} has no {', '.join(sorted(wrong))}")
    return Form(
        name=data["name"],
        labels={"ja": data["ja"], "en": data["en"]},
        query=data["query"],
        needs=frozenset(data["needs"]),
        allows=frozenset(data["allows"]),
        args=args,
        time=tuple(data["time"]),
        asks=data["asks"],
        examples={"ja": tuple(data["examples_ja"]), "en": tuple(data["examples_en"])},
        required=tuple(frozenset(params.split("|")) for params in data.get("required", ())),
        held=data.get("held", False),
        present=data.get("present", False),
        passive=data.get("passive", False),
        date=data.get("date", ""),
        top=data.get("top", ""),
        default=data.get("default", ""),
        evidence=data.get("evidence", ""),
    )
