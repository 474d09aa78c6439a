"""How right extracted facts are: detection of each kind of fact, then each slot of the detected ones.

Scores are micro-averaged over articles. A predicted and a gold fact match if they are recognisably the same fact (a
meeting: half of its people; a visit: traveller and destination …); matching is one to one, best pair first. ``frame``
is the F1 in which every match weighs as much as the share of its slots that are right.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from typing import Any, NamedTuple

Fact = Mapping[str, Any]
Facts = Mapping[str, Any]
#: How far each slot of a matched fact is right, from 0 to 1.
Slots = dict[str, float]

#: Kinds with fewer gold facts are left out of the macro averages, where one fact would swing them.
LEAST_GOLD = 10


class Pair(NamedTuple):
    """A predicted fact matched with a gold fact, by their places in the two lists, and the slots."""

    predicted: int
    gold: int
    slots: Slots


@dataclass(slots=True)
class Tally:
    """Running sums of one kind of fact."""

    predicted: int = 0
    gold: int = 0
    hits: int = 0
    credit: float = 0.0
    slots: defaultdict[str, float] = field(default_factory=lambda: defaultdict(float))

    def add(self, predicted: int, gold: int, pairs: Iterable[Pair]) -> None:
        """Count one article: the numbers of facts, and the matches between them."""
        self.predicted += predicted
        self.gold += gold
        for pair in pairs:
            self.hits += 1
            self.credit += sum(pair.slots.values()) / len(pair.slots) if pair.slots else 1.0
            for slot, value in pair.slots.items():
                self.slots[slot] += value

    def result(self) -> dict[str, float]:
        """Return ``gold P R F1 frame`` and the mean of each slot over the matches."""
        both = self.predicted + self.gold
        return {
            "gold": self.gold,
            "P": self.hits / self.predicted if self.predicted else 0.0,
            "R": self.hits / self.gold if self.gold else 0.0,
            "F1": 2 * self.hits / both if both else 0.0,
            "frame": 2 * self.credit / both if both else 0.0,
            **{slot: value / self.hits for slot, value in self.slots.items()},
        }


class Difference(NamedTuple):
    """One thing that is not right: ``wrong`` slots of a match, a ``spurious`` or a ``missed`` fact."""

    article: str
    kind: str
    what: str
    predicted: Fact | None
    gold: Fact | None
    slots: tuple[str, ...] = ()


def score(gold: Iterable[Facts], predicted: Mapping[str, Facts]) -> tuple[dict[str, Any], list[Difference]]:
    """Score the facts of articles, by id, against gold facts.

    Returns ``articles``, a result for each kind that either side has, ``macro F1`` and ``macro frame``; and everything
    that is not right, in the order of the articles.
    """
    tallies = {kind: Tally() for kind in COMPARE}
    differences: list[Difference] = []
    articles = 0
    for right in gold:
        articles += 1
        mine = predicted.get(right["id"], {})
        for kind, tally in tallies.items():
            if kind not in right:
                continue
            ours, theirs = mine.get(kind) or [], right[kind]
            pairs = match(ours, theirs, COMPARE[kind])
            tally.add(len(ours), len(theirs), pairs)
            differences += _differences(right["id"], kind, ours, theirs, pairs)
    results = {kind: t.result() for kind, t in tallies.items() if t.gold or t.predicted}
    counted = [r for r in results.values() if r["gold"] >= LEAST_GOLD]
    macro = {
        f"macro {name}": sum(r[name] for r in counted) / len(counted) if counted else 0.0 for name in ("F1", "frame")
    }
    return {"articles": articles, **results, **macro}, differences


def match(ours: Sequence[Fact], theirs: Sequence[Fact], compare: Callable[[Fact, Fact], Slots | None]) -> list[Pair]:
    """Return the one-to-one matches of two lists, best first; of equals the earlier fact."""
    options = [
        Pair(i, j, slots)
        for i, p in enumerate(ours)
        for j, g in enumerate(theirs)
        if (slots := compare(p, g)) is not None
    ]
    options.sort(key=lambda o: (-sum(o.slots.values()), o.predicted, o.gold))
    pairs: list[Pair] = []
    used_ours: set[int] = set()
    used_theirs: set[int] = set()
    for option in options:
        if option.predicted not in used_ours and option.gold not in used_theirs:
            used_ours.add(option.predicted)
            used_theirs.add(option.gold)
            pairs.append(option)
    return pairs


def _differences(
    article: str, kind: str, ours: Sequence[Fact], theirs: Sequence[Fact], pairs: Sequence[Pair]
) -> Iterator[Difference]:
    for i, j, slots in pairs:
        if wrong := tuple(name for name, value in slots.items() if value < 1):
            yield Difference(article, kind, "wrong", ours[i], theirs[j], wrong)
    for i in sorted(set(range(len(ours))) - {pair.predicted for pair in pairs}):
        yield Difference(article, kind, "spurious", ours[i], None)
    for j in sorted(set(range(len(theirs))) - {pair.gold for pair in pairs}):
        yield Difference(article, kind, "missed", None, theirs[j])


# Facts of one kind: None where they are not the same fact, else its slots.


def _person(p: Fact, g: Fact) -> Slots | None:
    if not any(_same_name(p.get("name"), name) for name in [g["name"], *g.get("mentions", [])]):
        return None
    return {
        "linked": float(_norm(p.get("name")) == _norm(g["name"])),
        "office": float(_office(p.get("office")) == _office(g.get("office"))),
        "state": float(_same_state(p.get("state"), g.get("state"))),
    }


def _meeting(p: Fact, g: Fact) -> Slots | None:
    states = _overlap(p.get("states"), g.get("states"), _same_state)
    named = g.get("participants")
    people = _overlap(p.get("participants"), named, _same_name) if named else states
    same_day = _same_date(p.get("date"), g.get("date"))
    if people < 0.5 or _dates_clash(p.get("date"), g.get("date")):
        return None
    if (p.get("kind") == "phone") != (g.get("kind") == "phone") and not same_day:
        return None
    return {
        "participants": people,
        "states": states,
        "date": float(same_day),
        "place": float(_same_place(p.get("place"), g.get("place"))),
        "kind": float(p.get("kind") == g.get("kind")),
        "status": float(p.get("status") == g.get("status")),
    }


def _visit(p: Fact, g: Fact) -> Slots | None:
    who = _same_name(p.get("visitor"), g.get("visitor")) or _same_state(p.get("visitor"), g.get("visitor"))
    if not who or not _same_destination(p, g) or _dates_clash(p.get("date"), g.get("date")):
        return None
    return _date_and_status(p, g)


def _agreement(p: Fact, g: Fact) -> Slots | None:
    if _similarity(p.get("name"), g.get("name")) < 0.6:
        return None
    return {
        "parties": _overlap(p.get("parties"), g.get("parties"), _same_state),
        "action": float(p.get("action") == g.get("action")),
        "date": float(_same_date(p.get("date"), g.get("date"))),
    }


def _statement(p: Fact, g: Fact) -> Slots | None:
    if not (_same_name(p.get("speaker"), g.get("speaker")) or _same_state(p.get("speaker"), g.get("speaker"))):
        return None
    a, b = _norm(p.get("evidence")), _norm(g.get("evidence"))
    return {} if a and b and (a in b or b in a) else None


def _invitation(p: Fact, g: Fact) -> Slots | None:
    if not (_same_name(p.get("inviter"), g.get("inviter")) and _same_name(p.get("invitee"), g.get("invitee"))):
        return None
    return {"destination": float(_same_destination(p, g))}


def _other_event(p: Fact, g: Fact) -> Slots | None:
    if p.get("type") != g.get("type") or _dates_clash(p.get("date"), g.get("date")):
        return None
    first, second = p.get("actor"), p.get("target")
    turned = _same_party(first, g.get("target")) and not _same_party(first, g.get("actor"))
    if turned and g["type"] in _spelling().two_sided:
        first, second = second, first
    actor, target = _same_party(first, g.get("actor")), _same_party(second, g.get("target"))
    if not actor and not target:
        return None
    return {"actor": float(actor), "target": float(target), **_date_and_status(p, g)}


COMPARE: dict[str, Callable[[Fact, Fact], Slots | None]] = {
    "persons": _person,
    "meetings": _meeting,
    "visits": _visit,
    "agreements": _agreement,
    "statements": _statement,
    "invitations": _invitation,
    "other_events": _other_event,
}


def _date_and_status(p: Fact, g: Fact) -> Slots:
    return {
        "date": float(_same_date(p.get("date"), g.get("date"))),
        "status": float(p.get("status") == g.get("status")),
    }


def _same_destination(p: Fact, g: Fact) -> bool:
    a, b = p.get("destination"), g.get("destination")
    return _same_place(a, b) or _same_state(a, b)


# Values.


class _Spelling(NamedTuple):
    states: dict[str, str]
    offices: dict[str, str]
    title: re.Pattern[str]
    two_sided: frozenset[str]


@cache
def _spelling() -> _Spelling:
    data = tomllib.loads((resources.files("kg") / "scoring.toml").read_text("utf-8"))
    former, states, titles = ("|".join(map(re.escape, data["titles"][n])) for n in ("former", "states", "titles"))
    return _Spelling(
        {other: short for short, others in data["states"].items() for other in others},
        {other: short for short, others in data["offices"].items() for other in others},
        re.compile(f"(?:{former})?(?:{states})?(?:{titles})+$"),
        frozenset(data["events"]["two_sided"]),
    )


def _norm(text: str | None) -> str:
    return re.sub(r"[\s=＝・\-‐–—]", "", _nfkc(text))


def _nfkc(text: str | None) -> str:
    return unicodedata.normalize("NFKC", text or "").strip()


def _office(text: str | None) -> str:
    return _spelling().offices.get(_norm(text), _norm(text))


def _bare(name: str | None) -> str:
    """Return a name without reading, title and separators."""
    whole = re.sub(r"[（(].*?[）)]", "", _nfkc(name)).strip()
    return _norm(_spelling().title.sub("", whole) or whole)


def _same_name(a: str | None, b: str | None) -> bool:
    short, long = sorted((_bare(a), _bare(b)), key=len)
    return bool(short) and (short == long or (len(short) >= 2 and (long.endswith(short) or long.startswith(short))))


def _same_state(a: str | None, b: str | None) -> bool:
    states = _spelling().states
    return states.get(_nfkc(a), _nfkc(a)) == states.get(_nfkc(b), _nfkc(b))


def _same_place(a: str | None, b: str | None) -> bool:
    a, b = _norm(a), _norm(b)
    if not a or not b:
        return a == b
    return a.rstrip("市州") == b.rstrip("市州") or a in b or b in a


def _same_party(a: str | None, b: str | None) -> bool:
    return (not a and not b) or _same_name(a, b) or _same_state(a, b)


def _same_date(a: str | None, b: str | None) -> bool:
    return _edtf(a) == _edtf(b)


def _edtf(date: str | None) -> str:
    return re.sub(r"[~?%]", "", date or "")


def _dates_clash(a: str | None, b: str | None) -> bool:
    """Whether two dates cannot be of one event: their days do not meet. An unknown date clashes with none."""
    if not a or not b:
        return False
    (a_first, a_last), (b_first, b_last) = _days(a), _days(b)
    return a_last < b_first or b_last < a_first


def _days(date: str) -> tuple[str, str]:
    """Return the first and the last day as strings that compare; a last day of 99 stands for the end of the month."""
    first, _, last = _edtf(date).partition("/")
    return (first or last) + "-01-01"[len(first or last) - 4 :], (last or first) + "-99-99"[len(last or first) - 4 :]


def _overlap(ours: list[str] | None, theirs: list[str] | None, same: Callable[[str, str], bool]) -> float:
    """Return the F1 of two lists; two empty lists agree."""
    ours, left = ours or [], list(theirs or [])
    if not ours and not left:
        return 1.0
    both, hits = len(ours) + len(left), 0
    for item in ours:
        if (found := next((g for g in left if same(item, g)), None)) is not None:
            left.remove(found)
            hits += 1
    return 2 * hits / both


def _similarity(a: str | None, b: str | None) -> float:
    """Return 1 where one name holds the other, else the share of common character pairs (Dice)."""
    a, b = _norm(a), _norm(b)
    if a and b and (a in b or b in a):
        return 1.0
    x, y = ({t[i : i + 2] for i in range(len(t) - 1)} for t in (a, b))
    return 2 * len(x & y) / (len(x) + len(y)) if x and y else 0.0
