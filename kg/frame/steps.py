"""Steps in the life of a document that the facts format has no word for: negotiated, amended, suspended.

The rules of agreements know signing, force, adoption and the like. Here the words around the document tell more of what
they call adopted (改定した), proposed (交渉している) or merely mentioned (履行を停止した).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from kg.frame.context import Context, Draft
from kg.frame.gather import ORDER, Group, report
from kg.lexicon.load import Lexicon
from kg.model.account import Claim, Evidence, Ref, Report
from kg.model.sentence import Clause, Phrase
from kg.model.span import Span
from kg.model.time import TimeValue

#: The rule of a step that is told beside stronger acts on the same document.
BESIDE: Final = "step-beside"
#: What the rules of agreements take each step for.
_COARSE: Final[dict[str, tuple[str, ...]]] = {
    "amended": ("adopted",),
    "negotiated": ("proposed", "mentioned"),
    "suspended": ("mentioned",),
}


_TOPIC: Final[tuple[str, ...]] = ("は", "も", "ニツイテ", "ニカンシ")


class StepRules:
    """Reads finer steps off the clause that a document stands in."""

    def __init__(self, lexicon: Lexicon) -> None:
        table = lexicon.table("agreements", "steps")
        self._verbs = {step: frozenset(table[f"{step}_verbs"]) for step in _COARSE}
        self._nouns = {step: tuple(table[f"{step}_nouns"]) for step in _COARSE}
        self._of_document = frozenset(table["suspended_objects"])
        self._announce = frozenset(table["announced"])

    def beside(
        self, drafts: Iterable[Draft], reports: Sequence[Report], article: str, contexts: Mapping[int, Context]
    ) -> Iterator[Report]:
        """Yield reports of steps that were lost where stronger acts on the same document swallowed what tells of them.

        Their action rests on the rule ``BESIDE``: the facts format has no place for them.
        """
        told = {(r.first("name"), r.first("action")) for r in reports}
        named = {name for name, _ in told}
        for draft in drafts:
            name = draft.text("name")
            if name not in named or "headline" in draft.flags:
                continue
            alone = report(Group([draft]), article, draft.subtype, ORDER, ("time", "name", "action"))
            made = self.refine(alone, Group([draft]), contexts)
            if made is not alone and (name, made.first("action")) not in told:
                told.add((name, made.first("action")))
                yield Report(made.key, made.kind, made.subtype, tuple(map(_beside, made.claims)))

    def refine(self, whole: Report, group: Group, contexts: Mapping[int, Context]) -> Report:
        """Return a report with the finer step in the place of what its draft calls it, where the words tell one."""
        coarse = whole.first("action")
        for draft in group.drafts:
            context = contexts.get(draft.sentence)
            name = next((c for c in draft.claims if c.property == "name"), None)
            if context is None or name is None or draft.text("action") != coarse:
                continue
            for phrase in context.phrases:
                if context.span(phrase) == name.evidence.words:
                    for step, clause in self._steps(context, phrase):
                        if coarse in _COARSE[step]:
                            return self._refined(whole, step, context, clause, name.evidence.words)
        return whole

    def _steps(self, context: Context, phrase: Phrase) -> Iterator[tuple[str, Clause | None]]:
        """Yield the steps that the words around a document tell, with the clause that tells it."""
        chain = list(_governors(context, phrase))
        clause = next((c for c in context.clauses if any(p in c.args for p in chain)), None)
        chain += _stopped_apart(phrase, clause, self._nouns["suspended"])
        if clause is None and phrase.relative is not None:
            clause = phrase.relative
        if clause is not None and clause.negative:
            return
        for step in _COARSE:
            verb = (
                clause is not None
                and clause.lemma in self._verbs[step]
                and (step != "suspended" or (self._is_suspended(chain, clause) and self._happened(context, clause)))
            )
            # 協定の改正交渉 is a negotiation: what a compound ends in counts.
            noun = any(p.text.endswith(self._nouns[step]) for p in chain[1:]) or (
                (phrase.head.mention is None or phrase.head.mention.kind != "document")
                and phrase.text.endswith(self._nouns[step])
            )
            if noun and step == "suspended":
                noun = clause is not None and clause.lemma in self._announce and self._told(context, clause)
            if verb or noun:
                yield step, clause

    @staticmethod
    def _told(context: Context, clause: Clause) -> bool:
        """Whether a clause is past, or goes on to what is: 効力停止を宣言し、外交官を追放した."""
        return clause.past or (
            clause.form == "chain" and context.modality.read(clause, context.clauses).status == "held"
        )

    def _is_suspended(self, chain: list[Phrase], clause: Clause) -> bool:
        """Whether it is the document, or its force, that is stopped, and not a deed under it."""
        last = next(p for p in chain if p in clause.args)
        wanted = ("が", "は", "も") if clause.passive else ("を", "も", "は")
        return last.particle in wanted and (last is chain[0] or last.text in self._of_document)

    def _happened(self, context: Context, clause: Clause) -> bool:
        """Whether the stop took effect, or was announced for good."""
        parent = clause.parent
        announced = parent is not None and parent.lemma in self._announce and parent.past
        return announced or context.modality.read(clause, context.clauses).status == "held"

    def _refined(self, whole: Report, step: str, context: Context, clause: Clause | None, words: Span) -> Report:
        claims = [c._replace(value=step) if c.property == "action" else c for c in whole.claims]
        if step == "suspended" and clause is not None:
            evidence = Evidence(context.parsed.sentence.span, words, "agreement-step")
            more: list[Claim] = []
            if not clause.passive:
                acting = [*context.subjects(clause), *(context.subjects(clause.parent) if clause.parent else [])]
                states = [r for r in context.states_of(acting) if r not in whole.refs("party")]
                bodies = [r for r in acting if r.kind == "organization" and not states]
                more += [Claim("party", ref, evidence) for ref in _once([*states, *bodies])]
            time = _day(context, clause, words)
            if time is not None and time.edtf and whole.time is None:
                more.append(Claim("time", time, evidence._replace(words=time.span)))
            at = next((i for i, c in enumerate(claims) if c.property not in ("party", "name")), len(claims))
            claims[at:at] = more
        return Report(whole.key, whole.kind, whole.subtype, tuple(claims))


def _governors(context: Context, phrase: Phrase) -> Iterator[Phrase]:
    """Yield a phrase and, in order, the nouns that it modifies: 条約の → 履行を."""
    seen = {id(phrase)}
    yield phrase
    for other in context.phrases[phrase.index + 1 :]:
        if any(id(m) in seen for m in other.modifiers):
            seen.add(id(other))
            yield other


def _stopped_apart(phrase: Phrase, clause: Clause | None, stops: tuple[str, ...]) -> list[Phrase]:
    """The stop in a clause that has the document as its topic: 条約についても履行停止を宣言した."""
    if clause is None or phrase not in clause.args or phrase.particle not in _TOPIC:
        return []
    return [a for a in clause.args if a.particle in ("を", "も") and a.text.endswith(stops)][:1]


def _day(context: Context, clause: Clause, words: Span) -> TimeValue | None:
    """When a clause takes place, where a date in its arguments does not belong to the document (1960年の条約を停止した)."""
    time = context.when(clause)
    paper = next((p for p in context.phrases if context.span(p) == words), None)
    if time is None or paper is None or all(t.span != time.span for t in context.times(paper.modifiers)):
        return time
    first = context.phrases[: paper.index]
    return next(
        (t for p in reversed(first) if p.is_time and p not in paper.modifiers for t in context.times([p])), None
    )


def _beside(claim: Claim) -> Claim:
    return claim._replace(evidence=claim.evidence._replace(rule=BESIDE)) if claim.property == "action" else claim


def _once(refs: list[Ref]) -> list[Ref]:
    return list(dict.fromkeys(refs))
