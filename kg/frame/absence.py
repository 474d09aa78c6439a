"""Who stayed away from a meeting, and in whose stead another came: Xに代わってYが出席した, Xは欠席し, Xの代理としてYが."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kg.frame.context import Context
from kg.frame.gather import Group
from kg.lexicon.load import Lexicon
from kg.model.account import Claim, Evidence, Ref
from kg.model.sentence import Phrase
from kg.model.span import Span


class AbsenceRules:
    """Finds persons of whom a sentence says that they did not take part."""

    def __init__(self, lexicon: Lexicon) -> None:
        table, meet = lexicon.table("meetings", "absent"), lexicon.table("meetings", "meet")
        self._away, self._there = frozenset(table["away"]), frozenset(table["there"])
        self._acts = self._there.union(meet["verbs"], meet["light"], meet["attend"])
        self._replaced: str = table["replaced"]
        self._steads: dict[str, list[str]] = table["steads"]

    def find(self, context: Context) -> Iterator[tuple[Ref, Span]]:
        """Yield each such person with the words that say so."""
        for clause in context.clauses:
            if clause.lemma in self._away or (clause.lemma in self._there and clause.negative):
                words = context.span(clause.phrase)
                yield from ((ref, words) for ref in context.subjects(clause) if ref.kind == "person")
            for argument in clause.args:
                # 上川氏に代わって外相に就任し: who takes over an office is no stand-in
                if argument.particle == self._replaced and clause.lemma in self._acts:
                    yield from ((ref, context.span(argument)) for ref in _persons(context, argument))
        for phrase in context.phrases:
            if phrase.particle in self._steads.get(phrase.text, ()):
                for modifier in phrase.modifiers:
                    if modifier.particle == "の":
                        yield from ((ref, context.span(phrase)) for ref in _persons(context, modifier))


def deny_absent(rules: AbsenceRules, contexts: Iterable[Context], meetings: Iterable[Group]) -> None:
    """Deny of each meeting that the absent took part: of the one told in the same sentence, or else in the one before."""
    groups = list(meetings)
    if not groups:
        return
    for context in contexts:
        evidence = Evidence(context.parsed.sentence.span, context.parsed.sentence.span, "absent")
        for person, words in rules.find(context):
            home = context.linked.states.get(person.key)
            for at in (context.index, context.index - 1):
                told = [g for g in groups if any(d.sentence == at for d in g.drafts)]
                fitting = [g for g in told if person not in g.refs("participant") and home in g.refs("state")]
                if fitting:
                    claim = Claim("participant", person, evidence._replace(words=words), "denied")
                    fitting[0].absent.append(claim)
                if told:
                    break


def _persons(context: Context, phrase: Phrase) -> list[Ref]:
    # Alone: in A氏と、B氏の代わりにC氏が, A came.
    return [ref for ref in context.own_actors(phrase) if ref.kind == "person"]
