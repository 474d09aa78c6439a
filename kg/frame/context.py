"""What the frame rules ask of a scene: who a phrase means, when and where a clause is set, who vouches for a sentence."""

from __future__ import annotations

import datetime as dt
import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Final, NamedTuple

from kg.find.times_tense import WAS_TO_BE
from kg.frame.lists import is_entry, line_begin, list_topic, noun_ended, partner_of_list, prose_topic
from kg.frame.modality import BARE, PLAIN, ModalityReader
from kg.frame.turns import turns_of
from kg.lexicon.load import Lexicon
from kg.model.account import Claim, Evidence, Modality, Ref, ReportKind, Status
from kg.model.mention import Mention
from kg.model.scene import ParsedSentence, Scene, Turn
from kg.model.sentence import Clause, Phrase
from kg.model.span import Span
from kg.model.time import TimeValue

#: 1967年の境界線に基づき: no day of what is done
_GROUNDS: Final = frozenset(("ニモトヅキ", "ニモトヅク", "ニソイ", "ヲウケ"))
_POSSIBLE: Final = "可能性"
#: What is no letter or digit.
_SIGNS: Final = re.compile(r"[\W_]+")
#: How many sentences introduce who gives an address.
_INTRODUCING: Final = 4
#: What was to be: 会談する予定だった, 行われるはずだった, 予定されていた
_WAS_TO_BE: Final = re.compile("(?:する|される|われる|れる|く|う)?" + WAS_TO_BE.pattern)
_NUMBER: Final = re.compile("(?:約|計|各|最大|合わせて)?[0-9０-９一二三四五六七八九十百千数]")
#: How many sentences back the town may stand that 現地 means.
_BACK: Final = 4
_AT: Final[tuple[str, ...]] = ("で", "では", "デ", "デハ", "にて", "でも")
_SUBJECTS: Final[tuple[str, ...]] = ("は", "が", "も")
_SUBJECTS_OR_SETTINGS: Final[tuple[str, ...]] = ("は", "が", "も", "には", "では")
#: Behind the name of Japan where it does not stand for the land.
_NOT_LAND: Final[tuple[str, ...]] = ("時間", "経済新聞", "放送", "テレビ", "円")
#: Relations, which are of two.
_BETWEEN: Final = re.compile("国交|外交関係|断交|復交|関係正常化|関係断絶")
#: How far behind 日本政府 another 政府 still means it, in characters.
_NEAR: Final = 400
#: In so many sentences at the head of a text a news agency is named that writes it.
_FIRST: Final = 4
#: How many sentences back the state is sought whose 政府高官 speaks.
_TOPICS_BACK: Final = 5
_ACTING: Final[tuple[str, ...]] = ("person", "office", "state", "states", "organization", "anaphor")


@dataclass(slots=True, eq=False)
class Draft:
    """A frame on its way to a report: one mention of an event, with the claims that this mention supports.

    ``sentence`` is the index in the scene, ``trigger`` the words that name the event, ``head`` its head noun.
    ``flags`` are hints for gathering: ``nominal`` (named by a noun only), ``definite`` (会談では, 今回の会談: refers
    back), ``headline``, ``reported`` (by a news outlet), ``plain`` (present tense: the date decides), ``bare`` (a verbal
    noun without tense), ``borne`` (a chain that has its tense from a later clause), ``stay``, ``during`` (the
    day is one on which a traveller was already there), ``leaving`` (ends a stay of which the beginning is told),
    ``setting-out`` (the day on which a traveller left home),
    ``another`` (by somebody else), ``elsewhere`` (to another country), ``topical`` (of whom the text is, not of whom the
    sentence says so), ``leg`` (a further place on the trip told before), ``mission`` (made by a delegation), ``unnamed``
    (by an officeholder without a name).
    """

    kind: ReportKind
    subtype: str
    sentence: int
    trigger: Span
    rule: str
    status: Status = "held"
    modality: Modality = "asserted"
    attributed_to: Ref | None = None
    claims: list[Claim] = field(default_factory=list)
    flags: set[str] = field(default_factory=set)
    head: str = ""

    def on(self, time: TimeValue) -> Draft:
        """The same on another day."""
        claims = [c._replace(value=time) if isinstance(c.value, TimeValue) else c for c in self.claims]
        return replace(self, claims=claims, flags=set(self.flags))

    def refs(self, prop: str) -> list[Ref]:
        """Entities of a property."""
        return [c.value for c in self.claims if c.property == prop and isinstance(c.value, Ref)]

    def text(self, prop: str) -> str | None:
        """First string value of a property."""
        return next((c.value for c in self.claims if c.property == prop and isinstance(c.value, str)), None)

    def claimed(self, prop: str) -> bool:
        """Whether anything is claimed of a property."""
        return any(c.property == prop for c in self.claims)

    @property
    def time(self) -> TimeValue | None:
        """The time, if one is claimed."""
        return next((c.value for c in self.claims if isinstance(c.value, TimeValue)), None)


class _Words(NamedTuple):
    """The lists of words by which a context tells who a phrase means."""

    governments: frozenset[str]
    at_home: frozenset[str]
    ours: frozenset[str]
    authorities: frozenset[str]
    delegates: frozenset[str]
    honours: frozenset[str]
    beside_states: tuple[str, ...]
    imperial: tuple[str, ...]
    private: tuple[str, ...]
    interim: frozenset[str]
    doings: frozenset[str]
    matters: tuple[str, ...]
    media: tuple[str, ...]
    wires: dict[str, str]
    myself: frozenset[str]
    here: tuple[str, ...]
    announcing: frozenset[str]
    leaving: frozenset[str]
    rooms: tuple[str, ...]
    missions: tuple[str, ...]
    gathering: frozenset[str]
    membership: frozenset[str]
    agreeing: frozenset[str]
    reporting: frozenset[str]


@lru_cache(maxsize=4)
def _words_of(lexicon: Lexicon) -> _Words:
    return _Words(
        lexicon.words("nominals", "organizations", "governments"),
        lexicon.words("nominals", "organizations", "home_governments"),
        lexicon.words("nominals", "organizations", "ours"),
        lexicon.words("nominals", "organizations", "bare_authorities"),
        lexicon.words("nominals", "organizations", "delegates"),
        lexicon.words("nominals", "names", "honours"),
        lexicon.endings("nominals", "organizations", "beside_states"),
        lexicon.endings("nominals", "names", "imperial"),
        lexicon.endings("nominals", "organizations", "private"),
        lexicon.words("nominals", "organizations", "interim"),
        lexicon.words("meetings", "setting", "doings"),
        lexicon.endings("meetings", "setting", "matters"),
        lexicon.endings("nominals", "organizations", "media"),
        dict(lexicon.table("nominals", "organizations")["wires"]),
        lexicon.words("statements", "speakers", "first_person"),
        lexicon.endings("meetings", "setting", "here"),
        lexicon.words("meetings", "setting", "announcing"),
        lexicon.words("meetings", "setting", "leaving"),
        lexicon.endings("meetings", "setting", "rooms"),
        lexicon.endings("events", "common", "missions"),
        lexicon.words("meetings", "setting", "gathering"),
        lexicon.words("meetings", "setting", "membership"),
        lexicon.words("meetings", "setting", "agreeing"),
        lexicon.words("agreements", "action_limits", "reporting"),
    )


class Context:
    """One sentence of a scene as the rules see it."""

    def __init__(self, scene: Scene, index: int, modality: ModalityReader, lexicon: Lexicon) -> None:
        self.scene, self.index, self.modality, self.lexicon = scene, index, modality, lexicon
        self.parsed: ParsedSentence = scene.sentences[index]
        self.linked = scene.linked
        self.clauses: list[Clause] = self.parsed.clauses
        self.phrases: list[Phrase] = self.parsed.phrases
        self._words = words = _words_of(lexicon)
        self._ours, self._myself = words.ours, words.myself
        self._governments, self._at_home, self._authorities = words.governments, words.at_home, words.authorities
        self._delegates, self._beside_states, self._media = words.delegates, words.beside_states, words.media
        self._imperial, self._honours, self._private = words.imperial, words.honours, words.private
        self._interim, self._doings, self._matters = words.interim, words.doings, words.matters
        self._wires = words.wires

    # -- who --------------------------------------------------------------------------------------------------------

    def actors(self, phrase: Phrase | None) -> list[Ref]:
        """Persons, states and bodies that a phrase, with all that is coordinated, stands for; in text order, each once."""
        out: list[Ref] = []
        if phrase is None:
            return out
        parts = list(phrase.coordinated())
        for at, part in enumerate(parts):
            if at + 1 < len(parts) and same_holder(part, parts[at + 1]):
                # ハマスの指導者、ハニヤ氏: one person
                continue
            out += [r for r in self.own_actors(part) if r not in out]
        return out

    def own_actors(self, phrase: Phrase) -> list[Ref]:
        """Actors of a phrase alone, without what is coordinated with it."""
        head = phrase.head
        if head.mention is not None and head.mention.kind in _ACTING:
            refs = self._listed(phrase)
            if not refs and head.mention.kind in ("office", "anaphor"):
                of_home = phrase.text in self._at_home and not phrase.modifiers
                return self._office_state(head.mention, phrase) or (self._government(phrase) if of_home else [])
            return refs
        if head.mention is None and phrase.named:
            # 日本政府, 中国側, 韓国代表団, 米国首脳: the state stands for the group
            tail = "".join(u.text for u in phrase.content if u.mention is None)
            if tail in self._governments or tail.endswith(self._beside_states) or _counted(tail):
                return self._listed(phrase)
            if tail == "間" and len(both := self._listed(phrase)) > 1:
                # 米イラン間の協議
                return both
            person = next((m for m in phrase.mentions() if m.kind == "person"), None)
            if person is not None and (tail.startswith("ら") or tail in self._honours):
                # A大統領ら要人, B首相閣下
                return list(self.linked.of(person))
        alone = phrase.text in self._at_home or phrase.text in self._authorities or phrase.text in self._interim
        if head.mention is None and not phrase.modifiers and alone:
            return self._government(phrase)
        if head.mention is None and phrase.text in self._myself:
            return self._speaker()
        if head.mention is None and phrase.text in self._ours:
            # 我が国は: so write the ministries of Japan
            return self._home()
        if head.mention is None:
            for modifier in phrase.modifiers:
                # スーダン解放軍のリーダー, 両国の首脳, 日中韓の外相
                if phrase.text.endswith("人") and _counted(phrase.text):
                    # A氏、B氏、C氏の3人
                    return [r for r in self._listed_all(modifier) if r.kind == "person"]
                if (
                    head.text in self._delegates
                    or phrase.text in self._delegates
                    or phrase.text.endswith(("代表団", "使節団", "交渉団", "議員団", "高官"))
                    or _counted_group(head.text)
                ):
                    # A氏、B氏、C大統領の日米韓の首脳: the named ones are the group
                    named = [r for inner in modifier.modifiers for r in self._listed_all(inner) if r.kind == "person"]
                    if named or not self._of_private(modifier):
                        return named or self._listed_all(modifier) or self._owners(modifier)
        return []

    def sides(self, phrase: Phrase | None) -> list[Ref]:
        """As ``actors``; an officer without a name stands for the state of his body (中国軍幹部, インド軍の作戦局長)."""
        out: list[Ref] = []
        for part in phrase.coordinated() if phrase is not None else ():
            found = self.own_actors(part)
            if not found and any(m.kind == "office" for m in part.named) and not self._of_private(part):
                bodies = [m for p in (part, *part.modifiers) for m in p.named if m.kind in ("organization", "state")]
                owners = [r for m in bodies for r in self.linked.of(m)]
                found = self.states_of(
                    r for r in owners if r.key not in self.linked.movements and not self.is_outlet(r)
                )
            out += [r for r in found if r not in out]
        return out if len(out) > len(self.actors(phrase)) else self.actors(phrase)

    def _of_private(self, phrase: Phrase) -> bool:
        """Whether a phrase names a group of private people, be it of a state: 英退役軍人団体の代表."""
        return phrase.head.mention is None and phrase.text.endswith(self._private)

    def _government(self, phrase: Phrase) -> list[Ref]:
        """Whose 政府 or 当局 is meant where no state stands before it: the one named last, else in Japanese news Japan's."""
        beside = self.phrases[phrase.index - 1] if phrase.index else None
        if beside is not None and beside.particle == "と" and beside.modifiers:
            # ベトナムの党と政府は
            owners = self._listed_all(beside.modifiers[-1])
            if owners:
                return owners
        linked, text = self.scene.linked, self.scene.article.text
        at = self.parsed.sentence.to_article(phrase.begin, phrase.end).begin
        floor = at - _NEAR
        near = [
            (span, refs[0])
            for span, refs in linked.refs.items()
            if floor <= span.begin < at and len(refs) == 1 and refs[0].kind == "state"
        ]
        named = [(s, r) for s, r in near if text.startswith(("政府", "当局"), s.end)]
        if named:
            return [max(named, key=lambda found: found[0])[1]]
        if phrase.text in self._interim:
            # ウクライナのA首相は…と述べ、暫定政府は…
            told = [(s, refs[0]) for s, refs in linked.refs.items() if s.begin < at and len(refs) == 1]
            before = [(s, r) for s, r in told if text.startswith(phrase.text, s.end)] or [
                (s, r) for s, r in told if floor <= s.begin
            ]
            last = max(before, key=lambda found: found[0], default=None)
            state = self.state_of(last[1]) if last is not None else None
            return [state] if state is not None else []
        if phrase.text not in self._at_home:
            topics = [r for p in self.phrases[: phrase.index] if p.particle == "は" for r in self.own_actors(p)]
            return [r for r in topics if r.kind == "state"][-1:]
        return self._staged(phrase) or self._wired() or self._home() or self._told_before() or self._only_land()

    def _staged(self, phrase: Phrase) -> list[Ref]:
        """The land with which a sentence opens: スーダンでは内戦が続いたが、2005年に政府と…が署名した."""
        first = self.phrases[0]
        if first.index == phrase.index or first.particle not in ("では", "でも", "でて"):
            return []
        lands = [r for r in self.own_actors(first) if r.kind == "state"]
        return lands if len(lands) == 1 else []

    def _wired(self) -> list[Ref]:
        """The land whose news agency writes, where its name stands at the head of the text: 【ソウル聯合ニュース】."""
        for row in self.scene.sentences[1:_FIRST]:
            for aside in row.sentence.asides:
                if aside.kind == "bracket" and aside.at == 0:
                    key = next((k for name, k in self._wires.items() if name in aside.text), None)
                    return self._spoken_of(key) if key is not None else []
        return []

    def _told_before(self) -> list[Ref]:
        """The one state of the topic that stands last before a sentence: トランプ米政権は…と発表した。政府高官は."""
        for at in range(self.index - 1, max(-1, self.index - _TOPICS_BACK), -1):
            for phrase in reversed(self.scene.sentences[at].phrases):
                if phrase.particle in ("は", "も") and not phrase.is_time and phrase.named:
                    states = self.states_of(r for m in phrase.named for r in self.linked.of(m))
                    if states:
                        return states if len(states) == 1 else []
        return []

    def _speaker(self) -> list[Ref]:
        """Who says 私: who has the floor, in a text that is his address whom its first sentences tell of."""
        turn = self.turn()
        if turn is not None:
            return list(turn.holder)
        for row in self.scene.sentences[: min(self.index, _INTRODUCING)]:
            for phrase in row.phrases:
                if phrase.particle in ("は", "が"):
                    found = [r for m in phrase.named if m.kind == "person" for r in self.linked.of(m)]
                    if found:
                        return found[:1]
        return []

    def _only_land(self) -> list[Ref]:
        """The one land that the sentence before names, be it by a place: スリランカ北部で戦闘が激化した。政府は."""
        for at in range(self.index - 1, max(-1, self.index - 3), -1):
            row = self.scene.sentences[at]
            refs = [r for u in row.units if u.mention is not None for r in self.linked.of(u.mention)]
            lands = list(dict.fromkeys([*self.states_of(refs), *self.home_states(refs)]))
            if lands:
                return lands if len(lands) == 1 else []
        return []

    def _home(self) -> list[Ref]:
        """Japan, if the article speaks of it or of somebody who acts for it, not only of its time or papers (日本時間)."""
        text, found = self.scene.article.text, self._spoken_of("JPN")
        acting = any(r in found for r in self.linked.states.values())
        spans = (span for span, refs in self.linked.refs.items() if any(r in found for r in refs))
        return found if acting or any(not text.startswith(_NOT_LAND, span.end) for span in spans) else []

    def _spoken_of(self, key: str) -> list[Ref]:
        """A state, if the article speaks of it or of somebody who acts for it."""
        named = (*(r for refs in self.linked.refs.values() for r in refs), *self.linked.states.values())
        return [r for r in named if r.kind == "state" and r.key == key][:1]

    def _owners(self, phrase: Phrase, depth: int = 0) -> list[Ref]:
        """Those to whom a group belongs, through nouns between (両国軍の作戦部門の責任者)."""
        for modifier in phrase.modifiers if depth < 3 else ():
            found = self._listed_all(modifier) or self._owners(modifier, depth + 1)
            if found:
                return found
        return []

    def _listed_all(self, phrase: Phrase) -> list[Ref]:
        return [r for p in phrase.coordinated() for r in self._listed(p)]

    def _listed(self, phrase: Phrase) -> list[Ref]:
        """Entities of all acting mentions in a phrase: several where they are listed with ・ or a count (日本・中国・韓国)."""
        mentions = [m for m in phrase.named if m.kind in _ACTING]
        head = phrase.head.mention
        if (
            len(mentions) > 1
            and head is not None
            and head.kind == "state"
            and any(w in phrase.text for w in self._words.membership)
        ):
            # ASEAN議長国ブルネイ
            return list(self.linked.of(head))
        if (
            head is not None
            and head.kind in ("person", "office", "organization")
            and not any(u.text == "・" for u in phrase.content)
        ):
            # 米ブッシュ大統領: the state only qualifies the person, unless a ・ lists them
            mentions = [head]
        elif head is not None and head.kind == "anaphor" and any(r.kind == "person" for r in self.linked.of(head)):
            # 日韓両首脳
            mentions = [head]
        out: list[Ref] = []
        for mention in mentions:
            out += [r for r in self.linked.of(mention) if r not in out]
        if head is not None and head.kind in ("office",) and not out:
            out = self._office_state(head, phrase)
        return out

    def _office_state(self, mention: Mention, phrase: Phrase) -> list[Ref]:
        """An office without a known holder stands for its state (エチオピア当局者, 米大統領)."""
        out: list[Ref] = []
        for affiliation in mention.affiliation:
            out += [r for r in self.linked.of(affiliation) if r.kind == "state"]
            if not out and affiliation.kind in ("state", "states"):
                out += [r for span, refs in self.linked.refs.items() if span == affiliation.span for r in refs]
        if not out and mention.text.startswith(self._imperial):
            out = self._home()
        # インドとパキスタンの次官, 日本、米国、韓国の3カ国の外相: of all
        several = [
            r
            for modifier in phrase.modifiers
            if not self._of_private(modifier)
            for r in (self._listed_all(modifier) or self._owners(modifier))
            # 双方の代表: also of a government and rebels
            if r.kind == "state" or (modifier.head.mention is not None and modifier.head.mention.kind == "anaphor")
        ]
        return several if not out or set(out) < set(several) else out

    def is_media(self, phrase: Phrase) -> bool:
        """Whether a phrase names a news outlet."""
        text = phrase.text.rstrip("などら紙")
        if text.endswith(self._media):
            return True
        return any(self.is_outlet(r) for r in self.own_actors(phrase))

    def is_outlet(self, ref: Ref) -> bool:
        """Whether an entity is a news outlet."""
        return ref.kind == "organization" and (self._news(ref.key) or ref.name.endswith(self._media))

    def _news(self, key: str) -> bool:
        return "news" in key or key.endswith(("-tv", "-radio"))

    def state_of(self, ref: Ref) -> Ref | None:
        """The state that an entity is or acts for."""
        return ref if ref.kind == "state" else self.linked.states.get(ref.key)

    def states_of(self, refs: Iterable[Ref]) -> list[Ref]:
        """Distinct states of entities, in order."""
        out: list[Ref] = []
        for ref in refs:
            state = self.state_of(ref)
            if state is not None and state not in out:
                out.append(state)
        return out

    def home_states(self, refs: Iterable[Ref]) -> list[Ref]:
        """Distinct states that places lie in, or are."""
        states = (r if r.kind == "state" else self.linked.place_states.get(r.key) for r in refs)
        return list(dict.fromkeys(s for s in states if s is not None))

    def rank(self, ref: Ref) -> str:
        """Rank of a person: leader, foreign, minister, official, envoy, other, or empty."""
        return self.linked.ranks.get(ref.key, "")

    def subjects(self, clause: Clause) -> list[Ref]:
        """Who does what a clause says: own subject, else the inherited one."""
        for particle in (("が", "らが"), ("は", "らは", "も", "とも", "らも"), ("には", "では", "からは", "にも")):
            for phrase in clause.args:
                if phrase.particle in particle and not phrase.is_time and not _beside(phrase):
                    found = self.actors(phrase)
                    if found:
                        return [*found, *(r for p in self._shares(clause, phrase) for r in self.actors(p))]
        for phrase in clause.args:
            # headline: 日本政府、…を承認
            if phrase.particle in ("", "ら") and phrase.comma and not phrase.is_time:
                found = self.actors(phrase)
                if found:
                    return found
        if clause.form == "relative" and clause.target is not None:
            mention = clause.target.head.mention
            if mention is not None and mention.kind in ("person", "office") and not clause.passive:
                # 入りしたA氏とB大統領が: the clause is about both
                whole = next((p for p in self.phrases if clause.target in p.conjuncts), clause.target)
                return self.actors(whole)
        if clause.inherited is None or clause.inherited.is_time:
            return self._behind(clause) or self._of_list(clause)
        found = self.actors(clause.inherited) or self._acting_before(clause, clause.inherited)
        # 盟約が発効し独立
        return found or self._of_list(clause)

    def _behind(self, clause: Clause) -> list[Ref]:
        """Who acts behind what an act follows: 20日に行ったA大統領との会談に続き、B首相は…."""
        if clause.lemma != "続く" or clause.form != "chain" or clause.index + 1 >= len(self.clauses):
            return []
        rows = [a for c in self.clauses[clause.index + 1 :] for a in c.all_args("は") if not a.is_time]
        return self.actors(rows[0]) if rows else []

    def _of_list(self, clause: Clause) -> list[Ref]:
        """Who acts in a line of a list that names nobody: of whom its line has told before, else of whom the list is.

        Of two whose relations the list tells, it is the one whom the clause does not name.
        """
        if clause.form not in ("final", "chain", "conjunctive") or clause.passive or self.index == 0:
            return []
        inside = [i for m in clause.phrase.mentions() if m.kind == "event" for i in m.inner]
        if sides := self.states_of(r for i in inside for r in self.linked.of(i)):
            # 6月12日 シンガポールで米朝首脳会談
            return sides
        rows = [p for p in self.phrases if p.particle in _SUBJECTS_OR_SETTINGS and not p.is_time]
        if any(p in clause.args or any(m.kind in _ACTING for m in p.mentions()) for p in rows):
            return []
        if any(p.particle == "で" and m.kind == "organization" for p in clause.args for m in p.mentions()):
            # 5日夜 国連安保理で緊急会合開催: the body holds it, whatever the list is about
            return []
        about = list_topic(self.scene, self.index) or self._of_prose()
        bare = (p for p in self.phrases if p.comma and not p.particle and not p.is_time and not p.predicate)
        if about is None or any(m.kind in _ACTING for p in bare for m in p.mentions()):
            # somebody stands before a comma
            return []
        begin = line_begin(self.scene, self.index)
        # a profile goes on with its land, whoever acted in between
        carried = range(self.index - 1, begin - 1, -1) if is_entry(self.scene, begin) or len(about) != 1 else ()
        for at in carried:
            found = Context(self.scene, at, self.modality, self.lexicon).topic()
            if found:
                return found
        named = {r for p in clause.args for m in p.mentions() for r in self.linked.of(m)}
        left = [r for r in about if r not in named]
        together = self._mutual(clause)
        if len(left) > 1 and together and not named & set(left) and not clause.all_args("と", "とも"):
            # 米中関係: 3月 フロリダで首脳会談
            return left
        if len(left) > 1:
            partner = partner_of_list(self.scene, self.index, left)
            left = [r for r in left if r != partner]
        return left if len(left) == 1 else []

    def _of_prose(self) -> list[Ref] | None:
        """Of whom a text in prose tells what was done in one year and another, unless the sentence before is of somebody else."""
        spells = [t.edtf for t in self.times(self.phrases) if t.edtf]
        # 退任後もたびたび訪日した: a spell of a life is as good as a year
        told = spells or any(p.is_time and not any(m.kind == "time" for m in p.named) for p in self.phrases)
        if not told or any(len(s) > len("2025-12") for s in spells):
            return None
        about = prose_topic(self.scene, self.index)
        if about is None:
            return None
        before = self.scene.sentences[self.index - 1]
        if before.sentence.paragraph != self.parsed.sentence.paragraph:
            return about
        last = self.scene.topics[self.index - 1] if self.scene.topics is not None else self._before_it()
        return None if any(r.kind == "person" and r not in about for r in last) else about

    def _before_it(self) -> list[Ref]:
        """What the sentence before is about."""
        return Context(self.scene, self.index - 1, self.modality, self.lexicon).told_of()

    @staticmethod
    def _mutual(clause: Clause) -> bool:
        """Whether two do together what a clause tells: 首脳会談, 条約に署名, 外交関係を樹立; but not talks of others by their name."""
        talks = [m for m in clause.phrase.mentions() if m.kind == "event"]
        if talks:
            again = any("回目" in m.text or "再" in m.text for m in clause.phrase.modifiers)
            return not again and not any(m.inner for m in talks)
        papers = any(m.kind == "document" for a in clause.args for m in a.mentions())
        return papers or _BETWEEN.search("".join(p.text for p in (*clause.args, clause.phrase))) is not None

    def _acting_before(self, clause: Clause, inherited: Phrase) -> list[Ref]:
        """Who acts in the clause that runs on, where a word that is nobody stands nearer: 就任から間もないA大統領は…訪れ、…した."""
        before = self.clauses[clause.index - 1] if clause.index else None
        if before is None or before.form != "chain" or before.passive or inherited.mentions():
            return []
        rows = [p for p in before.all_args("は", "が") if p is not inherited and not p.is_time]
        return next((found for p in rows if (found := self.own_actors(p))), [])

    def _shares(self, clause: Clause, first: Phrase) -> list[Phrase]:
        """The further subjects of a predicate that each has a number of its own: A国が13人、B国が4人の外交官を追放した."""
        rows = [p for p in clause.args if p.particle == first.particle and p.index >= first.index and not p.is_time]
        if len(rows) < 2 or any(p.comma for p in rows):
            return []
        counts = [self.phrases[p.index + 1] for p in rows if p.index + 1 < len(self.phrases)]
        if len(counts) < len(rows) or not all(_NUMBER.match(p.text) and not p.is_time for p in counts):
            return []
        return rows[1:] if all(p.comma for p in counts[:-1]) else []

    def topic(self) -> list[Ref]:
        """What the sentence is about: the first は-phrase that names an actor, else the first が-phrase."""
        for particles in (("は", "らは", "も", "には"), ("が", "らが"), ("",)):
            for phrase in self.phrases:
                if (
                    phrase.particle in particles
                    and not phrase.is_time
                    and not phrase.predicate
                    and (phrase.particle or (phrase.comma and not any(phrase in p.conjuncts for p in self.phrases)))
                ):
                    found = self.actors(phrase)
                    if found:
                        return found
        return []

    def subjects_or_topic(self, clause: Clause) -> list[Ref]:
        """Subjects of a clause, else what the sentence before in the same paragraph is about (Japanese leaves out a known subject)."""
        found = self.subjects(clause)
        if found or any(
            p.particle in ("は", "が") and not p.is_time and p.index < clause.phrase.index for p in self.phrases
        ):
            return found
        return self._of_chronicle() or self.topic_before() or self._in_turn()

    def turn(self) -> Turn | None:
        """Return the turn of a transcript in which the sentence stands."""
        if self.scene.turns is None:
            self.scene.turns = turns_of(self.scene, self.lexicon)
        return self.scene.turns[self.index]

    def _in_turn(self) -> list[Ref]:
        """Who has done what is told without a subject by him who has the floor: 昨日、B外相と電話会談を行いました."""
        turn = self.turn()
        return list(turn.holder) if turn is not None and turn.acts else []

    def _of_chronicle(self) -> list[Ref]:
        """Who acts where a sentence goes on with what was done on another day, or with another partner: of whom the text is.

        前日はローマで首相と会っている: not he who received him in the sentence before.
        """
        first = self.phrases[0] if self.phrases else None
        if first is None or not (
            (first.is_time and first.particle in ("は", "には", "にも"))
            or any(p.particle == "とは" for p in self.phrases)
        ):
            return []
        told = enumerate(self._topics()[: self.index])
        body = [(at, refs) for at, refs in told if self.scene.sentences[at].sentence.kind != "title"]
        named = [(at, refs[0]) for at, refs in body if refs and refs[0].kind == "person"]
        if not named or named[-1][1] == named[0][1] or self.index - named[-1][0] > 2:
            return []
        lead, last = named[0][1], named[-1][1]
        here = self.parsed.sentence.paragraph == self.scene.sentences[named[-1][0]].sentence.paragraph
        home = self.state_of(lead)
        # オバマ氏は26日、…とささやいた: he whose own days are told
        dated = any(
            t.edtf and len(t.edtf) == len("2025-12-03") for t in self.times(self.scene.sentences[named[-1][0]].phrases)
        )
        others = dated or sum(r == last for _, r in named) > 1 or home == self.state_of(last)
        # 26日には国防長官とも会う: not of him who is of the same land
        met = any(self.state_of(r) == home for p in self.phrases for m in p.named for r in self.linked.of(m))
        return [] if others or met or not here or home is None else [lead]

    def topic_before(self) -> list[Ref]:
        """What the sentence before in the same paragraph is about, or the one before that."""
        at = self.index - 1
        while (
            at >= 0
            and self.scene.sentences[at].sentence.paragraph == self.parsed.sentence.paragraph
            and self.index - at <= 2
        ):
            found = Context(self.scene, at, self.modality, self.lexicon).told_of()
            if found:
                return found
            at -= 1
        return []

    def topic_near(self) -> list[Ref]:
        """The person of whom one of the two sentences before is, whatever the paragraph: many papers make one of each sentence."""
        for at in range(self.index - 1, max(-1, self.index - 3), -1):
            found = [r for r in self._topics()[at][:1] if r.kind == "person"]
            if found:
                return found
        return []

    def told_of(self) -> list[Ref]:
        """Of whom a sentence speaks: its topic, or who is to act where that is a body or state that only announces it."""
        found, last = self.topic(), self.clauses[-1] if self.clauses else None
        if last is None or last.lemma not in self._words.announcing or any(r.kind == "person" for r in found):
            return found
        quoted = next((c for c in reversed(self.clauses) if c.form == "quoted" and c.parent is last), None)
        for clause in reversed(self.clauses[: quoted.index + 1] if quoted is not None else []):
            if clause is not quoted and clause.form != "chain":
                continue
            persons = [r for a in clause.all_args("が") for r in self.actors(a) if r.kind == "person"]
            if persons:
                return persons
        return found

    def protagonist(self, clause: Clause, others: list[Ref], aside: Phrase | None = None) -> list[Ref]:
        """Who acts where a clause names only the other side: the person of another state of whom the text has spoken most.

        ``aside`` is the phrase by which the talks are named (B氏との対面は).
        """
        before = [
            p
            for p in self.phrases[: clause.phrase.index]
            if p is not aside
            and p.particle in ("は", "が", "も", "ニアワセ", "ニサイシ")
            and not p.is_time
            and not any(m.kind == "event" and m.rule != "travel" for c in p.coordinated() for m in c.mentions())
        ]
        own = [
            r for p in before for r in (self.own_actors(p) or [a for m in p.modifiers for a in self.own_actors(m)])[:1]
        ]
        theirs, counts = self.states_of(others), dict[Ref, int]()
        if before and not own:
            own = self._so_called(before[0])
            if not own:
                return []
        told = [own] if own else [self._topics()[at] for at in range(self.index)]
        for at, refs in enumerate(told):
            for ref in refs[:1]:
                state = self.state_of(ref)
                if ref.kind == "person" and ref not in others and state is not None and state not in theirs:
                    counts[ref] = counts.get(ref, 0) + (2 if self.index - at <= 3 else 1)
        return sorted(counts, key=lambda r: counts[r])[-1:]

    def _so_called(self, phrase: Phrase) -> list[Ref]:
        """Whom a title alone means (大臣は): the last topic before whom the article calls by it."""
        mention = phrase.head.mention
        if mention is None or mention.kind != "office" or phrase.modifiers or mention.affiliation:
            return []
        title = mention.text.removeprefix("同")
        called = {e.ref for e in self.linked.entities if any(n.text.endswith(title) for n in e.mentions)}
        for at in range(self.index - 1, -1, -1):
            found = [r for r in self._topics()[at][:1] if r in called and r.kind == "person"]
            if found:
                return found
        return []

    def _topics(self) -> list[list[Ref]]:
        """The topic of each sentence of the article, worked out once."""
        if self.scene.topics is None:
            self.scene.topics = [
                [] if row.screened else Context(self.scene, at, self.modality, self.lexicon).told_of()
                for at, row in enumerate(self.scene.sentences)
            ]
        return self.scene.topics

    def time_before(self) -> TimeValue | None:
        """The day that the sentence before in the same paragraph, or a dateline, sets."""
        at = self.index - 1
        if at < 0 or self.scene.sentences[at].sentence.paragraph != self.parsed.sentence.paragraph:
            return None
        if any(c.lemma in self._words.reporting for c in self.scene.sentences[at].clauses[-1:]):
            # the day on which an outlet reported is not the day of what it reported
            return None
        before = self.scene.sentences[at]
        # 26日から続いていた: not the day of what the text goes on with
        rows = [p for p in before.phrases if not (p.is_time and p.particle == "から")]
        days = [t for t in self.times(rows) if t.edtf and len(t.edtf) == 10]
        ahead = [c for c in before.clauses if (c.form == "relative" and not c.past) or c.lemma == "控える"]
        inside = {t.span for c in ahead for t in self.times(c.args)}
        if days and all(t.span in inside for t in days) and any(c.lemma == "控える" for c in ahead):
            # 会議を翌日に控え、…と述べた
            return None
        # 5日に死去した大統領の追悼式が10日に営まれた
        inside |= {t.span for c in before.clauses if c.form == "relative" for t in self.times(c.args)}
        if len(days) > 1:
            # 19日に開幕する会議を前に、首相は18日…: of what lies ahead is not the day
            days = [t for t in days if t.span not in inside]
        last = before.clauses[-1:]
        facts = [c for c in before.clauses if c.form == "relative" and c.target is not None and c.target.text == "こと"]
        if (
            last
            and last[0].lemma not in self._words.announcing
            and any(t.span in {d.span for d in days} for c in facts for t in self.times(c.args))
        ):
            # …が12日に発射したことを非難した: the day of what is spoken of
            return None
        surface = before.sentence.surface
        aside = [c for c in before.clauses if c.tail and surface.startswith(c.tail + "以来", c.phrase.end)]
        if len(days) != 1 or any(days[0].span == t.span for c in aside for t in self.times(c.args)):
            # 5月13日に事件が起きて以来、政府は批判してきた
            return None
        return days[0]

    def deep_times(self, phrase: Phrase) -> list[TimeValue]:
        """Times in a noun phrase with its modifiers and the relative clauses on them (2024年に行われたとされるX大統領の訪問)."""
        out = [t for t in self.times([phrase]) if t.edtf]
        inner = [m for p in phrase.modifiers if p.particle == "としての" for m in p.modifiers]
        for part in (phrase, *phrase.modifiers, *inner):
            if part.relative is not None:
                # 19日からの予定だった訪問
                out += [t for t in self.times([*part.relative.args, *part.relative.phrase.modifiers]) if t.edtf]
                for deeper in self.clauses:
                    if deeper.parent is part.relative:
                        out += [t for t in self.times(deeper.args) if t.edtf]
        return out

    # -- when and where ---------------------------------------------------------------------------------------------

    def times(self, phrases: Iterable[Phrase]) -> Iterator[TimeValue]:
        """Time values in phrases, nested modifiers included."""
        for phrase in phrases:
            for mention in phrase.named:
                if mention.time is not None:
                    yield mention.time
            if phrase.modifiers:
                # 2015年のA首相以来の国賓待遇: not when this happens
                yield from self.times(m for m in phrase.modifiers if not m.text.endswith("以来"))

    def when(self, clause: Clause, *, inherit: bool = True, announced: bool = True) -> TimeValue | None:
        """The time of a clause: among its own arguments, else the nearest earlier clause of its chain in the sentence.

        With ``announced`` the day of an announcement is that of what is announced too, as of a step that takes effect.
        """
        own = _best(
            self.times(
                a
                for a in clause.args
                if a.is_time or (a.modifiers and a.particle not in _GROUNDS and not a.text.endswith(("以降", "以来")))
            )
        )
        if own is not None or not inherit:
            return own
        for other in reversed(self.clauses[: clause.index]):
            if other.form in ("chain", "conjunctive") or (
                # 3日に開く行事に出席すると, but not 1961年に断交したキューバとの対話を始めると
                clause.form in ("quoted", "nominal")
                and not (other.form == "relative" and other.target is not None and self.actors(other.target))
            ):
                found = _best(
                    t for t in self.times(a for a in other.args if a.is_time) if not (t.edtf or "").startswith("../")
                )
                if found is not None:
                    return found
        if clause.form == "quoted" and clause.past:
            # the day of the announcement is not that of what is announced
            return None
        if (
            clause.form == "relative"
            and clause.target is not None
            and clause.target.text == "こと"
            and clause.parent is not None
            and clause.parent.past
            and clause.parent.lemma in self._words.announcing
        ):
            return None
        # a time that waits for the main predicate also sets the scene of what it says
        for other in self.clauses[clause.index + 1 :]:
            if not announced and self._announces(other, clause):
                # 外務省は19日、外相が会議に出席すると発表した
                continue
            found = next(
                (t for t in self.times(a for a in other.args if _dates(a) and a.index < clause.phrase.index) if t.edtf),
                None,
            )
            if found is not None:
                return found
        return self._line_date() if clause.form in ("final", "chain", "conjunctive") else None

    def _line_date(self) -> TimeValue | None:
        """The day at the head of a line of a list, which all that stands in it has: 20日 首相、訪中。共同声明を発表.

        Or the day above it, in a line of its own: 【21時10分】.
        """
        begin = line_begin(self.scene, self.index)
        if self.parsed.sentence.kind in ("title", "heading"):
            return None
        if begin in self.scene.heads:
            return self.scene.heads[begin]
        first = self.scene.sentences[begin].phrases
        if not first or not first[0].is_time:
            return self.heading_day()
        apart = not first[0].particle and not first[0].comma
        if begin == self.index or not (apart or noun_ended(self.parsed)):
            return None
        return next((t for t in self.times(first[:1]) if t.edtf), None)

    def heading_day(self) -> TimeValue | None:
        """The day that a heading sets which says nothing else (## 20日)."""
        headings = self.scene.headings
        before = bisect_left(headings, self.index)
        if not before:
            return None
        parsed = self.scene.sentences[headings[before - 1]]
        named = (u.mention.time for u in parsed.units if u.mention is not None)
        time = self.scene.heads.get(headings[before - 1]) or next(named, None)
        span = parsed.sentence.span
        words = _SIGNS.sub("", self.scene.article.text[span.begin : span.end])
        return time if time is not None and words == _SIGNS.sub("", time.text) else None

    def _announces(self, other: Clause, clause: Clause) -> bool:
        """Whether a clause tells of the announcing of what another says is to come: its day is another."""
        if not other.past or other.lemma not in self._words.announcing or clause.past:
            return False
        target = clause.target if clause.form == "relative" else None
        if target is not None and target in other.args:
            # A大統領は10日、B国を訪れる考えを示した
            return target.particle == "を"
        # A大統領は10日、B首相と会談する予定だと述べた
        bearer = next((c for c in self.clauses if c.phrase is target), None) if target is not None else None
        inner = clause if clause.form == "quoted" else bearer or clause.parent
        return inner is not None and inner.form == "quoted" and not inner.past and inner.parent is other

    def agreed_on(self, clause: Clause) -> bool:
        """Whether a clause tells what has been agreed on: 訪れることで一致した."""
        matter, around = clause.target, clause.parent
        by = matter is not None and matter.text == "こと" and matter.particle in ("で", "デ", "でも")
        return by and around is not None and around.lemma in self._words.agreeing and around.past

    def where(self, clause: Clause) -> list[Ref]:
        """Places and states of the で-phrases of a clause, the most specific last."""
        out: list[Ref] = []
        for phrase in clause.args:
            if phrase.text in ("間", "あいだ"):
                # フランスのA大統領との間で: with whom
                continue
            if phrase.head.text in self._doings or phrase.text.endswith(self._matters):
                # ロシアの要請で: by whose doing; シリア問題で: about what
                continue
            if phrase.particle in _AT or (
                phrase.particle in ("に", "には")
                and clause.lemma in self._words.gathering
                and not any(m.kind in ("event", "document") for m in phrase.named)
            ):
                out += self.places(phrase)
        return out

    def places(self, phrase: Phrase, *, within: bool = False) -> list[Ref]:
        """Places and states that a phrase names, its modifiers first; ``within`` another that names where it is."""
        out = self._here(phrase)
        if phrase.relative is not None and phrase.relative.lemma in ("ある", "位置する"):
            # ニューデリーにある迎賓館
            out += [r for a in phrase.relative.all_args("に") for r in self.places(a)]
        for modifier in phrase.modifiers:
            out += [r for r in self.places(modifier, within=True) if r not in out]
        if phrase.head.text in ("沖", "沖合") or (
            within and phrase.head.text in ("郊外", "近郊", "周辺", "近く", "付近")
        ):
            # ワシントン郊外のキャンプデービッド: not in the town
            return out
        abroad = phrase.text.endswith(self._words.missions)
        for unit in phrase.content:
            if unit.mention is not None and unit.mention.kind in ("place", "state"):
                if abroad and unit.mention.kind == "state":
                    # 英国大使公邸 lies where the embassy is
                    continue
                seat = self.linked.seats.get(unit.text)
                found = (seat,) if seat is not None else self.linked.of(unit.mention)
                out += [r for r in found if r not in out]
        return out

    def _here(self, phrase: Phrase) -> list[Ref]:
        """The town that 当地 (whence the article reports) or 現地, 同市 (the one told of last) stands for."""
        # シベリアの当地で
        afar = phrase.modifiers and not (phrase.text.startswith("当地") and self.linked.dateline is not None)
        if phrase.head.mention is not None or afar or not phrase.text.startswith(self._words.here):
            return []
        room = phrase.text.startswith(self._words.rooms)
        if room and phrase.particle not in _AT:
            # 会場に移動し: nothing is told of a journey
            return []
        kinds = ("City", "Border", "Venue") if room else ("City", "Border")
        dateline = self.linked.dateline
        if phrase.text.startswith("当地") and dateline is not None:
            return [dateline]
        for index in range(self.index, max(-1, self.index - _BACK), -1):
            row = self.scene.sentences[index]
            for other in reversed(row.phrases[: phrase.index] if index == self.index else row.phrases):
                towns = [r for m in other.mentions() if m.kind == "place" for r in self.linked.of(m)]
                towns = [r for r in towns if self.linked.place_kinds.get(r.key) in kinds]
                left = other.particle == "を" and any(
                    c.lemma in self._words.leaving and other in c.args for c in row.clauses
                )
                if towns and not left and not other.particle.startswith("から"):
                    return towns[-1:]
        return []

    # -- evidence ---------------------------------------------------------------------------------------------------

    def span(self, phrase: Phrase) -> Span:
        """The phrase's words in the article."""
        return self.parsed.sentence.to_article(phrase.begin, phrase.end)

    def evidence(self, words: Span, rule: str) -> Evidence:
        """Evidence in this sentence."""
        return Evidence(self.parsed.sentence.span, words, rule)

    def draft(self, kind: ReportKind, subtype: str, clause: Clause | None, trigger: Phrase, rule: str) -> Draft:
        """A new draft with status, modality and attribution read from the clause."""
        draft = Draft(kind, subtype, self.index, self.span(trigger), rule, attributed_to=self.attribution())
        if clause is not None:
            reading = self.modality.read(clause, self.clauses)
            draft.status, draft.modality = reading.status, reading.modality
            if kind == "meeting" and reading.cue == _POSSIBLE:
                # 会談する可能性がある: nobody knows, but it is thought of
                draft.status, draft.modality = "proposed", "planned"
            if reading.cue in (PLAIN, BARE):
                draft.flags.add("plain" if reading.cue == PLAIN else "bare")
            if clause.form == "chain":
                draft.flags.add("borne")
            if draft.status == "scheduled" and _WAS_TO_BE.match(self.parsed.sentence.surface, clause.phrase.end):
                draft.flags |= {"was-planned", "was-to-be"}
        if self.parsed.sentence.kind in ("title", "heading"):
            draft.flags.add("headline")
        if self._reported():
            draft.flags.add("reported")
        return draft

    def _reported(self) -> bool:
        """Whether a sentence ends in the report of a news outlet (米紙は…と報じた)."""
        last = self.clauses[-1] if self.clauses else None
        return (
            last is not None
            and last.lemma in self._words.reporting
            and any(a.particle in _SUBJECTS and self.is_media(a) for a in last.args)
        )

    def claim(
        self, draft: Draft, prop: str, value: Ref | TimeValue | str, words: Span, confidence: float = 0.9
    ) -> None:
        """Add a claim to a draft, once. An event that is dated by a time since when (2007年10月以来) took place then."""
        if isinstance(value, TimeValue):
            value = value.opening()
        if any(c.property == prop and c.value == value for c in draft.claims):
            return
        draft.claims.append(
            Claim(prop, value, self.evidence(words, draft.rule), draft.modality, draft.attributed_to, confidence)
        )

    def attribution(self) -> Ref | None:
        """The person, body or state that a sentence names as its source (ロシア外務省によると); never a news outlet."""
        for phrase in self.phrases:
            if phrase.particle == "ニヨル" and not self.is_media(phrase):
                found = self.actors(phrase)
                if found:
                    return found[0]
        return None


#: Hours before those at which papers are read.
_EARLY: Final = re.compile("未明|早朝|午前|朝")


def date_decides(draft: Draft, published: dt.date | None) -> None:
    """What has no tense of its own has happened if its day is before the article appeared, and lies ahead if it is after.

    So it is with the present tense of chronicles and headlines, verbal nouns, and chains that lean on a later clause.
    """
    time = draft.time
    if time is None or published is None:
        return
    lent = draft.flags & {"plain", "borne"} and draft.status in ("scheduled", "proposed")
    # 17日午前に到着し、18日に会談する: on the day of the paper what comes first is done
    today = {"plain", "borne"} <= draft.flags and draft.kind == "visit" and time.latest == published
    today = today and _EARLY.search(time.text) is not None
    if lent and time.latest and (time.latest < published or today):
        draft.status, draft.modality = "held", "asserted"
    elif _tenseless(draft) and draft.status == "held" and time.earliest and time.earliest > published:
        draft.status, draft.modality = "scheduled", "planned"
    else:
        return
    draft.claims = [c._replace(modality=draft.modality) for c in draft.claims]


def _tenseless(draft: Draft) -> bool:
    """Whether words have no tense: a verbal noun, talks or a trip that a noun names, and a relative clause (6月に開くサミット)."""
    named = draft.kind in ("meeting", "visit") and bool({"nominal", "aside"} & draft.flags)
    return "bare" in draft.flags or named


def _best(times: Iterable[TimeValue]) -> TimeValue | None:
    """The time that dates an event: a closed one before an open one (2001年以来), the more precise first."""
    dated = [t for t in times if t.edtf]
    return max(
        dated, key=lambda t: (".." not in (t.edtf or ""), len(t.edtf or "") >= 10, len(t.edtf or "") >= 7), default=None
    )


def _dates(phrase: Phrase) -> bool:
    """Whether a phrase is a time, or names what comes before or after on one: 5日の閉幕後には."""
    return phrase.is_time or (phrase.text.endswith(("後", "前")) and any(m.is_time for m in phrase.modifiers))


def _beside(phrase: Phrase) -> bool:
    """Whether とも says with whom else something is done (A首相とも会談する), not that all do it (両国とも)."""
    return phrase.particle == "とも" and not (_counted(phrase.text) or phrase.text.startswith(("双方", "いずれ")))


def same_holder(office: Phrase, named: Phrase) -> bool:
    """Whether an office and the name behind it are of one person, who has his title from there."""
    first, second = office.head.mention, named.head.mention
    return (
        first is not None
        and second is not None
        and (first.kind, second.kind, second.rule) == ("office", "person", "title-name")
        and first.title == second.title
    )


def _counted_group(text: str) -> bool:
    """Whether a noun counts states or those who act for them: 日米豪印の4カ国, 日中韓の3外相."""
    if text.endswith("氏"):
        # A、B、Cの各氏
        return text.startswith("各") or _counted(text)
    return _counted(text) and text.endswith(("カ国", "か国", "ヵ国", "ヶ国", "ヵ国", "首脳", "外相", "閣僚"))


def _counted(text: str) -> bool:
    return text[:1].isdigit() or text[:1] in "二三四五六七八九両"
