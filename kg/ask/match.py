"""From a question to a plan: the form that accounts for all of it, with the values of the query's parameters."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Final

from kg.ask.forms import Arg, Form, Grammar
from kg.ask.read import ASKS, SHAPES, Question, Token, role_of_who

_PASSIVE: Final = {"topic": "object", "subject": "object", "none": "object", "to": "by", "from": "by"}


@dataclass(frozen=True, slots=True)
class Slot:
    """A name of the question and the parameter it became a value of."""

    param: str
    token: Token
    kind: str
    values: tuple[str, ...]
    words: bool = False

    @property
    def things(self) -> tuple[str, ...]:
        """The IRIs among the values: none of a topic or of a title, which are words."""
        return () if self.kind in ("topic", "title") else self.values


@dataclass(frozen=True, slots=True)
class Plan:
    """What to ask: a form with values, and which columns answer. ``asked`` are classes; empty for a list."""

    form: Form
    slots: tuple[Slot, ...]
    values: Mapping[str, tuple[str, ...]]
    asked: tuple[str, ...]
    columns: tuple[str, ...]
    pick: str = ""
    yes_no: bool = False
    present: bool = False
    past: bool = False
    first_day: str = ""
    last_day: str = ""


@dataclass(frozen=True, slots=True)
class Miss:
    """A form that did not take a question: what it could not account for, what it has found, how much it lacks."""

    form: Form
    left: tuple[str, ...]
    hits: int
    lacking: int = 0


#: Tells who holds offices at a time.
Holders = Callable[[tuple[str, ...], str, str], tuple[str, ...]]


def plan(question: Question, grammar: Grammar, holders: Holders) -> Plan | list[Miss]:
    """Return the plan of the form that takes a reading and needs most; else how near the forms came, nearest first."""
    misses: list[Miss] = []
    plans: list[Plan] = []
    for form in grammar.forms:
        found = _fit(question, form, holders)
        if isinstance(found, Plan):
            plans.append(found)
        else:
            misses.append(found)
    if plans and not question.unread and not question.refused:
        return max(plans, key=lambda one: (len(one.form.needs), len(one.columns), -grammar.forms.index(one.form)))
    misses += [Miss(one.form, question.unread, len(one.form.needs) + len(one.slots)) for one in plans]
    return sorted(misses, key=lambda miss: (-miss.hits, len(miss.left) + miss.lacking))


def _fit(question: Question, form: Form, holders: Holders) -> Plan | Miss:
    classes = question.classes
    words = [token for token in question.tokens if token.kind == "word"]
    asks = {ask.partition(".")[0] for ask in form.asks}
    known = form.needs | form.allows | asks | SHAPES | {"count", "which"}
    left = [token.text for token in words if not token.classes <= known]
    missing = form.needs - classes
    whens = [token.when for token in question.tokens if token.when]
    first, last = _days(question)
    slots, unused = _slots(question, form, holders, first, last)
    left += [token.text for token in unused]
    values = {slot.param: slot.values for slot in slots}
    left += _set_values(words, form, values)
    if whens and not form.time:
        left += [token.text for token in question.tokens if token.kind == "time"]
    lacking = len(missing) + sum(not params & values.keys() for params in form.required)
    if left or lacking:
        return Miss(form, tuple(dict.fromkeys(left)), len(form.needs & classes) + len(slots), lacking)
    values |= _time_values(form, first, last)
    asked, columns = _asked(question, form, words, values.keys())
    return Plan(
        form,
        tuple(slots),
        values,
        asked,
        columns,
        pick=next((one for one in ("last", "first") if one in classes), ""),
        yes_no=question.yes_no,
        present="present" in classes,
        past="past" in classes or _in_past(question),
        first_day=first,
        last_day=last,
    )


def _slots(question: Question, form: Form, holders: Holders, first: str, last: str) -> tuple[list[Slot], list[Token]]:
    """Give each name a parameter, the first that takes it and is free; return those that found none too."""
    free = list(form.args)
    slots: list[Slot] = []
    unused: list[Token] = []
    passive = form.passive and any(token.passive for token in question.tokens)
    for token in question.tokens:
        if token.kind not in ("name", "free", "title"):
            continue
        role = _PASSIVE.get(token.role, token.role) if passive else token.role
        choice = _choice(token, role, free, {slot.param for slot in slots})
        if choice is None:
            unused.append(token)
            continue
        arg, kind = choice
        things = token.things[kind]
        if kind == "office" and "office" not in arg.kinds:
            things = holders(things, first, last)
        slots.append(Slot(arg.param, token, kind, things or ("urn:nothing",), arg.words))
    return slots, unused


def _choice(token: Token, role: str, args: list[Arg], taken: set[str]) -> tuple[Arg, str] | None:
    """Return the first free parameter that takes a token, and as which kind of thing."""
    for arg in args:
        if arg.param in taken:
            continue
        for kind in token.things:
            meant = "person" if kind == "office" and "office" not in arg.kinds else kind
            if arg.takes(meant, role):
                return arg, kind
    return None


def _set_values(words: list[Token], form: Form, values: dict[str, tuple[str, ...]]) -> list[str]:
    """Put the values that words give into parameters; return the words that no parameter takes."""
    from kg.query.named import find_query

    params = {param.name for param in find_query(form.query).params}
    left = []
    for token in words:
        for param, value in token.word.set.items() if token.word else ():
            if param in params:
                values[param] = tuple(dict.fromkeys((*values.get(param, ()), value)))
            elif not (token.classes <= form.allows and not token.classes & {"status"}):
                left.append(token.text)
    return left


def _days(question: Question) -> tuple[str, str]:
    """Return the first and last day of all times together."""
    whens = [token.when for token in question.tokens if token.when]
    firsts = [when.first for when in whens]
    lasts = [when.last for when in whens]
    return _latest(firsts), _earliest(lasts)


def _latest(days: list[dt.date | None]) -> str:
    return max((day.isoformat() for day in days if day), default="")


def _earliest(days: list[dt.date | None]) -> str:
    return min((day.isoformat() for day in days if day), default="")


def _time_values(form: Form, first: str, last: str) -> dict[str, tuple[str, ...]]:
    if form.time == ("at",):
        return {"at": (last or first,)} if last or first else {}
    given = dict(zip(form.time, (first, last), strict=False))
    return {param: (day,) for param, day in given.items() if day}


def _asked(
    question: Question, form: Form, words: list[Token], given: Collection[str]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the classes that ask, and the columns that answer them; what is needed by the form does not ask.

    In a cleft (招待したのは誰か) no particle tells the role of who asks: it is one that the question leaves open.
    """
    asked: list[str] = []
    columns: list[str] = []
    for token in words:
        for ask in sorted(token.classes & ASKS):
            if ask == "count":
                asked.append(ask)
                continue
            column = form.asks.get(f"{ask}.{role_of_who(token, question, form)}") or form.asks.get(ask)
            if column in given:
                others = (other for key, other in form.asks.items() if key.startswith(f"{ask}."))
                column = next((other for other in others if other not in given), column)
            if column and column not in columns:
                asked.append(ask)
                columns.append(column)
    if not asked and form.default:
        return (form.default,), (form.asks[form.default],)
    return tuple(asked), tuple(columns)


def _in_past(question: Question) -> bool:
    """Tell whether an English question speaks of the past."""
    return question.language == "en" and any(word in question.text.lower().split() for word in ("was", "were"))
