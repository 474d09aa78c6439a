"""Questions in words, answered: rows, the sentences behind them, the SPARQL that was used, and how it was understood."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from copy import copy
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal, NamedTuple, Protocol

from kg.ask.forms import Form, Language, load_grammar
from kg.ask.match import Miss, Plan, plan
from kg.ask.names import NameIndex, index_of, label_of, names_of, registry_index
from kg.ask.read import Context, Question, read
from kg.query.named import bind, find_query, in_english, with_thing
from kg.query.run import Result, evaluate, open_store
from kg.query.things import find_things
from kg.vocab import P_IN_STATE, Names

if TYPE_CHECKING:
    from pyoxigraph import NamedNode, Store

__all__ = ["Answer", "Asker", "Evaluate", "Quote", "answer"]

#: Examples offered where a question is not understood.
_OFFERED: Final = 4
_LIST: Final = "; "
_IRI: Final = ("http://", "https://")
_MOST_WORDS: Final = 500

#: What a query says of its parameters: the values stand in it now.
_HEADER: Final = re.compile(r"^#(?: (?:param|columns|thing):.*)?\n", re.MULTILINE)

_OFFICES: Final = """SELECT DISTINCT ?office WHERE {{
  VALUES ?owner {{ <{owner}> }}
  VALUES ?code {{ {kinds} }}
  ?office gaiko:officeKind/skos:notation ?code ; (org:postIn|org:postIn/gaiko:ofState) ?owner .
}} ORDER BY STR(?office)"""
_HOLDERS: Final = """SELECT DISTINCT ?person WHERE {{
  VALUES ?office {{ {offices} }}
  ?tenure gaiko:office ?office ; org:member ?person .
  OPTIONAL {{ ?tenure gaiko:earliestDate ?begins }}
  OPTIONAL {{ ?tenure gaiko:latestDate ?ends }}
  FILTER(COALESCE(STR(?ends), "9999") >= "{first}" && COALESCE(STR(?begins), "") <= "{last}")
}} ORDER BY STR(?person)"""
_SIDE: Final = """SELECT DISTINCT ?label WHERE {{
  VALUES ?given {{ {given} }}
  ?given gaiko:ofState? ?side .
  ?side a gaiko:State .
  ?own gaiko:ofState? ?side ; rdfs:label ?label .
  FILTER(LANG(?label) = "{language}")
}}"""
_QUOTES: Final = """SELECT ?thing ?words ?begin ?end ?article ?url WHERE {{
  VALUES ?thing {{ {things} }}
  ?claim gaiko:claimSubject ?thing ; prov:wasDerivedFrom ?mention ; gaiko:claimStatus ?verdict .
  ?mention nif:referenceContext ?source ; nif:beginIndex ?begin ; nif:endIndex ?end ; nif:anchorOf ?anchor .
  BIND(STR(?anchor) AS ?words)
  BIND(REPLACE(STR(?source), "^.*/", "") AS ?article)
  OPTIONAL {{ ?source schema:url ?address }}
  BIND(COALESCE(STR(?address), "") AS ?url)
  FILTER(?verdict != gaiko:Superseded)
}} GROUP BY ?thing ?words ?begin ?end ?article ?url ORDER BY ?article ?begin ?end STR(?thing)"""
_NOTES: Final = {
    "not-held": {
        "ja": "実施されたという報道はこのグラフにない。それ以外の報道を示す",
        "en": "no report in this graph that it took place; what is reported otherwise is shown",
    },
    "not-now": {
        "ja": "現職についての記述はこのグラフにない。分かっている在任者を示す",
        "en": "this graph tells of nobody in office now; the holders that it knows are shown",
    },
    "wider": {
        "ja": "その場所への訪問はこのグラフにない。その国への訪問を示す",
        "en": "no visit to the place is told of in this graph; visits to its state are shown",
    },
    "named": {
        "ja": "そこで開かれたという会談はこのグラフにない。その地名を含む文が伝える会談を示す",
        "en": "no meeting there is told of in this graph; those of which a sentence names the place are shown",
    },
    "other-side": {
        "ja": "自らしたという報道はない。相手側として関わったものを示す",
        "en": "no report that they did so themselves; what others did with or to them is shown",
    },
    "nearby": {
        "ja": "その語を含む文はない。それに触れた記事の中の発言を示す",
        "en": "no sentence of a statement has the word; statements from articles that speak of it are shown",
    },
    "denied": {"ja": "報じられたが否定されている", "en": "it was reported and is denied"},
    "several": {"ja": "「{}」は複数に当たる: {}", "en": "{} may be any of: {}"},
    "refused": {"ja": "「{}」はこのグラフでは答えられない", "en": "this graph cannot answer {!r}"},
    "no-form": {"ja": "この形の問いには答えられない", "en": "no form of question puts these words together"},
    "unread": {"ja": "読み取れない語: {}", "en": "not understood: {}"},
    "loose": {"ja": "「{}」では絞り込んでいない", "en": "not narrowed by: {}"},
    "registry": {"ja": "「{}」はこのグラフの記事に出てこない", "en": "no article in this graph speaks of {}"},
}


class Quote(NamedTuple):
    """A sentence that an answer rests on: the thing it tells of, its words, and where they stand."""

    thing: str
    words: str
    begin: int
    end: int
    article: str
    url: str


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer.

    ``understood`` tells whether the question could be read; where not, ``notes`` say what was in the way and ``nearest``
    are questions that can be asked. ``reading`` is how it was understood, in words. ``verdict`` answers a question for
    yes or no: ``yes``, or ``none`` where there is no report of it in the graph (which is no *no*). ``says`` are the words
    of the answer in brief. ``columns`` and ``rows`` are those of the named query ``query``, as strings; ``things`` are the
    IRIs that the rows tell of, row by row ("" where a row tells of none). ``quotes`` are the sentences behind the rows,
    ``sparql`` is what was asked of the graph.
    """

    question: str
    language: Language
    understood: bool
    reading: str = ""
    verdict: Literal["yes", "none"] | None = None
    says: tuple[str, ...] = ()
    query: str = ""
    columns: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    things: tuple[str, ...] = ()
    quotes: tuple[Quote, ...] = ()
    sparql: str = ""
    notes: tuple[str, ...] = ()
    nearest: tuple[str, ...] = ()

    def _repr_html_(self) -> str:
        from kg.notebook import answer_html

        return answer_html(self)


def answer(
    graph: Store | Path | str, question: str, *, today: dt.date | None = None, names: Names | None = None
) -> Answer:
    """Answer a question in Japanese or English from a graph.

    ``graph`` is an open store, or a path that ``kg.query.run.open_store`` takes. ``today`` is the day from which 昨年 and
    *last year* count; without it they are not understood. Raises NoInputError where there is no graph.
    """
    return Asker(graph, names=names).answer(question, today=today)


class Evaluate(Protocol):
    """Answers SPARQL from the graph; errors speak of it by its title."""

    def __call__(self, text: str, title: str | None = None) -> Result:
        """Return the rows."""


class _Asked(NamedTuple):
    """What the graph said: the text of the query, the answer, and whether a wish had to be given up for it."""

    sparql: str
    result: Result
    note: str = ""


class Asker:
    """Answers questions from one graph; the names of the graph are read once."""

    def __init__(self, graph: Store | Path | str, *, names: Names | None = None) -> None:
        self._store = open_store(graph) if isinstance(graph, (str, Path)) else graph
        self._names = names or Names()
        self._grammar = load_grammar()
        self._run: Evaluate = self._evaluate_here

    @cached_property
    def _index(self) -> NameIndex:
        return index_of(self._store, self._grammar, self._names)

    def through(self, evaluate: Evaluate) -> Asker:
        """Return one that answers from the same graph and has its SPARQL evaluated by another, such as a process with limits."""
        _ = self._index
        other = copy(self)
        other._run = evaluate
        return other

    def warm(self) -> None:
        """Read now what takes time when somebody asks for the first time: the names of the graph and of the registry."""
        _ = self._index, registry_index(self._names)

    def answer(self, question: str, *, today: dt.date | None = None) -> Answer:
        """Answer a question."""
        question = question[:_MOST_WORDS]
        context = Context(self._offices, today)
        readings = read(question, self._grammar, (self._index,), context)
        made = self._planned(readings)
        if made is None and any(reading.unread for reading in readings):
            made = self._planned(read(question, self._grammar, (self._index, registry_index(self._names)), context))
        if made:
            return self._answered(*made)
        return self._offer(readings[-1])

    def _planned(self, readings: tuple[Question, ...]) -> tuple[Question, Plan] | None:
        """Return the first reading that a form takes."""
        for reading in readings:
            found = plan(reading, self._grammar, self._holders)
            if isinstance(found, Plan):
                return reading, found
        return None

    # ---- understood

    def _answered(self, question: Question, made: Plan) -> Answer:
        said = self._ask(question, made)
        sparql, result, notes = said.sparql, said.result, [said.note] if said.note else []
        query = made.form.query
        if not result.rows and made.form.name == "meetings" and self._names_two(made):
            denied = self._denied(question, made)
            if denied.result.rows:
                sparql, result, query = denied.sparql, denied.result, "denied"
                notes.append(_NOTES["denied"][question.language])
        columns, rows, things = self._table(query, _picked(result, made))
        quotes = self._quotes(things or self._behind(made))
        verdict: Literal["yes", "none"] | None = None
        if made.yes_no:
            verdict = "yes" if rows and not said.note and query == made.form.query else "none"
        says = () if query != made.form.query else self._says(question, made, columns, rows, things)
        return Answer(
            question.text,
            question.language,
            understood=True,
            reading=self._reading(question, made),
            verdict=verdict,
            says=says,
            query=query,
            columns=columns,
            rows=rows,
            things=things,
            quotes=quotes,
            sparql=sparql,
            notes=(*self._remarks(question, made), *notes),
        )

    def _ask(self, question: Question, made: Plan) -> _Asked:
        """Ask for what took place or who is in office now; where there is no such thing, for all that is told."""
        values = self._values(made)
        strict, wide = dict(values), dict(values)
        note = ""
        if made.form.held and "status" not in values and (made.asked or made.yes_no or made.pick):
            strict["status"], note = ("held",), "not-held"
        if made.form.present and not made.past and not made.first_day and not made.last_day and "office" in values:
            strict["from"], note = ("9999",), "not-now"
        for slot in made.slots:
            if slot.param == "about" and made.form.query == "statements" and slot.things:
                wide["besides"] = wide.pop("mentions", ())
                wide["mentions"] = slot.things
                del wide["about"]
                note = "nearby"
            if slot.param == "place" and made.form.query == "meetings":
                names = [name for thing in slot.things for name in names_of(self._store, thing)]
                wide["about"] = tuple(names) or (slot.token.text,)
                del wide["place"]
                note = "named"
            if slot.param == "actor" and "target" not in wide:
                wide["target"] = wide.pop("actor")
                note = "other-side"
            if slot.param == "destination" and slot.kind == "place":
                wide["destination"] = tuple(filter(None, map(self._state_of, slot.things)))
                note = "wider"
        first = self._evaluate(made.form.query, strict, question.language)
        if first.result.rows or strict == wide:
            return first
        if made.form.held and "status" in strict and "status" not in values:
            both = self._evaluate(made.form.query, {**wide, "status": strict["status"]}, question.language)
            if both.result.rows and wide != values:
                return both._replace(note=_NOTES[note][question.language])
        second = self._evaluate(made.form.query, wide, question.language)
        return second._replace(note=_NOTES[note][question.language]) if second.result.rows else first

    def _evaluate(self, name: str, values: dict[str, tuple[str, ...]], language: Language) -> _Asked:
        query = with_thing(find_query(name))
        if language == "en":
            query = in_english(query)
        text = _HEADER.sub("", bind(query, values, self._things))
        return _Asked(text, self._run(text, name))

    def _values(self, made: Plan) -> dict[str, tuple[str, ...]]:
        """Return the values of the parameters; a thing that is spoken of stands for all its names."""
        values = dict(made.values)
        for slot in made.slots:
            if slot.words and slot.things:
                names = [name for thing in slot.things for name in names_of(self._store, thing)]
                values[slot.param] = tuple(names) or (slot.token.text,)
        return values

    def _state_of(self, place: str) -> str:
        """Return the state that a place lies in."""
        from pyoxigraph import NamedNode

        found = self._store.quads_for_pattern(NamedNode(place), NamedNode(P_IN_STATE), None)
        return next((getattr(quad.object, "value", "") for quad in found), "")

    @staticmethod
    def _names_two(made: Plan) -> bool:
        return {"with"} <= made.values.keys() and bool({"person", "state"} & made.values.keys())

    def _denied(self, question: Question, made: Plan) -> _Asked:
        values = {key: made.values[key] for key in ("with", "from", "to") if key in made.values}
        values["about"] = made.values.get("person") or made.values["state"]
        return self._evaluate("denied", values, question.language)

    def _behind(self, made: Plan) -> tuple[str, ...]:
        """Return what the sentences of an answer tell of where its rows are counts: the events that were counted."""
        if not made.form.evidence:
            return ()
        values = {key: made.values[key] for key in ("person",) if key in made.values}
        said = self._evaluate(made.form.evidence, {**values, "status": ("held",)}, "ja")
        return self._table(made.form.evidence, said.result)[2]

    # ---- the answer

    @staticmethod
    def _table(name: str, result: Result) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...], tuple[str, ...]]:
        """Return columns and rows without the IRIs of what they tell of, and these."""
        thing = find_query(name).thing
        if thing not in result.columns:
            return result.columns, tuple(result.plain()), ()
        place = result.columns.index(thing)
        plain = result.plain()
        keep = [i for i, column in enumerate(result.columns) if i != place]
        return (
            tuple(result.columns[i] for i in keep),
            tuple(tuple(row[i] for i in keep) for row in plain),
            tuple(row[place] for row in plain),
        )

    def _says(
        self,
        question: Question,
        made: Plan,
        columns: tuple[str, ...],
        rows: tuple[tuple[str, ...], ...],
        things: tuple[str, ...],
    ) -> tuple[str, ...]:
        """Return the answer in brief: how many, or the different values of the columns that answer."""
        if "count" in made.asked:
            number = made.form.asks.get("count")
            if number and rows:
                return (rows[0][columns.index(number)],)
            return (str(len(set(things))),)
        wanted = [[columns.index(column) for column in either.split("|") if column] for either in made.columns]
        wanted = [either for either in wanted if either]
        if not wanted:
            return ()
        aside = self._aside(question, made)
        if len(wanted) > 1:
            return tuple(dict.fromkeys(" · ".join(filter(None, (row[either[0]] for either in wanted))) for row in rows))
        values = [item for row in rows for i in wanted[0] for item in _split(row[i], columns[i]) if item]
        others = [item for item in values if item not in aside]
        return tuple(dict.fromkeys(others or values))

    def _aside(self, question: Question, made: Plan) -> set[str]:
        """Return the names that cannot answer with whom: those that were given, and who stands on their side."""
        given = [thing for slot in made.slots if slot.param != "place" for thing in slot.things]
        if made.form.query not in ("meetings", "met", "acts") or not given:
            return set()
        text = _SIDE.format(given=_iris(given), language=question.language)
        own = {row[0] for row in self._run(text).plain()}
        return own | {label_of(self._store, thing, question.language) for thing in given}

    def _quotes(self, things: Iterable[str]) -> tuple[Quote, ...]:
        told = sorted({thing for thing in things if thing})
        if not told:
            return ()
        rows = self._run(_QUOTES.format(things=_iris(told))).plain()
        return tuple(Quote(row[0], row[1], int(row[2]), int(row[3]), row[4], row[5]) for row in rows)

    def _reading(self, question: Question, made: Plan) -> str:
        """Say how a question was understood: the form, each parameter with its value, and what answers."""
        language = question.language
        parts = [made.form.labels[language]]
        named = {slot.param for slot in made.slots}
        for slot in made.slots:
            labels = [label_of(self._store, thing, language, slot.token.text) for thing in slot.things] or slot.values
            parts.append(f"{slot.param} = {' / '.join(dict.fromkeys(labels))}")
        parts += [f"{key} = {' / '.join(value)}" for key, value in made.values.items() if key not in named]
        if made.pick:
            parts.append(made.pick)
        wanted = made.columns or made.asked or (("yes/no",) if made.yes_no else ())
        return " · ".join(parts) + (f" → {', '.join(wanted)}" if wanted else "")

    def _remarks(self, question: Question, made: Plan) -> list[str]:
        """Return what has to be said of the names: one that may be several persons, one that the graph does not have."""
        remarks = [_NOTES["loose"][question.language].format(", ".join(question.loose))] if question.loose else []
        for slot in made.slots:
            labels = list(dict.fromkeys(label_of(self._store, thing, question.language) for thing in slot.things))
            if slot.kind == "person" and len(labels) > 1:
                remarks.append(_NOTES["several"][question.language].format(slot.token.text, ", ".join(labels)))
            if slot.things and not any(self._has(thing) for thing in slot.things):
                remarks.append(_NOTES["registry"][question.language].format(slot.token.text))
        return remarks

    def _has(self, thing: str) -> bool:
        from pyoxigraph import NamedNode

        return any(True for _ in self._store.quads_for_pattern(NamedNode(thing), None, None))

    # ---- not understood

    def _offer(self, question: Question) -> Answer:
        """Say what was in the way, and offer the nearest questions, about what this one names."""
        found = plan(question, self._grammar, self._holders)
        misses: list[Miss] = [] if isinstance(found, Plan) else found
        language = question.language
        notes = [_NOTES["refused"][language].format(word) for word in question.refused]
        left = question.unread or (misses[0].left if misses and misses[0].hits else ())
        if left and not notes:
            notes.append(_NOTES["unread"][language].format(", ".join(left)))
        if not notes:
            notes.append(_NOTES["no-form"][language])
        nearest: dict[str, None] = {}
        for miss in sorted(misses, key=lambda miss: -miss.hits):
            for example in miss.form.examples[language]:
                nearest.setdefault(self._filled(example, question))
        return Answer(question.text, language, understood=False, notes=tuple(notes), nearest=tuple(nearest)[:_OFFERED])

    def _filled(self, example: str, question: Question) -> str:
        """Return an example with names of the question in its places, or with names that many know."""
        for kind, usual in _USUAL[question.language].items():
            if f"{{{kind}}}" in example:
                named = [token.things[kind][0] for token in question.tokens if kind in token.things]
                label = label_of(self._store, named[0], question.language) if named else usual
                example = example.replace(f"{{{kind}}}", label)
        return example[:1].upper() + example[1:]

    # ---- the graph

    def _evaluate_here(self, text: str, title: str | None = None) -> Result:
        return evaluate(self._store, text, self._names, title)

    def _things(self, word: str) -> tuple[NamedNode, ...]:
        """Return what a value names: most are IRIs, which need no search."""
        from pyoxigraph import NamedNode

        return (NamedNode(word),) if word.startswith(_IRI) else find_things(self._store, word, self._names).things

    def _offices(self, owner: str, kinds: tuple[str, ...]) -> tuple[str, ...]:
        """Return the offices of a state or body of some kinds."""
        text = _OFFICES.format(owner=owner, kinds=" ".join(f'"{kind}"' for kind in kinds))
        return tuple(row[0] for row in self._run(text).plain())

    def _holders(self, offices: tuple[str, ...], first: str, last: str) -> tuple[str, ...]:
        """Return who held offices at a time, or ever."""
        text = _HOLDERS.format(offices=_iris(offices), first=first, last=last or "9999")
        return tuple(row[0] for row in self._run(text).plain()) if offices else ()


_USUAL: Final[dict[Language, dict[str, str]]] = {
    "ja": {"person": "プーチン", "state": "北朝鮮", "place": "平壌", "treaty": "パリ協定"},
    "en": {"person": "Putin", "state": "North Korea", "place": "Pyongyang", "treaty": "the Paris Agreement"},
}


def _picked(result: Result, made: Plan) -> Result:
    """Return the rows that are asked for: the first or last of those with a date, or the most."""
    form: Form = made.form
    if form.top and result.rows:
        place = result.columns.index(form.top)
        best = result.rows[0][place]
        return replace(result, rows=tuple(row for row in result.rows if row[place] == best))
    if not made.pick or not form.date:
        return result
    place = result.columns.index(form.date)
    dated = [row for row in result.rows if row[place]]
    if not dated:
        return replace(result, rows=())
    day = dated[-1 if made.pick == "last" else 0][place]
    return replace(result, rows=tuple(row for row in dated if row[place] == day))


def _split(cell: str, column: str) -> list[str]:
    """Return the items of a cell; sentences are one item whatever marks they hold."""
    return [cell] if column == "quote" else cell.split(_LIST)


def _iris(things: Iterable[str]) -> str:
    return " ".join(f"<{thing}>" for thing in things)
