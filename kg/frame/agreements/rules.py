"""Agreements: documents that are signed, ratified, adopted, left or mentioned, and what is agreed on without a name."""

from __future__ import annotations

from collections.abc import Iterator

from kg.frame.agreements.acts import ActRules
from kg.frame.agreements.agreed import AgreedRules
from kg.frame.agreements.mentions import MentionRules
from kg.frame.agreements.naming import DocumentNames
from kg.frame.agreements.sides import Sides
from kg.frame.context import Context, Draft
from kg.lexicon.load import Lexicon


class AgreementRules:
    """Finds agreement drafts in a sentence."""

    def __init__(self, lexicon: Lexicon) -> None:
        names = DocumentNames(lexicon)
        sides = Sides(lexicon, names)
        self._acts = ActRules(lexicon, names, sides)
        self._agreed = AgreedRules(lexicon, names, sides)
        self._mentions = MentionRules(lexicon, names, sides)
        self._signing = lexicon.words("agreements", "names", "signing")

    def find(self, context: Context) -> Iterator[Draft]:
        """Drafts of a sentence in text order: acts on documents, then bare agreeing, then mere mentions."""
        named = (u.mention for u in context.parsed.units if u.mention is not None)
        signing = any(w in context.parsed.sentence.surface for w in self._signing)
        if (
            not signing
            and not any(self._acts.names.may_name(m) for m in named)
            and not any(c.lemma in self._acts.agree or c.lemma in self._acts.actions for c in context.clauses)
        ):
            yield from self._mentions.quoted(context)
            return
        taken: set[object] = set()
        for clause in context.clauses:
            concluded = self._agreed.concluded(context, clause, taken)
            found = [concluded] if concluded is not None else list(self._acts.act(context, clause, taken))
            yield from found
            if not found:
                draft = (
                    self._agreed.agreed(context, clause, taken)
                    or self._acts.step(context, clause, taken)
                    or self._acts.ceremony(context, clause, taken)
                )
                if draft is not None:
                    yield draft
        for clause in context.clauses:
            draft = self._mentions.called(context, clause, taken)
            if draft is not None:
                yield draft
            yield from self._mentions.before_this(context, clause, taken)
        for phrase in context.phrases:
            yield from self._mentions.nominal_acts(context, phrase, taken)
        for phrase in context.phrases:
            draft = (
                self._mentions.told(context, phrase, taken)
                or self._mentions.mentioned(context, phrase, taken)
                or self._mentions.negotiated(context, phrase)
            )
            if draft is not None:
                yield draft
        yield from self._mentions.quoted(context)
