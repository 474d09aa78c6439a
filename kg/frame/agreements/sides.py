"""Between whom an agreement stands: who acts, who is named with the document, which body adopts it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from kg.frame.agreements.gathering import NUMBERED
from kg.frame.agreements.naming import DocumentNames
from kg.frame.around import acting, is_source, pair_before, present, sides_before
from kg.frame.context import Context
from kg.lexicon.load import Lexicon
from kg.model.account import Ref
from kg.model.mention import Mention
from kg.model.sentence import Clause, Phrase

#: Particles by which a document is said to belong to sides, or to stand with one.
_OF: Final[tuple[str, ...]] = ("の", "との", "による", "ニヨルノ", "間の")
_WITH: Final[tuple[str, ...]] = ("と", "とも", "とは", "トトモニ")
_SUBJECT: Final[tuple[str, ...]] = ("が", "は", "も")
#: Particles of talks in or after which something is done.
_AFTER_TALKS: Final[tuple[str, ...]] = ("を", "で", "では", "デ", "デハ", "", "に", "には")
#: Sentences back in which the body that adopts a resolution is looked for.
_FAR: Final = 12


#: So many states, without their names.
_COUNTED: Final = re.compile(r"(?<![0-9０-９一二三四五六七八九十])[0-9０-９一二三四五六七八九十]+(?:の国|[かカヵヶ]国)")


#: So many sides of any sort.
_PARTS: Final = re.compile(r"[2-9２-９二三四五六七八九](?:者|か国|カ国|ヵ国|ヶ国|機関|団体)(?:首脳|外相)?")


class Sides:
    """Finds the parties of an agreement."""

    def __init__(self, lexicon: Lexicon, names: DocumentNames) -> None:
        sides = lexicon.table("agreements", "sides")
        agree = lexicon.table("agreements", "agree")
        action = lexicon.table("agreements", "action")
        self._names = names
        self._actions = frozenset(verb for verbs in action.values() for verb in verbs)
        self._concluding = frozenset([*action["signed"], *action["adopted"], *agree["verbs"]])
        self._mutual = frozenset(action["signed"])
        self._inner = frozenset(lexicon.table("agreements", "action_limits")["inner"])
        self._adopts = frozenset(action["adopted"])
        self._bodies = tuple(lexicon.table("events", "sides")["state_bodies"])
        self._houses, self._by_bodies = tuple(sides["houses"]), frozenset(sides["by_bodies"])
        self._forums = frozenset(sides["forums"])
        self._clubs = re.compile("|".join(sides["clubs"]))
        self._adopting = re.compile("(?:" + "|".join(sides["adopting"]) + ")$")
        self._meeting, self._visiting = frozenset(sides["meeting"]), frozenset(sides["visiting"])
        self._holding = frozenset(agree["holding"])
        self._offices = tuple(sides["offices"])
        self._meetings, self._members = frozenset(sides["meetings"]), frozenset(sides["members"])
        self._leading, self._joining = frozenset(sides["leading"]), tuple(sides["joining"])
        self._governments, self._gathered = frozenset(sides["governments"]), tuple(sides["gathered"])

    # -- parties ----------------------------------------------------------------------------------------------------

    def parties(self, context: Context, clause: Clause | None, phrase: Phrase, mention: Mention) -> list[Ref]:
        """States and bodies between which a document stands, or the body that adopts it."""
        named = self._in_name(context, mention)
        if mention.head in self._by_bodies:
            # 北朝鮮非難決議, イランの核開発を非難する決議: states in the name are its aim, the body adopts
            return self._body(context, clause, phrase, mention)
        if len(named) >= 2:
            return self.as_parties(context, named)
        inner = (m for m in mention.inner if m.kind == "organization" and not self._names.spelled(m.text))
        bodies = [r for m in inner for r in context.linked.of(m)]
        refs = [*self.owners(context, phrase), *self._concluders(context, phrase)]
        if clause is not None:
            if clause.passive and not refs:
                # 首脳会議で採択される予定の宣言
                refs += self._session(context, clause)[:1]
            ceases = clause.lemma in self._inner and _own(clause) is None  # 発効した条約に基づき
            if not clause.passive and not ceases and len(self.as_parties(context, refs)) < 2:
                refs += self._actors(context, clause, phrase)
            refs += self.partners(context, clause)
            if len(self.as_parties(context, refs)) <= 1 and (refs or clause.inherited is not None):
                refs += self._met(context, clause)
            if len(self.as_parties(context, refs)) < 2 and not clause.passive:
                refs += self._on_tour(context, clause)
            also = [a for a in clause.args if a.text in ("間", "あいだ") and a.particle in ("でも", "にも")]
            if also and len(self.as_parties(context, refs)) == 1:
                # EUとAは覚書に署名した。Bとの間でも協定が結ばれた
                refs = [*context.topic_before()[:1], *refs]
        if phrase.head.mention is not None and phrase.head.mention.kind == "organization":
            # TPPが発効した: no party of itself
            refs = [r for r in refs if r not in context.linked.of(phrase.head.mention)]
        if self._names.founds(mention):
            # 連合の設立条約: the body that it founds is no party
            founded = {*bodies, *(r for r in self.owners(context, phrase) if r.kind == "organization")}
            refs, bodies = [r for r in refs if r not in founded], []
        if len(self.as_parties(context, refs)) == 1:
            # ASEAN友好協力条約: the body whose treaty a state joins
            refs += bodies
        return self.as_parties(context, refs or named)

    @staticmethod
    def pair_with(context: Context, state: Ref) -> list[Ref]:
        """The pair of states with one given, of which the article has spoken."""
        pair = pair_before(context, back=context.index)
        return pair if state in pair else []

    @staticmethod
    def _in_name(context: Context, mention: Mention) -> list[Ref]:
        """States, and unions of states, in the name of a document (日EU経済連携協定, 「…韓日パートナーシップ共同宣言」)."""
        out = [r for m in mention.inner if m.kind in ("states", "state") for r in context.linked.of(m)]
        if out:
            out += [r for m in mention.inner if m.kind == "organization" for r in context.linked.of(m)]
        if mention.rule != "quotation":
            return out
        for parsed in context.scene.sentences:
            for unit in parsed.units:
                if unit.mention is not None and unit.mention.kind == "states" and unit.text in mention.text:
                    return list(context.linked.of(unit.mention))
        return out

    def owners(self, context: Context, phrase: Phrase) -> list[Ref]:
        """Whose a document is said to be: 日本とペルーの協定, チリとの条約, 両国間の合意, 両国の国防省間の意向書."""
        out: list[Ref] = []
        for modifier in phrase.modifiers:
            if modifier.particle in _OF:
                named = context.actors(modifier)
                out += [*self.home_side(context, modifier.coordinated(), named), *named]
            if modifier.text.endswith(("間", "あいだ")):
                out += [r for m in modifier.mentions() if m.kind in ("states", "anaphor") for r in context.linked.of(m)]
                out += [r for inner in modifier.modifiers for r in self.group(context, inner)]
            elif not out and modifier.particle == "ノ":
                # 両国の国防省間の協力に関する意向書
                out += self.owners(context, modifier)
        return out

    def group(self, context: Context, phrase: Phrase) -> list[Ref]:
        """Who a phrase stands for: its actors, a counted group, those who lead a delegation or to whom it belongs."""
        found = context.actors(phrase) or sides_before(context, phrase)
        found = [*self.home_side(context, phrase.coordinated(), found), *found]
        if not found and phrase.relative is not None and phrase.relative.lemma in self._leading:
            found = context.subjects(phrase.relative)
        if not found and phrase.head.mention is not None and phrase.head.mention.kind == "office":
            # G7外相は
            found = [r for m in phrase.mentions() if m.kind == "organization" for r in context.linked.of(m)]
        mention = phrase.head.mention
        if not found and (mention is None or (mention.kind == "event" and mention.rule != "travel")):
            found = [r for m in phrase.modifiers if m.particle == "の" for r in context.actors(m)]
            # ドイツ、フランスの首脳会談は: of those who meet, not 国連の会議
            found = found if mention is None or len(context.states_of(found)) >= 2 else []
        return found

    def _concluders(self, context: Context, phrase: Phrase) -> list[Ref]:
        """Who concluded a document, told in a clause on it: マケドニアとギリシャが結んだ国名変更の合意."""
        out: list[Ref] = []
        for part in (phrase, *phrase.modifiers):
            clause = part.relative
            if clause is not None and clause.lemma in self._concluding:
                out += [] if clause.passive else [*self._ministries(context, _own(clause)), *context.subjects(clause)]
                out += self.partners(context, clause)
        return out

    def doers(self, context: Context, clause: Clause) -> list[Ref]:
        """Who signs, ratifies or leaves in the words of a clause: persons and states; a parliament stands for its state."""
        if clause.passive:
            return [r for a in clause.all_args("ニヨル") if not is_source(context, a) for r in context.actors(a)]
        own = self.house(context, clause) or context.subjects(clause)
        return list(dict.fromkeys([*own, *self.partners(context, clause)])) if own else []

    def _actors(self, context: Context, clause: Clause, phrase: Phrase) -> list[Ref]:
        """Who does what a clause says of a document."""
        out = self._moved(context, clause, phrase) or self._carried(context, clause) or context.subjects(clause)
        own = _own(clause)
        if out and own is not None:
            out = [
                *self.home_side(context, own.coordinated(), out, clause),
                *self._before_rebels(context, own),
                *out,
            ]
        acting_ = own or clause.inherited
        out = [*out, *self._represented(context, acting_)] if out and acting_ is not None else out
        out = [*self._ministries(context, own), *out]
        counted = own is not None and _COUNTED.search(own.text) is not None and own.particle == "が"
        if not out and counted and clause.lemma not in self._adopts:
            # 首脳会議で44カ国が署名した: the body whose session it is does not sign
            return []
        out = out or self._session(context, clause) or self._unsaid(context, clause)
        unsaid = own is None and (clause.inherited is None or clause.inherited.is_time)
        if unsaid and clause.lemma in self._mutual and len(self.as_parties(context, out)) == 1:
            # A外相はB外相と会談した。覚書を交換した: both
            out = [*out, *(r for r in self._met_before(context) if r not in out)]
        each = [a for a in clause.args if a.particle == "が" and not a.is_time and a is not phrase]
        if len(each) >= 2:
            # A外相がパリで、B外相がローマで署名した
            out = out + [r for a in each for r in context.actors(a)]
        return out or self.before_comma(context, phrase)

    def _moved(self, context: Context, clause: Clause, phrase: Phrase) -> list[Ref]:
        """The subject before a clause on the document that is that of the act: 安保理が停戦を求める決議を採択した."""
        relative = phrase.relative
        if relative is None or relative is clause or relative.lemma in self._actions or _own(clause) is not None:
            return []
        if clause.inherited is not None and context.actors(clause.inherited):
            # 首脳は会談し、Aが加盟を支持することを盛り込んだ覚書に署名した
            return []
        return [r for a in _arguments(relative) if a.particle == "が" for r in self.group(context, a)]

    def _carried(self, context: Context, clause: Clause) -> list[Ref]:
        """The subject of the clause before in one report: Aは、BとCは会談し、文書に調印したと発表した."""
        before = context.clauses[clause.index - 1] if clause.index else None
        if clause.form != "quoted" or _own(clause) is not None or before is None or before.form != "chain":
            return []
        own = _own(before)
        if own is None or clause.inherited is None or own.index <= clause.inherited.index:
            return []
        return self.group(context, own)

    def home_side(
        self, context: Context, parts: list[Phrase], refs: list[Ref], clause: Clause | None = None
    ) -> list[Ref]:
        """The state whose government is listed beside rebels: スーダンでは、政府とスーダン人民解放軍が."""
        if len(parts) < 2 or not any(p.text in self._governments and not context.own_actors(p) for p in parts):
            return []
        stage = clause.all_args("では", "で", "には") if clause is not None else []
        lands = [r for a in stage for r in context.actors(a) if r.kind == "state"]
        # スーダンの国軍とRSF
        lands = lands or [
            r
            for p in parts
            if p.text in self._governments
            for m in p.modifiers
            for r in context.own_actors(m)
            if r.kind == "state"
        ]
        homes = lands or [h for r in refs if r.kind == "organization" and (h := context.state_of(r)) is not None]
        return list(dict.fromkeys(homes)) if len(set(homes)) == 1 else []

    @staticmethod
    def _before_rebels(context: Context, own: Phrase) -> list[Ref]:
        """The first of two states before a movement: 米国とアフガニスタンの反政府勢力タリバン is of the second only."""
        out: list[Ref] = []
        for part in own.coordinated():
            named = [r for m in part.mentions() if m.kind == "organization" for r in context.linked.of(m)]
            if any(r.key in context.linked.movements for r in named):
                lands = [m for m in part.modifiers if m.particle == "の" and len(m.coordinated()) == 2]
                out += [r for m in lands for p in m.coordinated() if p is not m for r in context.own_actors(p)]
        return out

    def partners(self, context: Context, clause: Clause) -> list[Ref]:
        """With whom or by whom: イランと結んだ, 両国によって, 米国との間で."""
        rows = [a for a in clause.all_args(*_WITH, "ニヨル") if not is_source(context, a)]
        named = [r for a in rows for r in (*context.actors(a), *self._represented(context, a))]
        return [*named, *self.between(context, clause)]

    @staticmethod
    def _represented(context: Context, phrase: Phrase) -> list[Ref]:
        """The bodies for which persons of no state act (EUのミシェル大統領), and those in a counted list (トルコ、国連の4者)."""
        out: list[Ref] = []
        for part in phrase.coordinated():
            persons = [r for r in context.own_actors(part) if r.kind == "person"]
            if _PARTS.fullmatch(part.text) or (persons and all(context.state_of(r) is None for r in persons)):
                rows = [p for m in part.modifiers if m.particle == "の" for p in m.coordinated()]
                inner = [i for p in part.mentions() for i in p.inner]
                out += [r for p in rows for r in context.own_actors(p) if r.kind == "organization"]
                out += [r for i in inner if i.kind == "organization" for r in context.linked.of(i)]
        return [r for r in out if r.key in context.linked.international]

    def between(self, context: Context, clause: Clause) -> list[Ref]:
        """Between whom: 米国との間で, 両国間で, AとBの政府間で."""
        out: list[Ref] = []
        for arg in clause.args:
            if arg.text in ("間", "あいだ"):
                # the first of the two may stand beside 間 itself
                beside = [p for p in arg.coordinated() if p is not arg]
                named = [r for p in beside for r in context.own_actors(p)]
                named += [r for m in arg.modifiers for r in context.actors(m)]
                parts = [*beside, *(p for m in arg.modifiers for p in m.coordinated())]
                out += [*self.home_side(context, parts, named, clause), *named]
            elif arg.text.endswith("間") and arg.particle in ("で", "では"):
                # 両国間で締結された, AとBの政府間で
                inside = [r for m in arg.mentions() for r in context.linked.of(m)]
                inside = inside or [r for m in arg.modifiers for r in context.actors(m)]
                out += inside or sides_before(context, arg)
        return out

    def _met(self, context: Context, clause: Clause) -> list[Ref]:
        """Whom the one who acts has met or visited earlier in the sentence: A外相はB外相と会談し、協定に署名した."""
        if found := self.talked_with(context, clause):
            return found
        return self._met_in(context, [c for c in context.clauses[: clause.index] if c.form == "chain"])

    def _met_before(self, context: Context) -> list[Ref]:
        """With whom the sentence before tells of talks, or in whose land it tells somebody to be."""
        before = context.scene.sentences[context.index - 1] if context.index else None
        if before is None or before.sentence.paragraph != context.parsed.sentence.paragraph:
            return []
        told = Context(context.scene, context.index - 1, context.modality, context.lexicon)
        return self._met_in(told, [c for c in told.clauses if c.form in ("chain", "final")])

    def _met_in(self, context: Context, clauses: list[Clause]) -> list[Ref]:
        """With whom clauses tell of talks, or whose land they tell somebody to visit; the last that does counts."""
        for other in reversed(clauses):
            if found := self.talked_with(context, other):
                return found
            talks = any(m.kind == "event" for a in other.all_args("を") for m in a.mentions()[-1:])
            if other.lemma in self._meeting or (talks and other.lemma in self._holding):
                return [r for a in other.all_args(*_WITH) for r in self._partner(context, a)]
            trip = next((m for m in other.phrase.mentions() if m.rule == "travel"), None)
            if trip is not None:
                return [r for r in context.linked.of(trip) if r.kind == "state"]
            if other.lemma in self._visiting:
                goals = other.all_args("を", "に", "へ")
                lands = [r for a in goals for p in (a, *a.modifiers) for r in context.actors(p) if r.kind == "state"]
                return lands or context.home_states(r for a in goals for r in context.places(a))
        return []

    def _on_tour(self, context: Context, clause: Clause) -> list[Ref]:
        """サモアでは、協定に署名した: the state of the stop and that of the traveller of whom the text speaks."""
        clauses = [clause, *(c for c in context.clauses[: clause.index] if c.form == "chain")]
        stops = [r for c in clauses for a in c.all_args("では") for r in context.own_actors(a) if r.kind == "state"]
        if len(stops) != 1 or any(a.particle in ("は", "が", "も") and not a.is_time for c in clauses for a in c.args):
            return []
        travellers = [r for r in context.topic_before() if r.kind == "person"]
        homes = [h for h in context.states_of(travellers) if h != stops[0]]
        return [*homes, *stops] if len(homes) == 1 else []

    def within(self, context: Context, content: Clause) -> list[Ref]:
        """Who agrees, where the parser gives them to what is agreed on: AとBが期限を迎える停戦を延ばすことで合意した."""
        rows = [a for a in _arguments(content) if a.particle == "が" and not a.is_time]
        refs = (
            [*self.home_side(context, rows[0].coordinated(), [], None), *self.group(context, rows[0])] if rows else []
        )
        return self.as_parties(context, refs)

    def talked_with(self, context: Context, clause: Clause) -> list[Ref]:
        """With whom the talks were of which a clause tells by a noun: B首相との会談を経て, B首相との会談後."""
        talks = [a for a in clause.args if any(m.kind == "event" for m in a.mentions()[-1:])]
        on = [m for a in talks if a.particle in _AFTER_TALKS for m in a.modifiers if m.particle == "との"]
        return [r for m in on for p in m.coordinated() for r in self._partner(context, p)]

    def _ministries(self, context: Context, own: Phrase | None) -> list[Ref]:
        """The states whose ministries act that are no known bodies: 韓国の国土交通部とポーランドのインフラ省が."""
        parts = own.coordinated() if own is not None else []
        rows = [p for p in parts if not context.own_actors(p) and p.text.endswith(self._offices)]
        states = [r for p in rows for m in p.modifiers if m.particle == "の" for r in context.own_actors(m)]
        return [r for r in states if r.kind == "state"] if len(parts) >= 2 else []

    def _partner(self, context: Context, phrase: Phrase) -> list[Ref]:
        """Whom a phrase names; a person of whom only the state is known stands for it (中国の秦剛国務委員兼外相と)."""
        found = context.actors(phrase)
        if context.states_of(found) or any(r.kind == "organization" for r in found):
            return found
        return [r for m in phrase.modifiers for r in context.actors(m) if r.kind == "state"]

    def assembled(self, context: Context) -> list[Ref]:
        """The sides, or the body in session, of which the text spoke last: for what is told without saying who did it."""
        for index in range(context.index, max(-1, context.index - 5), -1):
            other = Context(context.scene, index, context.modality, context.lexicon)
            for clause in reversed(other.clauses):
                own = _own(clause)
                acting_ = present(other, clause) or (sides_before(other, own) if own is not None else [])
                found = self.as_parties(other, [*acting_, *self.partners(other, clause)])
                if len([r for r in found if r.kind == "state"]) >= 2:
                    return found
                session = self._session(other, clause)
                if session:
                    return session[:1]
        return []

    def _unsaid(self, context: Context, clause: Clause) -> list[Ref]:
        """Who acts where a clause names nobody: the topic before, or the 3首脳 of a meeting told before."""
        own = _own(clause) or clause.inherited
        if own is not None:
            # 政府と武装勢力の代表は: those whom the text names
            return self.group(context, own) or [r for p in own.coordinated() for r in context.own_actors(p)]
        if clause.form not in ("final", "chain") or context.parsed.sentence.kind in ("title", "heading"):
            return []
        found = context.subjects_or_topic(clause)
        before = context.scene.sentences[context.index - 1] if context.index else None
        if not found and before is not None and before.sentence.kind == context.parsed.sentence.kind == "bullet":
            found = Context(context.scene, context.index - 1, context.modality, context.lexicon).topic()
        return found

    @staticmethod
    def before_comma(context: Context, phrase: Phrase) -> list[Ref]:
        """Sides that a headline puts before its object with no more than a comma: ボツワナとジンバブエ、査証免除で合意."""
        if context.parsed.sentence.kind not in ("title", "heading") or context.own_actors(phrase):
            return []
        return [r for p in phrase.coordinated() if p is not phrase for r in context.own_actors(p)]

    def agreeing(self, context: Context, clause: Clause) -> list[Ref]:
        """Those who agree, as they are named."""
        own = _own(clause) or clause.inherited
        refs = context.subjects(clause) or (self.group(context, own) if own is not None else [])
        if own is not None and refs:
            refs = [
                *self.home_side(context, own.coordinated(), refs, clause),
                *self._before_rebels(context, own),
                *refs,
                *self._represented(context, own),
            ]
        refs = [*self._ministries(context, own), *refs]
        refs = refs or self._session(context, clause) or self.convened(context, clause)
        refs = refs + self.partners(context, clause)
        if not refs and own is not None and own.text.startswith(("双方", "両")):
            # B外相との会談では、双方は…で一致した
            partner = self.talked_with(context, clause)
            refs = [*partner, *context.protagonist(clause, partner)] if partner else refs
        if len(self.as_parties(context, refs)) == 1:
            refs = refs + self._met(context, clause)
        if len(self.as_parties(context, refs)) == 1 and own is None and (apart := clause.all_args("とは", "とも")):
            # B大統領とは、…することで合意した: he of whom the text has spoken
            partner = [r for a in apart for r in context.actors(a)]
            refs = [*context.protagonist(clause, partner), *refs] if partner else refs
        return refs or [r for arg in clause.args for r in self.before_comma(context, arg)]

    # -- bodies -----------------------------------------------------------------------------------------------------

    def _body(self, context: Context, clause: Clause | None, phrase: Phrase, mention: Mention) -> list[Ref]:
        """The body that adopts a resolution: in its name, its owner, the subject or scene of the act, or the one told before."""
        named = [r for m in mention.inner if m.kind == "organization" for r in context.linked.of(m)]
        refs = named or self.owners(context, phrase)
        if clause is not None and not _bodies(refs):
            scene = [r for a in clause.args if a.particle in ("で", "では", "から") for r in context.actors(a)]
            refs = [*self._actors(context, clause, phrase), *scene, *self._session(context, clause)]
        found = _bodies(refs)
        if NUMBERED.search(mention.text) and not any(self._adopting.search(r.name) for r in found):
            found = []
        deciding = [r for r in found if self._adopting.search(r.name)]
        return (deciding or found)[:1]

    def presumed(self, context: Context, clause: Clause | None, phrase: Phrase) -> list[Ref]:
        """Whose resolution it is where no body is named: of the one told before, else of those who tabled it."""
        found = self._body_before(context)
        if found:
            return found
        acting = self._actors(context, clause, phrase) if clause is not None else []
        tabled = context.subjects(phrase.relative) if phrase.relative is not None else []
        return self.as_parties(context, acting or tabled)

    def in_session(self, clause: Clause) -> bool:
        """Whether something like a council acts, known or not (同盟常設理事会は)."""
        own = _own(clause) or clause.inherited
        return own is not None and self._adopting.search(own.text) is not None

    def many(self, clause: Clause) -> bool:
        """Whether a conference, or those at it, act, whoever they are: 再検討会議は, 各国代表は, 参加国は."""
        own = _own(clause) or clause.inherited
        if own is None:
            return False
        mention = own.head.mention
        return own.text.endswith(self._gathered) or (mention is not None and mention.kind == "event")

    @staticmethod
    def body_named(context: Context, name: str) -> list[Ref]:
        """A body by its name, if the article speaks of it."""
        refs = (r for found in context.linked.refs.values() for r in found if r.kind == "organization")
        return next(([r] for r in refs if r.name == name), [])

    def _body_before(self, context: Context) -> list[Ref]:
        """The body that adopts resolutions of which the text spoke last (安保理…その決議)."""
        for index in range(context.index, max(-1, context.index - _FAR), -1):
            for unit in reversed(context.scene.sentences[index].units):
                if unit.mention is None or unit.mention.kind not in ("organization", "event"):
                    continue
                for ref in context.linked.of(unit.mention):
                    if ref.kind == "organization" and self._adopting.search(ref.name):
                        return [ref]
        return []

    def convened(self, context: Context, clause: Clause) -> list[Ref]:
        """The body whose session the article tells of, where those who act are only called by it: サミットでは, 首脳らは."""
        rows = [a for a in clause.args if a.particle in ("は", "が", "も", "では", "で") and not a.is_time]
        if not any(p.text in self._meetings or p.text in self._members for p in rows):
            return []
        heads = {p.text for p in rows if p.text in self._meetings}
        return self.sitting(context, heads)

    def sitting(self, context: Context, heads: Iterable[str] = ()) -> list[Ref]:
        """The international body of whose session, called by one of some nouns or any, the text spoke last."""
        ends = tuple(h[-2:] for h in heads)
        for index in range(context.index - 1, max(-1, context.index - _FAR), -1):
            other = context.scene.sentences[index]
            for unit in other.units:
                if unit.mention is None or unit.mention.kind != "event":
                    continue
                if ends and not unit.mention.head.endswith(ends):
                    continue
                inner = [r for m in unit.mention.inner for r in context.linked.of(m)]
                before = [
                    r
                    for u in other.units
                    if u.mention is not None and 0 <= unit.begin - u.end <= 1
                    for r in context.linked.of(u.mention)
                ]
                holding = Context(context.scene, index, context.modality, context.lexicon)
                if not inner and not before:
                    # 機構は30日、緊急首脳会議を開いた
                    held = (c for c in holding.clauses if c.lemma in self._holding)
                    clause = next((c for c in held if any(unit in a.content for a in c.args)), None)
                    before = holding.subjects(clause) if clause is not None else []
                bodies = [r for r in _bodies([*inner, *before]) if r.key in context.linked.international]
                if bodies:
                    return bodies[:1]
        return []

    def joined(self, context: Context, phrase: Phrase, parties: list[Ref]) -> list[Ref]:
        """ベラルーシの加盟に関する覚書: besides the state that joins, the body in whose session the paper is signed."""
        on = [m for p in (phrase, *phrase.modifiers) for m in (p, *p.modifiers)]
        if len(parties) != 1 or parties[0].kind != "state" or not any(p.text.startswith(self._joining) for p in on):
            return parties
        return [*parties, *_bodies(self.assembled(context))[:1]]

    @staticmethod
    def _session(context: Context, clause: Clause) -> list[Ref]:
        """The body whose session acts: 国連総会は…を採択した, ASEAN首脳会議で合意した."""
        phrases = [a for a in clause.args if a.particle in ("が", "は", "も", "では", "で", "")]
        phrases += [clause.inherited] if clause.inherited else []
        # フォーラム・北京サミットの開幕式
        phrases += [m for p in phrases for m in p.modifiers if m.particle == "の" and p.text.endswith("式")]
        return _bodies(
            r
            for p in phrases
            for u in p.content
            if u.mention is not None and u.mention.kind == "event" and not _of_treaty(u.mention)
            for m in (u.mention, *u.mention.inner)
            for r in (*context.linked.of(m), *(x for o in p.modifiers for x in context.actors(o)))
        )

    @staticmethod
    def all_known(context: Context, clause: Clause) -> bool:
        """Whether the state of everyone who acts is known: else another side is not to be guessed."""
        acting_ = context.subjects(clause)
        return all(r.kind != "person" or context.state_of(r) is not None for r in acting_)

    def forum(self, context: Context) -> list[Ref]:
        """The standing forum in whose session a statement is made, told in this sentence or just before."""
        found = [r for clause in context.clauses for r in self._session(context, clause)]
        for index in range(context.index, max(-1, context.index - 3), -1):
            for unit in reversed(context.scene.sentences[index].units):
                if unit.mention is not None and unit.mention.kind in ("organization", "event"):
                    inner = (unit.mention, *unit.mention.inner)
                    found += [r for m in inner for r in context.linked.of(m) if r.name in self._forums]
        return found[:1]

    def body_in_session(self, context: Context) -> list[Ref]:
        """The body of whose session the sentence before told that it did something: また、…することで合意した."""
        before = context.scene.sentences[context.index - 1] if context.index else None
        if before is None or before.sentence.kind in ("title", "heading"):
            return []
        other = Context(context.scene, context.index - 1, context.modality, context.lexicon)
        last = [c for c in other.clauses if c.form == "final" and c.past]
        return [r for c in last for r in self._session(other, c)][:1]

    @staticmethod
    def headed(context: Context) -> list[Ref]:
        """The two states of the title of a chronology, in a line that begins with its date (1972年7月　協定を締結)."""
        title, first = context.scene.sentences[0], context.phrases[0] if context.phrases else None
        if title.sentence.kind != "title" or context.index == 0 or first is None or not first.is_time:
            return []
        mentions = [u.mention for u in title.units if u.mention is not None and u.mention.kind in ("state", "states")]
        refs = list(dict.fromkeys(r for m in mentions for r in context.linked.of(m)))
        return refs if len(refs) == 2 and not any(c.past for c in context.clauses) else []

    def topic(self, context: Context) -> list[Ref]:
        """The two or more sides that the sentence is about, if it is (両大臣は、書簡が交換されたことを踏まえ)."""
        found = context.topic()
        return found if len(self.as_parties(context, found)) >= 2 else []

    @staticmethod
    def two_named(clause: Clause) -> bool:
        """Whether those who act are called two sides, though the text may not tell which (両国政府は)."""
        own = _own(clause) or clause.inherited
        return own is not None and own.text.startswith(("両", "双方"))

    def house(self, context: Context, clause: Clause) -> list[Ref]:
        """The state whose parliament a clause has as its subject: トルコの議会は."""
        own = _own(clause) or clause.inherited
        if own is None or not own.text.endswith(self._houses):
            return []
        named = [r for m in own.mentions() for part in (m, *m.inner) for r in context.linked.of(part)]
        return context.states_of([*context.actors(own), *named, *(r for m in own.modifiers for r in context.actors(m))])

    def is_house(self, phrase: Phrase) -> bool:
        """Whether a phrase names a parliament."""
        return phrase.text.endswith(self._houses)

    def as_parties(self, context: Context, refs: Iterable[Ref]) -> list[Ref]:
        """Parties of an agreement: persons and national bodies stand for their states, other bodies for themselves."""
        out: list[Ref] = []
        for ref in refs:
            party = (context.state_of(ref) or ref) if ref.kind == "person" else acting(context, ref, self._bodies)
            club = party.kind == "organization" and (
                self._clubs.search(party.name) is not None or context.is_outlet(party)
            )
            if party.kind in ("state", "organization") and party not in out and not club:
                out.append(party)
        return out


def domestic(context: Context, refs: list[Ref]) -> bool:
    """Whether those who agree are all of one state: the parties of a coalition, two ministries, the two houses."""
    bodies = [r for r in refs if r.kind == "organization"]
    homes = {context.state_of(r) for r in refs}
    if len(bodies) == len(refs) == 1 and bodies[0].key in context.linked.movements and "党" not in bodies[0].name:
        # rebels agree with whom the text leaves out
        return False
    if len(bodies) >= 2 and len(bodies) == len(refs) and any(r.name.endswith("党") for r in bodies):
        return True
    return bool(bodies) and len(bodies) == len(refs) and len(homes) == 1 and None not in homes


def _of_treaty(mention: Mention) -> bool:
    """Whether a conference is that of a treaty (生物多様性条約締約国会議), and not of a body called by one (北大西洋条約機構)."""
    text = mention.text
    for inner in mention.inner:
        text = text.replace(inner.text, "", 1) if inner.kind == "organization" and inner.text[-2:] != "条約" else text
    return "条約" in text


def _own(clause: Clause) -> Phrase | None:
    """The subject or topic that stands in a clause itself."""
    return next((a for a in clause.args if a.particle in _SUBJECT and not a.is_time), None)


def _arguments(clause: Clause, depth: int = 0) -> list[Phrase]:
    """The arguments of a clause with those of the clauses on them."""
    out: list[Phrase] = []
    for arg in clause.args:
        inner = arg.relative
        out += _arguments(inner, depth + 1) if inner is not None and inner is not clause and depth < 4 else []
        out.append(arg)
    return out


def _bodies(refs: Iterable[Ref]) -> list[Ref]:
    return list(dict.fromkeys(r for r in refs if r.kind == "organization"))
