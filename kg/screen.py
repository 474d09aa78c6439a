"""Which articles may be of diplomacy at all, by their characters alone: what is not is never tokenised.

An article passes where one of its sentences names a foreign state or an international body and has a word of diplomacy
(``lexicon/screen.toml``). Words are looked for as strings, without regard to morphemes, so the test errs on the side of
reading. It is one pass of two regular expressions, some hundred times as fast as the tokeniser.
"""

from __future__ import annotations

import re
from collections.abc import Collection

from kg.lexicon.load import Lexicon
from kg.link.registry import Registry

#: The state of the press that is read: alone it makes no news foreign.
_HOME = "JPN"
#: Texts of so few characters are always read: they have no room to say what they are about.
SHORT = 200


class Screen:
    """The test. One instance serves any number of articles."""

    def __init__(self, registry: Registry, lexicon: Lexicon) -> None:
        states, bodies = lexicon.table("screen", "states"), lexicon.table("screen", "bodies")
        names = {*states["others"]}
        for state in registry.states.values():
            if state.key != _HOME:
                names.update((state.label, *state.aliases, *state.former_names, *state.metonyms))
        for body in registry.organizations.values():
            if body.state is None and not any(part in body.key for part in bodies["outlets"]):
                names.update((body.label, *body.aliases))
        for letter in states["letters"]:
            names.update(before + letter for before in states["before"])
            names.update(letter + behind for behind in states["behind"])
        self._names = _any_of({name for name in names if len(name) > 1})
        self._words = _any_of({word for words in lexicon.table("screen", "diplomacy").values() for word in words})

    def passes(self, text: str) -> bool:
        """Whether an article with this text is to be read."""
        if len(text) <= SHORT:
            return True
        at = 0
        while (word := self._words.search(text, at)) is not None:
            begin = 1 + max(text.rfind("。", at, word.start()), text.rfind("\n", at, word.start()), at - 1)
            line = text.find("\n", word.end())
            line = len(text) if line < 0 else line
            end = text.find("。", word.end(), line)
            end = line if end < 0 else end
            if self._names.search(text, begin, end) is not None:
                return True
            at = end
        return False


def _any_of(words: Collection[str]) -> re.Pattern[str]:
    """Return a pattern that is found wherever one of the words is; what holds another word is not asked for."""
    shortest = [
        word
        for word in sorted(words)
        if not any(
            word[i:j] in words for i in range(len(word)) for j in range(i + 1, len(word) + 1) if j - i < len(word)
        )
    ]
    return re.compile("|".join(map(re.escape, shortest)))
