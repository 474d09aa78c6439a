"""Invitations: who asked whom to come, by a verb (招待する), a request (訪朝を要請する) or a noun (Xの招待を受けた)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from kg.frame.context import Context, Draft
from kg.lexicon.load import Lexicon
from kg.model.account import Ref
from kg.model.mention import Mention
from kg.model.sentence import Clause, Phrase

_SUBJECT: Final[tuple[str, ...]] = ("が", "は", "も", "らが", "らは", "らも")
_GUEST: Final[tuple[str, ...]] = ("に", "には", "らに", "ニタイシ", "へ", "に対し", "にも")
_HOST: Final[tuple[str, ...]] = ("から", "らから", "からは", "ニヨル", "より")
_GOAL: Final[tuple[str, ...]] = ("に", "へ", "には", "への")
#: How many phrases lie at most between a person and the visit asked of him (Xの国賓としての来日).
_NEAR: Final = 4
#: How many sentences back the host of an invitation stands that does not name him.
_HOST_REACH: Final = 4


class InvitationRules:
    """Finds invitation drafts in a sentence."""

    def __init__(self, lexicon: Lexicon) -> None:
        def words(table: str, key: str) -> frozenset[str]:
            return lexicon.words("invitations", table, key)

        self._invite, self._request, self._travel = (
            words("verbs", "invite"),
            words("verbs", "request"),
            words("verbs", "travel"),
        )
        self._accept, self._welcome = words("verbs", "accept"), words("verbs", "host")
        self._tell, self._wish = words("verbs", "tell"), words("verbs", "wish")
        self._nouns, self._visits = tuple(words("nouns", "invitation")), tuple(words("nouns", "visit"))
        self._favour = re.compile(lexicon.table("invitations", "verbs")["favour"])
        self._offer = re.compile(lexicon.table("invitations", "verbs")["offer"])
        self._plans = words("nouns", "plans")
        self._receive, self._give = words("nominal", "receive"), words("nominal", "give")
        self._reaching = words("nominal", "reaching")
        self._thanks = tuple(words("nominal", "thanks"))
        self._attend = tuple(words("nouns", "attendance"))
        self._withdraw, self._hold_back = words("nominal", "withdraw"), words("nominal", "hold_back")
        self._feasts = lexicon.endings("invitations", "nouns", "feasts")
        self._meals = lexicon.endings("invitations", "nouns", "meals")
        self._will = lexicon.words("invitations", "nouns", "will")

    def find(self, context: Context) -> Iterator[Draft]:
        """Drafts of a sentence in text order."""
        for clause in context.clauses:
            if clause.negative or self._refused(clause):
                continue
            if clause.lemma in self._invite:
                yield from self._invited(context, clause)
            if clause.lemma in self._request:
                yield from self._requested(context, clause)
            if clause.lemma in self._wish:
                yield from self._wished(context, clause)
            if clause.lemma in self._tell:
                yield from self._spoken(context, clause)
            if clause.lemma in self._welcome:
                yield from self._welcomed(context, clause)
        for phrase in context.phrases:
            if phrase.text.endswith(self._nouns):
                yield from self._named(context, phrase)

    @staticmethod
    def _refused(clause: Clause) -> bool:
        """Whether the will to invite is denied (招待する考えはない), or a paper tells of it that another wrote (招待する内容の親書)."""
        if clause.form == "relative" and clause.target is not None and clause.target.text in ("内容", "旨"):
            return True
        return (
            clause.form == "relative"
            and clause.parent is not None
            and (clause.parent.negative or clause.parent.lemma == "ない")
        )

    # -- verbs ------------------------------------------------------------------------------------------------------

    def _invited(self, context: Context, clause: Clause) -> Iterator[Draft]:
        """XはYをZに招待した; YはXから招待された; Xが招待したY."""
        meal = context.clauses[clause.index + 1] if clause.index + 1 < len(context.clauses) else None
        if clause.form == "chain" and meal is not None and any(a.text.endswith(self._meals) for a in meal.args):
            # B氏らを招いて昼食会を開いた: no trip
            return
        inner = self._inner(context, clause)
        args = [*clause.args, *(a for c in inner for a in c.args)]
        hosts = self._host(context, clause)
        guests = self._guests(context, [a for a in clause.args if a.particle in ("を", "らを")], hosts)
        guests = guests or [
            r for c in inner for a in c.args if a.particle in ("を", "らを") for r in self._people(context, a)
        ]
        if clause.passive:
            guests = self._head(context, clause) or context.subjects(clause)
            hosts = [r for a in clause.args if a.particle in _HOST for r in context.actors(a)]
            hosts = hosts or [r for a in clause.args if a.particle == "に" for r in self._people(context, a)]
            if not guests and clause.form == "nominal":
                # 招かれたのは、AとBだ
                guests = self._people(context, context.phrases[-1])
                hosts = hosts or self._told_before(context)[:1]
        elif not guests and clause.form == "relative" and any(a.particle in _SUBJECT for a in clause.args):
            guests = self._head(context, clause)
        elif not guests and clause.form == "relative" and clause.past and not clause.args:
            # 招待したA大統領は: whom the sentence before is about
            hosts = _persons(self._head(context, clause))
            homes = context.states_of(hosts)
            guests = [r for r in _persons(context.topic_before()) if hosts and context.state_of(r) not in homes]
        elif not guests and any(self._asks(c) for c in inner):
            guests = [r for a in args if a.particle in _GUEST for r in self._people(context, a)]
            guests = guests or self._called_upon(context, clause, inner)
        if not guests:
            guests = self._travellers(context, clause) or self._other_side(context, clause, hosts)
        if not guests:
            # 成果を見てもらうために招いた: whose favour it is
            favour = [c for c in inner if self._favour.search(c.tail)]
            guests = [r for c in favour for a in c.args if a.particle in _GUEST for r in self._people(context, a)]
            guests = [r for r in guests if r not in hosts]
        objects = [a for a in clause.args if a.particle == "を" and not self._visit_noun(a)]
        if not guests and not clause.passive and not objects:
            # 反発を招いた invites nobody
            guests = self._spoken_to(context, clause) or self._accepting(context, clause, hosts)
            if not guests and hosts and clause.lemma in ("招請する", "招待する") and clause.arg("が") is not None:
                # A主席が再三招請していた: him of whom the text is
                guests = context.protagonist(clause, hosts)
        goals = [r for a in args if a.particle in _GOAL for r in context.places(a)]
        goals = goals or [
            r
            for c in inner
            if c.target is not None and c.target.text not in ("際", "とき", "時", "折", "後")
            for a in c.args
            if a.particle in ("で", "デ", "を")
            for r in context.places(a)
        ]
        goals = goals or [
            # チュニジアで開かれる会議への出席を招請した
            r
            for a in objects
            if a.text.endswith(self._attend)
            for m in _nested(a)
            if m.relative is not None
            for b in m.relative.args
            if b.particle in ("で", "デ")
            for r in context.places(b)
        ]
        if clause.passive and not hosts:
            # ワシントンに招かれた
            direct = [r for a in clause.args if a.particle in _GOAL for r in context.places(a)]
            direct += [
                r for a in clause.args if a.particle == "を" and self._visit_noun(a) for r in self._goal(context, a)
            ]
            hosts = [s for s in context.home_states(direct) if s not in context.states_of(guests)][:1]
            # EUの首脳会議に招かれた
            owners = [m for a in clause.args if a.particle in _GOAL for m in a.modifiers if m.particle == "の"]
            bodies = [r for m in owners for r in context.actors(m) if r.kind == "organization"]
            feasts = [
                p
                for p in context.phrases[: clause.phrase.index]
                if p.text.endswith(self._feasts) and p.particle in _GOAL
            ]
            owners = [m for p in feasts for m in p.modifiers if m.particle == "の"]
            # A大統領の就任式には、B首相が招かれた
            bodies = bodies or [r for m in owners for r in _persons(context.actors(m)) if r not in guests]
            hosts = hosts or bodies[:1]
            # モスクワで行われる協議に招かれている
            rows = [m for a in clause.args if a.particle in _GOAL for m in (a, *_nested(a))]
            held = [m.relative for m in rows if m.relative is not None]
            there = [r for c in held for b in c.args if b.particle in ("で", "デ") for r in context.places(b)]
            hosts = hosts or [s for s in context.home_states(there) if s not in context.states_of(guests)][:1]
            goals = goals or there
        if clause.passive and not hosts and not goals:
            yield from self._hostless(context, clause.phrase, guests)
        yield from self._draft(context, clause, clause.phrase, hosts, guests, goals)
        if not clause.passive and (self._for_a_time(context, clause) or any(self._asks(c) for c in inner)):
            yield from self._visit(context, clause, hosts, guests, goals)

    @staticmethod
    def _for_a_time(context: Context, clause: Clause) -> bool:
        """Whether an invitation to a place is for a time to come, which makes it the plan of a trip (年内に中国へ招いた)."""
        time, published = context.when(clause, inherit=False), context.scene.article.published
        ahead = time is not None and time.latest is not None and published is not None and time.latest > published
        return ahead and any(a.particle in ("に", "へ") and context.places(a) for a in clause.args)

    @staticmethod
    def _host(context: Context, clause: Clause) -> list[Ref]:
        """Who invites: of two topics the later (A国は会議を開く予定で、X氏はY氏を招待した)."""
        rows = [a for a in clause.args if a.particle in _SUBJECT and not a.is_time and context.actors(a)]
        if not rows and not clause.passive:
            # A大臣から、Bの出席を招請した
            told = [r for a in clause.all_args("から") for r in _persons(context.actors(a))]
            if told:
                return told
        found = context.actors(rows[-1]) if len(rows) > 1 else context.subjects_or_topic(clause)
        asked = _persons(r for a in clause.args if a.particle in _GUEST for r in context.actors(a))
        if not rows and not clause.passive:
            # B首相には訪日を招請した
            found = [r for r in found if r not in asked] or [r for r in context.topic_before() if r not in asked]
        unsaid = not rows and not clause.passive and not set(context.subjects(clause)) - set(asked)
        if unsaid and not any(r.kind == "person" for r in found):
            # B首相には謝意を示し、改めて招いた: the person of whom the text is
            homes = context.states_of([*asked, *found])
            found = [r for r in context.topic_near() if context.state_of(r) not in homes] or found
        return found

    def _called_upon(self, context: Context, clause: Clause, inner: list[Clause]) -> list[Ref]:
        """Xが都合の良い時期に訪れるよう招請した: who would come is the subject there."""
        if self._host(context, clause) == []:
            return []
        rows = [
            a
            for c in context.clauses[: clause.index]
            if c in inner or (c.target is not None and any(c.target in i.args for i in inner))
            for a in c.args
        ]
        return [r for a in rows if a.particle in ("が", "らが") for r in self._people(context, a)]

    def _other_side(self, context: Context, clause: Clause, hosts: list[Ref]) -> list[Ref]:
        """X氏が大阪を訪れ、Y首相は再訪を招請した: a visit asked of nobody else is asked of whom the clause before tells."""
        if not any(a.particle == "を" and self._visit_noun(a) for a in clause.args):
            return []
        homes = context.states_of(hosts)
        for other in reversed(context.clauses[: clause.index]):
            found = [r for a in other.args if a.particle in _SUBJECT for r in self._people(context, a)]
            if found:
                return [r for r in found if context.state_of(r) not in homes]
        return []

    def _requested(self, context: Context, clause: Clause) -> Iterator[Draft]:
        """XはYに訪朝を要請した; XはYにZを訪問するよう求めた: only to the side that asks."""
        guests = [r for a in clause.args if a.particle in _GUEST for r in context.actors(a)]
        hosts: list[Ref] = []
        if guests and not clause.passive and not any(a.particle in _SUBJECT and not a.is_time for a in clause.args):
            # B氏には訪韓を呼びかけた: he of whom the sentences before are
            homes = context.states_of(guests)
            spoken_of = [r for r in context.subjects_or_topic(clause) if r not in guests]
            spoken_of = spoken_of or context.topic_before() or context.topic_near()
            hosts = [r for r in spoken_of if context.state_of(r) not in homes]
        if clause.passive:
            # 安倍首相から訪日を要請された
            hosts = [r for a in clause.args if a.particle in _HOST for r in context.actors(a)] or _persons(guests)
            guests = [r for r in self._head(context, clause) or context.subjects(clause) if r not in hosts]
            if not hosts or not guests:
                return
        goals: list[Ref] = []
        visit = next((a for a in clause.args if a.particle in ("を", "への", "も") and self._visit_noun(a)), None)
        inner = next((c for c in self._inner(context, clause) if self._travels(c)), None)
        attend = next((a for a in clause.args if a.particle in ("を", "も") and a.text.endswith(self._attend)), None)
        if visit is None and inner is None and attend is not None and guests:
            # 北京で開く式典への出席を要請した: to a place of the host's
            goals = [r for m in _nested(attend) for r in context.places(m)]
            goals += [
                r
                for m in _nested(attend)
                if m.relative is not None
                for a in m.relative.all_args("で", "デ")
                for r in context.places(a)
            ]
            asking = hosts or context.subjects_or_topic(clause)
            if set(context.home_states(goals)) & set(context.states_of(asking)):
                yield from self._draft(context, clause, clause.phrase, asking, _persons(guests), goals[:1])
            return
        if visit is not None:
            told = [p for p in context.phrases[: visit.index] if self._visit_noun(p)]
            guests = guests or self._visitor(context, visit)
            # 朴大統領の訪日を歓迎すると述べ、来年の来日を求めた: of whom the sentence has spoken
            guests = guests or next((v for p in reversed(told) if (v := self._visitor(context, p))), [])
            guests = guests or self._spoken_to(context, clause)
            goals = self._goal(context, visit)
            guests = guests or self._accepting(context, clause, context.subjects_or_topic(clause))
        elif inner is not None:
            guests = guests or [r for a in inner.args if a.particle in _GUEST for r in context.actors(a)]
            guests = guests or self._spoken_to(context, clause)
            guests = guests or self._called_upon(context, clause, self._inner(context, clause))
            guests = guests or self._accepting(context, clause, context.subjects_or_topic(clause))
            goals = [
                *self._goal(context, inner.phrase),
                *(
                    r
                    for a in inner.args
                    if a.particle in ("を", "に", "へ") and not _person(a)
                    for r in context.places(a)
                ),
            ]
        else:
            return
        yield from self._home(context, clause, guests, goals, hosts)

    def _spoken_to(self, context: Context, clause: Clause) -> list[Ref]:
        """Who a request is made to where its clause does not say so: in the one that governs it, else in the one before."""
        for other in [clause.parent, *reversed(context.clauses[: clause.index])]:
            if other is not None and other.form != "relative":
                told = (*_GUEST, "と", "とも") if other.form == "chain" and other is not clause.parent else _GUEST
                found = [r for a in other.args if a.particle in told for r in self._people(context, a)]
                if found:
                    return found
        return []

    def _accepting(self, context: Context, clause: Clause, hosts: list[Ref]) -> list[Ref]:
        """Who is asked where no words say so: who accepts in a clause behind, else the one met in the sentence before."""
        homes = context.states_of(hosts)
        if not homes:
            return []
        for other in context.clauses[clause.index + 1 :]:
            if other.lemma in self._accept and other.form != "relative":
                found = [r for r in _persons(context.subjects(other)) if context.state_of(r) not in homes]
                if found:
                    return found
        others = [r for r in self._met_before(context) if r not in hosts and context.state_of(r) not in homes]
        return others if len(others) == 1 else []

    @staticmethod
    def _met_before(context: Context) -> list[Ref]:
        """The persons of the sentence before, or of the one before that where it names only one."""
        out: list[Ref] = []
        for index in range(context.index - 1, max(-1, context.index - 3), -1):
            units = context.scene.sentences[index].units
            out = [
                r
                for u in units
                if u.mention is not None and u.mention.kind == "person"
                for r in context.linked.of(u.mention)
            ]
            if len(set(out)) > 1:
                break
        return list(dict.fromkeys(out))

    @staticmethod
    def _told_before(context: Context) -> list[Ref]:
        """Whom the sentence before is about."""
        if context.index == 0:
            return []
        return _persons(Context(context.scene, context.index - 1, context.modality, context.lexicon).topic())

    def _welcomed(self, context: Context, clause: Clause) -> Iterator[Draft]:
        """Xを韓国に迎えたいと持ちかけた: a wish to play the host, told to the guest."""
        host = clause.parent
        if host is None or host.lemma not in self._tell or "たい" not in clause.tail:
            return
        before = context.clauses[clause.index - 1] if clause.index else None
        # Xをできるだけ早く: the adverb keeps the guest
        adverb = before is not None and before.form == "chain" and before.phrase.head.pos[0] == "形容詞"
        args = [*before.args, *clause.args] if before is not None and adverb else clause.args
        goals = [r for a in args if a.particle in _GOAL for p in (a, *a.modifiers) for r in context.places(p)]
        guests = [r for a in args if a.particle in ("を", "らを") for r in self._people(context, a)]
        hosts = context.subjects(host) or context.subjects_or_topic(clause)
        if goals and guests:
            yield from self._home(context, host, guests, goals, hosts)

    def _wished(self, context: Context, clause: Clause) -> Iterator[Draft]:
        """XはYにZを訪れてほしいと伝えた."""
        travel = context.clauses[clause.index - 1] if clause.index else None
        host = clause.parent
        if (
            travel is None
            or travel.form != "chain"
            or not self._travels(travel)
            or host is None
            or host.lemma not in self._tell
        ):
            return
        guests = [r for a in [*travel.args, *host.args] if a.particle in _GUEST for r in self._people(context, a)]
        goals = [
            *self._goal(context, travel.phrase),
            *(r for a in travel.args if a.particle in ("を", "へ") for r in context.places(a)),
        ]
        yield from self._home(context, host, guests, goals)

    def _spoken(self, context: Context, clause: Clause) -> Iterator[Draft]:
        """「Yを招待したい」と述べた: the guest is someone of the article whom the words name, or who is spoken to."""
        for phrase in (p for a in clause.args for p in a.coordinated()):
            mention = phrase.head.mention
            if mention is None or mention.kind != "quote" or not self._offer.search(mention.text):
                continue
            guests = list(
                dict.fromkeys(
                    r
                    for parsed in context.scene.sentences
                    for u in parsed.units
                    if u.mention is not None and u.mention.kind == "person" and _called(u.mention, mention.text)
                    for r in context.linked.of(u.mention)
                )
            )
            hosts = context.subjects_or_topic(clause)
            guests = [r for r in guests if r not in hosts]
            guests = guests or [
                r for a in clause.args if a.particle == "を" or a.particle in _GUEST for r in self._people(context, a)
            ]
            guests = guests or self._accepting(context, clause, hosts)
            yield from self._draft(context, clause, clause.phrase, hosts, guests, [])

    def _home(
        self,
        context: Context,
        clause: Clause,
        guests: list[Ref],
        goals: list[Ref],
        hosts: list[Ref] | None = None,
    ) -> Iterator[Draft]:
        """A request to come, not to go somewhere else."""
        hosts = hosts or context.subjects_or_topic(clause)
        homes = context.states_of(hosts)
        stated = self._states(context, goals)
        if guests and homes and (not stated or stated[0] in homes):
            yield from self._draft(context, clause, clause.phrase, hosts, guests, goals)
            if stated:
                yield from self._visit(context, clause, hosts, guests, goals)

    def _visit_noun(self, phrase: Phrase) -> bool:
        """Whether a phrase is a noun of coming: 来訪, 訪タイ."""
        return phrase.text.endswith(self._visits) or (
            phrase.head.mention is not None
            and phrase.head.mention.rule == "travel"
            and phrase.head.mention.head in "訪来"
        )

    def _asks(self, clause: Clause) -> bool:
        """Whether a clause tells of the trip that is asked for, not of one that somebody made (訪韓した主席が招待した)."""
        return self._travels(clause) and not (clause.past or (clause.target is not None and _person(clause.target)))

    def _travels(self, clause: Clause) -> bool:
        return clause.lemma in self._travel or any(
            u.mention is not None and u.mention.rule == "travel" for u in clause.phrase.content
        )

    @staticmethod
    def _inner(context: Context, clause: Clause) -> list[Clause]:
        """Relative clauses on an argument of a clause, or before its よう: their arguments may belong to it."""
        return [
            c
            for c in context.clauses[: clause.index]
            if c.form == "relative" and c.target is not None and (c.target in clause.args or c.target is clause.phrase)
        ]

    # -- nouns ------------------------------------------------------------------------------------------------------

    def _named(self, context: Context, phrase: Phrase) -> Iterator[Draft]:
        """YはXの招待を受けた, Xの招きでYが訪れた, XはYに招待状を送った, XのYへの招待."""
        clause = next((c for c in context.clauses if phrase in c.args), None)
        status = ""
        if clause is not None and phrase.particle in ("を", "の", "も", "は", "が"):
            if clause.lemma in self._hold_back:
                return
            status = "cancelled" if clause.lemma in self._withdraw else ""
        trips = [m for m in phrase.modifiers if self._visit_noun(m)]
        hosts = [
            r
            for m in (
                *phrase.modifiers,
                *(n for t in trips for n in t.modifiers if n.particle in ("からの", "ニヨルノ")),
            )
            if m.particle in ("の", "からの", "による", "ニヨルノ")
            for r in context.actors(m)
        ]
        hosts = hosts or [
            # 石破首相による近い将来の公式訪問の招待
            r
            for m in _nested(phrase)
            if m.particle in ("ニヨルノ", "による", "からの")
            for r in context.actors(m)
        ]
        if not hosts and phrase.relative is not None and phrase.relative.lemma in self._reaching:
            # A首相から届いた招待状
            hosts = [r for a in phrase.relative.all_args("から", "が") for r in context.actors(a)]
        guests = [
            r
            for m in phrase.modifiers
            if m.particle in ("への", "に対する", "ニタイスルノ")
            for r in self._people(context, m)
        ]
        acting = self._subjects(context, clause, phrase)
        if clause is not None and clause.lemma in self._give and phrase.particle in ("を", "も", "は"):
            if clause.passive:
                return
            beside = [m for p in phrase.coordinated() for m in p.modifiers if m.particle == "の"]
            # B氏にC氏の親書と招待状を届けた: the host is who wrote them
            hosts = hosts or [r for m in beside for r in _persons(context.actors(m))] or acting
            but = "を除" in context.parsed.sentence.surface[: phrase.begin]
            guests = guests or [
                # A国を除くすべての国の元首に: not to A国
                r
                for a in clause.args
                if a.particle in _GUEST
                for r in context.actors(a)
                if not but or r.kind == "person"
            ]
            if not guests and phrase.relative is not None:
                # A大統領に訪れるよう求める招待状
                wanted = [phrase.relative, *self._inner(context, phrase.relative)]
                guests = [r for c in wanted for a in c.args if a.particle in _GUEST for r in self._people(context, a)]
            if not guests and (phrase.particle == "は" or clause.arg("が") is not None):
                # 招待状はA国王が送った, A国王が招待状を届けていた: to whom the sentence before is about
                homes = context.states_of(hosts)
                guests = [r for r in _persons(context.topic_before()) if context.state_of(r) not in homes]
        else:
            thanked = phrase.particle in ("に", "へ", "への") and not hosts and clause is not None
            if thanked and clause is not None:
                hosts, guests = self._thanked(context, clause)
            if not hosts and clause is not None:
                asked = [a for c in self._inner(context, clause) for a in c.args]
                hosts = [r for a in (*clause.args, *asked) if a.particle in _HOST for r in context.actors(a)]
                hosts = hosts or self._from_capital(context, clause)
            if clause is not None and clause.lemma in self._reaching and phrase.particle in ("は", "が", "も"):
                # A国の招待は夏に届いていた, A大統領からB大統領に招待があった
                if clause.tail.endswith(("ば", "たら")):
                    return
                around = [*clause.args, *(clause.parent.args if clause.parent is not None else ())]
                around = [a for a in around if a.index < phrase.index]
                hosts = [r for a in around if a.particle in _HOST for r in _persons(context.actors(a))] or hosts
                homes = context.states_of(hosts)
                guests = guests or [r for a in around if a.particle in _GUEST for r in _persons(context.actors(a))]
                guests = guests or [r for r in context.topic_near() if context.state_of(r) not in homes]
            if not hosts and guests and clause is not None and status:
                hosts = acting
            guests = guests or acting
            if not hosts and clause is not None and clause.lemma in self._accept:
                hosts = self._offering(context, clause, guests)
        others = [g for g in guests if g not in hosts and g.kind == "person"]
        if hosts and not others and clause is not None and clause.lemma in self._accept and phrase.particle == "に":
            # インド訪問はシン首相の招請に応えるもの: he of whom the sentences before are
            homes = context.states_of(hosts)
            guests = [r for r in context.topic_near() if context.state_of(r) not in homes]
        by = phrase.particle in ("で", "デ", "に") and clause is not None and clause.lemma not in self._give
        if (
            hosts
            and not others
            and set(guests) <= set(hosts)
            and (clause is None or by or phrase.particle.startswith("ニヨル"))
        ):
            # A首相の招待によるもの, 今回の訪問はA首相の招きによる: he of whom the sentences before are
            homes = context.states_of(hosts)
            guests = [r for r in context.topic_near() if context.state_of(r) not in homes]
        if not hosts and _persons(guests):
            # 訪日の招待を断った: where it leads is who asks
            own = context.states_of(guests)
            homes = [r for m in trips for r in context.home_states(self._goal(context, m)) if r not in own]
            hosts = [] if any(self._visitor(context, m) for m in trips) else homes[:1]
        got = clause is not None and clause.lemma in self._receive and phrase.particle in ("を", "も")
        if not hosts and got and not phrase.modifiers and phrase.relative is None:
            yield from self._hostless(context, phrase, acting)
        if not hosts or any(
            self._visit_noun(m) and m.particle == "の" for m in phrase.modifiers if self._visitor(context, m)
        ):
            return
        goals = [
            r
            for m in phrase.modifiers
            for r in context.places(m)
            if m.particle in ("への", "の") and not context.actors(m)
        ]
        goals += [
            r for m in phrase.modifiers if m.particle == "の" and self._visit_noun(m) for r in self._goal(context, m)
        ]
        topics = [p for p in context.phrases[: phrase.index] if p.particle == "は" and self._visit_noun(p)]
        goals = goals or [r for p in topics for r in self._goal(context, p)]
        for draft in self._draft(context, None, phrase, hosts, guests, goals):
            if status:
                draft.status = "cancelled"
            yield draft
        trip_asked = (
            next((c for c in self._inner(context, clause) if self._travels(c)), None) if clause is not None else None
        )
        if trip_asked is not None and got and not status:
            # B氏からC国を訪れるよう招待を受けた: the trip that he proposes
            there = [r for a in trip_asked.args if a.particle in ("を", "に", "へ") for r in context.places(a)]
            yield from self._visit(context, trip_asked, hosts, guests, there)

    @staticmethod
    def _offering(context: Context, clause: Clause, guests: list[Ref]) -> list[Ref]:
        """A大統領は来訪を望むと述べ、B首長は招待を受け入れた: the other who acts in the sentence, if there is only one."""
        own = context.states_of(guests)
        others = {
            r: None
            for c in context.clauses[: clause.index]
            if c.form != "relative"
            for a in c.args
            if a.particle in _SUBJECT and not a.is_time
            for r in _persons(context.actors(a))
            if r not in guests and context.state_of(r) not in own
        }
        return list(others) if len(others) == 1 else []

    def _from_capital(self, context: Context, clause: Clause) -> list[Ref]:
        """平壌から招待状が届いた: the government there; the source may stand before the verb that reports it."""
        if clause.lemma not in self._reaching and clause.lemma not in self._receive:
            return []
        rows = [*clause.args, *(clause.parent.args if clause.parent is not None else ())]
        return context.home_states(r for a in rows if a.particle in _HOST for r in context.places(a))[:1]

    def _thanked(self, context: Context, clause: Clause) -> tuple[list[Ref], list[Ref]]:
        """Host and guest where one thanks the other: AはBが招待に応じたことに謝意を示した; Bから招待に謝意が表された."""
        outer = clause.parent
        told = [a.text for a in (*clause.args, *(outer.args if outer is not None else ()))]
        lemmas = {clause.lemma, outer.lemma if outer is not None else ""}
        if not (any(t.endswith(self._thanks) for t in told) or any(w in le for le in lemmas for w in self._thanks)):
            return [], []
        if outer is not None and clause.lemma in self._accept and clause.form in ("relative", "quoted", "nominal"):
            guests = _persons(r for a in clause.args if a.particle in ("が", "らが") for r in context.actors(a))
            hosts = [r for r in _persons(context.subjects(outer)) if r not in guests]
            return (hosts, guests) if guests else ([], [])
        rows = [a for a in clause.args if a.particle in ("から", "は", "も") and not a.is_time]
        guests = _persons(r for a in rows for r in context.actors(a)) or _persons(context.subjects_or_topic(clause))
        return self._accepting(context, clause, guests), guests

    def _subjects(self, context: Context, clause: Clause | None, phrase: Phrase) -> list[Ref]:
        """Who acts where an invitation is named: the subject of its clause, else of the next one."""
        if clause is not None:
            found = self._head(context, clause) if clause.form == "relative" else []
            found = found or self._told_behind(context, clause) or context.subjects(clause)
            if found:
                return found
        for trip in context.phrases:
            # Xの訪中は、中国側の招待に基づく
            if trip.particle in _SUBJECT and self._visit_noun(trip) and (found := self._visitor(context, trip)):
                return found
        for other in context.clauses:
            if other.phrase.index > phrase.index and (found := context.subjects(other)):
                return found
        for other in reversed(context.clauses):
            # XがAの招待に応じて…、Bの招待に応じて…
            if other.phrase.index < phrase.index and (found := _persons(context.subjects(other))):
                return found
        return context.subjects_or_topic(clause) if clause is not None else []

    @staticmethod
    def _told_behind(context: Context, clause: Clause) -> list[Ref]:
        """報道官は、A主席の招きに応じ、B大統領が訪れると述べた: who is the subject of what the speaker reports."""
        if (
            clause.form != "chain"
            or any(a.particle == "が" for a in clause.args)
            or len(context.clauses) <= clause.index + 2
        ):
            return []
        told, says = context.clauses[clause.index + 1], context.clauses[clause.index + 2]
        if told.form != "quoted" or told.parent is not says:
            return []
        return _persons(r for a in told.args if a.particle in ("が", "らが") for r in context.actors(a))

    # -- who and where ----------------------------------------------------------------------------------------------

    @staticmethod
    def _head(context: Context, clause: Clause) -> list[Ref]:
        """Whom a relative clause modifies; a state in front of a person belongs to him (招待された英国のX首相)."""
        target = clause.target
        if clause.form != "relative" or target is None:
            return []
        owner = next((p for p in context.phrases if target in p.modifiers), None)
        return [r for r in context.actors(owner if owner is not None else target) if r.kind in ("person", "state")]

    @staticmethod
    def _people(context: Context, phrase: Phrase) -> list[Ref]:
        return [r for r in context.actors(phrase) if r.kind == "person"]

    def _guests(self, context: Context, phrases: list[Phrase], hosts: list[Ref]) -> list[Ref]:
        out: list[Ref] = []
        for phrase in phrases:
            found = context.actors(phrase)
            if not found or (phrase.text.startswith("両") and set(found) & set(hosts)):
                # nobody invites himself: the pair are the others
                found = self._both(context, phrase)
            out += found
        return out

    @staticmethod
    def _both(context: Context, phrase: Phrase) -> list[Ref]:
        """両首脳 beside a third: the two others of the sentence before."""
        if not phrase.text.startswith("両") or context.index == 0:
            return []
        spoken = [r for p in context.phrases if p.particle in _SUBJECT for r in context.actors(p)]
        before = Context(context.scene, context.index - 1, context.modality, context.lexicon)
        named: list[Ref] = []
        for unit in before.parsed.units:
            if unit.mention is not None and unit.mention.kind == "person":
                named += [r for r in context.linked.of(unit.mention) if r not in named and r not in spoken]
        return named if len(named) == 2 else []

    def _travellers(self, context: Context, clause: Clause) -> list[Ref]:
        """Whose visit is the topic or object of an invitation: Xの来日は、Yが招請した."""
        visit = next(
            (
                a
                for a in clause.args
                if a.particle in ("は", "を", "も") and (self._visit_noun(a) or a.text.endswith(self._attend))
            ),
            None,
        )
        return self._visitor(context, visit) if visit is not None else []

    def _visitor(self, context: Context, visit: Phrase) -> list[Ref]:
        """The person who makes a visit: Xの来日, Xの国賓としての来日."""
        for phrase in [*visit.modifiers, *reversed(context.phrases[max(0, visit.index - _NEAR) : visit.index])]:
            if phrase.particle == "の" and not phrase.comma and (found := self._people(context, phrase)):
                return found
        return []

    @staticmethod
    def _goal(context: Context, phrase: Phrase) -> list[Ref]:
        """Where a visit goes: 訪朝, キーウ訪問, 平壌への訪問."""
        travel = [
            r
            for u in phrase.content
            if u.mention is not None and u.mention.rule == "travel"
            for r in context.linked.of(u.mention)
        ]
        return travel or [
            r
            for p in (phrase, *(m for m in phrase.modifiers if not _person(m)))
            for u in p.content
            if u.mention is not None and u.mention.kind in ("place", "state")
            for r in context.linked.of(u.mention)
        ]

    @staticmethod
    def _states(context: Context, goals: list[Ref]) -> list[Ref]:
        return [
            s for r in goals if (s := r if r.kind == "state" else context.linked.place_states.get(r.key)) is not None
        ]

    # -- drafts -----------------------------------------------------------------------------------------------------

    def _draft(
        self,
        context: Context,
        clause: Clause | None,
        phrase: Phrase,
        hosts: list[Ref],
        guests: list[Ref],
        goals: list[Ref],
    ) -> Iterator[Draft]:
        hosts = [r for r in hosts if r not in guests] if clause is not None else hosts
        guests = [r for r in guests if r not in hosts]
        people = [r for r in guests if r.kind == "person"]
        if not hosts or not guests or (not people and hosts[0].kind == "organization"):
            return
        home = context.state_of(hosts[0])
        if home is not None and hosts[0].kind == "person":
            # 金与正氏は金正恩委員長の招待の意を伝えた: nobody of his own side
            guests = [g for g in guests if context.state_of(g) != home]
            people = [r for r in guests if r.kind == "person"]
            if not guests:
                return
        elsewhere = [h for h in hosts if context.state_of(h) != home]
        hosts = [h for h in hosts if h not in elsewhere]
        if elsewhere and clause is None:
            # A国のX氏とB国のY氏の招待: each invites home
            yield from self._draft(context, None, phrase, elsewhere, guests, [])
        draft = context.draft("invitation", "", clause, phrase, "invite")
        if draft.status in ("held", "scheduled", "proposed") and not (clause is not None and self._planned(clause)):
            # the invitation itself is made, whatever becomes of the visit
            draft.status, draft.modality = "held", "asserted"
        words = context.span(phrase)
        for host in hosts if all(h.kind == "person" for h in hosts) else hosts[:1]:
            context.claim(draft, "inviter", host, words)
        for ref in people or guests:
            context.claim(draft, "invitee", ref, words)
        guest_states = context.states_of(guests)
        states = [s for s in self._states(context, goals) if s == home or s not in guest_states]
        if states:
            context.claim(draft, "destination", states[0], words)
        elif home is not None:
            context.claim(draft, "destination", home, words, confidence=0.6)
        yield draft

    @staticmethod
    def _hostless(context: Context, phrase: Phrase, guests: list[Ref]) -> Iterator[Draft]:
        """B首相も招かれた, B首相は招待を受けていた: by whom the text tells elsewhere (``lend_hosts``)."""
        people = _persons(guests)
        if not people:
            return
        draft = context.draft("invitation", "", None, phrase, "invite")
        draft.flags.add("open")
        for ref in people:
            context.claim(draft, "invitee", ref, context.span(phrase))
        yield draft

    def _visit(
        self, context: Context, clause: Clause, hosts: list[Ref], guests: list[Ref], goals: list[Ref]
    ) -> Iterator[Draft]:
        """The trip that an invitation to a country proposes."""
        people = [r for r in guests if r.kind == "person" and r not in hosts]
        states = [s for s in self._states(context, goals) if s not in context.states_of(guests)]
        if not goals and any(self._asks(c) for c in self._inner(context, clause)):
            # 公式訪問するよう招いた
            states = [s for s in context.states_of(hosts)[:1] if s not in context.states_of(guests)]
        if (
            not people
            or not states
            or (self._planned(clause) and clause.target is not None and clause.target.text in self._will)
        ):
            return
        draft = context.draft("visit", "", None, clause.phrase, "visit-asked")
        draft.status, draft.modality = "proposed", "planned"
        words = context.span(clause.phrase)
        for ref in people:
            context.claim(draft, "visitor", ref, words)
        context.claim(draft, "destination", states[0], words)
        time, published = context.when(clause, inherit=False), context.scene.article.published
        past = time is not None and published is not None and time.latest is not None and time.latest < published
        if time is not None and not past:
            context.claim(draft, "time", time, time.span)
        yield draft

    def _planned(self, clause: Clause) -> bool:
        """Whether somebody only means to invite: 招待する方針, 招待する予定だ."""
        return (
            clause.form == "relative" and clause.target is not None and clause.target.text.endswith(tuple(self._plans))
        )


def _setting(draft: Draft, by_index: Mapping[int, Context], home: set[Ref]) -> Ref | None:
    """The state where the sentences before an invitation are set: 戴冠式がロンドンで行われた。…A大統領は招かれたものの…."""
    for at in range(draft.sentence, draft.sentence - _HOST_REACH, -1):
        context = by_index.get(at)
        rows = (
            [p for p in context.phrases if p.particle in ("で", "デ") and not p.is_time] if context is not None else []
        )
        found = context.home_states(r for p in rows for r in context.places(p)) if context is not None and rows else []
        if found:
            return found[0] if home and found[0] not in home else None
    return None


def lend_hosts(drafts: list[Draft], contexts: Sequence[Context]) -> list[Draft]:
    """Drafts of an article, with invitations that do not say by whom as those of who invited others, or where the guest went.

    What is then still without a host is left out.
    """
    by_index = {c.index: c for c in contexts}
    out: list[Draft] = []
    for draft in drafts:
        if draft.kind == "invitation" and "open" in draft.flags:
            context = by_index[draft.sentence]
            home = set(context.states_of(draft.refs("invitee")))
            near = [d for d in drafts if 0 <= draft.sentence - d.sentence <= _HOST_REACH and d is not draft]
            made = [d for d in near if d.refs("inviter") and not set(d.refs("destination")) & home]
            went = [d for d in near if d.kind == "visit" and set(d.refs("visitor")) & set(draft.refs("invitee"))]
            went = [d for d in went if d.refs("destination")]
            words = draft.claims[0].evidence
            if made:
                lent = [c for c in made[-1].claims if c.property in ("inviter", "destination")]
            elif went:
                there = [c for c in went[-1].claims if c.property == "destination"][-1:]
                lent = [*(c._replace(property="inviter") for c in there), *there]
            elif (host := _setting(draft, by_index, home)) is not None:
                lent = [draft.claims[0]._replace(property=p, value=host) for p in ("inviter", "destination")]
            elif others := [d for d in near if d.kind == "visit" and set(d.refs("destination")) - home]:
                # A首相は10日にモスクワを訪れる。B大統領は招待を断った
                there = [c for c in others[-1].claims if c.property == "destination"][-1:]
                lent = [*(c._replace(property="inviter") for c in there), *there]
            else:
                continue
            draft.claims += [c._replace(evidence=words, modality=draft.modality, confidence=0.6) for c in lent]
        out.append(draft)
    return out


def _person(phrase: Phrase) -> bool:
    """Whether a phrase names a person or office."""
    return phrase.head.mention is not None and phrase.head.mention.kind in ("person", "office")


def _nested(phrase: Phrase, depth: int = 4) -> Iterator[Phrase]:
    """The modifiers of a phrase, and theirs."""
    for modifier in phrase.modifiers if depth else ():
        yield modifier
        yield from _nested(modifier, depth - 1)


def _persons(refs: Iterable[Ref]) -> list[Ref]:
    """The persons among entities."""
    return [r for r in refs if r.kind == "person"]


def _called(mention: Mention, words: str) -> bool:
    """Whether words name someone as mentioned, or by family name and title (金正恩総書記: 金総書記)."""
    family = [mention.name[:n] for n in range(1, min(len(mention.name), 4))]
    return mention.text in words or (mention.title != "" and any(f + mention.title in words for f in family))
