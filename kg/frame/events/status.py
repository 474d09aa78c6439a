"""Whether an event took place: what governs the words that tell of it may put it off, only mean it, decide it or refuse it."""

from __future__ import annotations

import re

from kg.frame.around import SINCE
from kg.frame.context import Context, Draft
from kg.frame.events.types import EventType
from kg.lexicon.load import Lexicon
from kg.model.sentence import Clause


class StatusRules:
    """Settles the status of drafts beyond what the reading of modality gives."""

    def __init__(self, lexicon: Lexicon) -> None:
        common = lexicon.table("events", "common")
        self._wanted, self._agree = frozenset(common["wanted"]), frozenset(common["agree"])
        self._longs = frozenset(common["longs"])
        self._meant, self._decide = frozenset(common["meant"]), frozenset(common["decide"])
        self._intended, self._drafts = frozenset(common["intended"]), frozenset(common["drafts"])
        self._refused, self._done = re.compile(common["refused"]), re.compile(common["just_done"])
        self._declares = frozenset(common["declares"])
        self._plans, self._asking = frozenset(common["plans"]), frozenset(common["asking"])
        self._signs = frozenset(common["signs"])
        self._both, self._mutually = tuple(common["both"]), frozenset(common["mutually"])
        self._ahead = re.compile(common["ahead"])
        self._starts = frozenset(common["starts"])
        self._ongoing = frozenset(common["ongoing"])
        self._rejects, self._came_out = frozenset(common["rejects"]), frozenset(common["came_out"])

    def wanted(self, clause: Clause) -> bool:
        """Whether a predicate only asks for what its object names."""
        return clause.lemma in self._wanted

    def agreed(self, clause: Clause) -> bool:
        """Whether a predicate agrees on what its object names."""
        return clause.lemma in self._agree

    def ahead(self, context: Context, end: int) -> bool:
        """Whether a headline says behind a noun that it is only to come (NATO加盟へ)."""
        return (
            context.parsed.sentence.kind == "title"
            and self._ahead.match(context.parsed.sentence.surface, end) is not None
        )

    @staticmethod
    def since(context: Context, clause: Clause) -> bool:
        """Whether a clause only tells since when something is so: 侵攻が始まってから."""
        return SINCE.match(context.parsed.sentence.surface, clause.phrase.end) is not None

    def just_done(self, context: Context, draft: Draft, clause: Clause) -> bool:
        """Whether a present tense tells of what has been: 侵攻してから3年, 発射するのは5年ぶり, a headline that ends in a bare noun."""
        surface, end = context.parsed.sentence.surface, clause.phrase.end
        if SINCE.match(surface, end) or self._done.match(surface, end):
            return True
        parent = clause.parent
        if clause.form == "nominal" and parent is not None and parent.past and parent.lemma in self._came_out:
            # 打ち上げは失敗に終わった
            return True
        bare = clause.phrase.text.endswith(clause.lemma.removesuffix("する")) and not clause.phrase.function
        title = context.parsed.sentence.kind == "title" and draft.flags & {"plain", "bare"} and bare
        return bool(title) and not self._ahead.match(surface, end)

    def only_starts(self, clause: Clause) -> bool:
        """Whether a predicate only sets out for what its object names: 国交正常化に着手した."""
        return clause.lemma in self._starts

    def going_on(self, clause: Clause) -> bool:
        """Whether a clause tells on a side what it goes on doing, whatever is said of that side: 侵攻を続けるロシアに対し…求めた."""
        target = clause.target if clause.form == "relative" else None
        return (
            target is not None
            and clause.lemma in self._ongoing
            and any(m.kind in ("state", "organization", "person", "office") for m in target.mentions())
        )

    def each_other(self, context: Context, clause: Clause) -> bool:
        """Whether two who act do it to one another: 双方が…追放した, 互いに制裁を科した."""
        own = [a for a in clause.args if a.particle in ("が", "は", "も")] + [p for p in (clause.inherited,) if p]
        together = any(a.text.startswith(self._both) for a in own)
        begin = min([clause.phrase.begin, *(a.begin for a in clause.args)])
        words = context.parsed.sentence.surface[begin : clause.phrase.begin]
        return together or any(word in words for word in self._mutually)

    @staticmethod
    def _later(context: Context, clause: Clause) -> bool:
        """Whether what is decided has a day of its own, behind that of the decision: 28日に承認すると22日発表した."""
        time, published = context.when(clause, inherit=False), context.scene.article.published
        if time is None or time.earliest is None or clause.parent is None:
            return False
        told = context.when(clause.parent, inherit=False)
        now = told.latest if told is not None and told is not time else published
        return now is not None and time.earliest > now

    def settle(self, context: Context, draft: Draft, kind: EventType, clause: Clause) -> None:
        """The status under what governs the clause: some acts are done by deciding them, others are only meant."""
        parent = clause.parent
        target = clause.target.text if clause.form == "relative" and clause.target is not None else ""
        if draft.status == "held" and (clause.lemma in self._wanted or (target in self._meant and not clause.past)):
            draft.status, draft.modality = "proposed", "planned"
        if draft.status == "scheduled" and "plain" in draft.flags and clause.lemma in self._longs:
            # 加盟を待つ
            draft.status, draft.modality = "proposed", "planned"
            draft.flags.discard("plain")
        agreeing = parent if parent is not None and clause.form in ("relative", "quoted", "nominal") else clause
        if agreeing is not parent or (target and target != "こと"):
            agreeing = clause
        bare = agreeing.form == "final" and not agreeing.phrase.function
        agreed = agreeing.lemma in (self._agree | self._declares | self._signs) and (
            agreeing.past or bare or "headline" in draft.flags
        )
        if agreed and kind.agreeing_does and draft.status == "scheduled":
            draft.status, draft.modality = "held", "asserted"
        if draft.status == "held" and clause.lemma in self._agree and not kind.agreeing_does:
            draft.status, draft.modality = "scheduled", "planned"
        if target in self._drafts and not clause.past and draft.status in ("held", "scheduled"):
            draft.status, draft.modality = "proposed", "planned"
            draft.flags.discard("plain")
        if draft.status in ("scheduled", "proposed") and "beside" in draft.flags:
            # 国外退去を命じるとともに、部隊を送る方針を示した: only the latter is meant
            draft.status, draft.modality = "held", "asserted"
        if draft.status == "scheduled" and (
            clause.lemma in self._agree or (parent is not None and parent.lemma in self._agree)
        ):
            # the day of agreeing is not the day of what is agreed on
            draft.flags.add("agreed")
        if kind.deciding_plans and draft.status in ("held", "scheduled"):
            above = parent.lemma if parent is not None and clause.form != "chain" else ""
            if {clause.lemma, above} & self._plans:
                draft.status, draft.modality = "scheduled", "planned"
                return
        if draft.status == "scheduled" and kind.declaring and self.declared(clause):
            draft.status, draft.modality = "held", "asserted"
            draft.flags.discard("plain")
        if (
            draft.status == "scheduled"
            and kind.by_decision
            and clause.lemma not in self._agree
            and self.decided(clause)
            and not self._later(context, clause)
        ):
            draft.status, draft.modality = "held", "asserted"

    def declared(self, clause: Clause) -> bool:
        """Whether what governs a clause declares it: 独立することを宣言した."""
        parent = clause.parent
        return parent is not None and parent.lemma in self._declares and parent.past and not parent.negative

    def decided(self, clause: Clause) -> bool:
        """Whether what governs a clause decides or announces it: 断絶することを明らかにした, but not 断絶する方針を."""
        parent = clause.parent
        if parent is None or (clause.target is not None and clause.target.text in self._intended):
            return False
        clipped = parent.form in ("final", "chain") and not parent.phrase.function
        if not parent.past and not clipped:
            # 3人を追放すると発表、
            return False
        return parent.lemma in self._decide or (
            parent.lemma == "する" and any(a.text in self._decide for a in parent.args)
        )

    def asked(self, clause: Clause) -> bool:
        """Whether somebody is asked to do what a clause tells: やめるよう訴えた."""
        wish = clause.form == "quoted" or (clause.target is not None and clause.target.text.startswith("よう"))
        return wish and clause.parent is not None and clause.parent.lemma in self._asking

    def refused(self, context: Context, clause: Clause) -> bool:
        """Whether what is said of a clause is that it is not so: 承認することはない, 駐留することは受け入れられない."""
        if clause.form not in ("nominal", "relative"):
            return False
        target = clause.target
        if target is not None and target.text in self._drafts:
            # 加盟を勧告する決議案を否決した
            return clause.parent is not None and clause.parent.lemma in self._rejects
        if target is not None and target.text in (self._meant | self._intended):
            # 送り込む考えはない
            return self._refused.match(context.parsed.sentence.surface, target.end) is not None
        if target is not None and target.text not in ("こと", "の"):
            return False
        if clause.parent is not None and clause.parent.negative:
            return True
        listed = [c.target for c in context.clauses if c.index > clause.index and c.form == "relative" and target]
        ends = [p.end for p in (target, *listed) if p is not None and p.text == "こと"]
        surface = context.parsed.sentence.surface
        if any(self._refused.match(surface, end) for end in ends):
            return True
        # …することは「受け入れられない」
        quotes = [a for a in context.parsed.sentence.asides if a.kind == "quote" and a.at - 1 in ends]
        return any(self._refused.search(a.text) for a in quotes)
