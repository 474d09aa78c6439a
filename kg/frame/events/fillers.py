"""Where the two sides of an event stand. Each source is a method of Fillers; the lexicon says which ones a type asks, in which order.

Of the predicate:

* ``subject``: who does it, also unsaid; ``mustered``: whose soldiers the subject is; ``deep-subject``: sides on the subject
* ``stands-in``: the land in which its object stands
* ``force-inside``: whose soldiers are in it; ``since-by``: the state in it, where another is the topic; ``teller-forces``: of
  whose soldiers its own state tells
* ``hit-by``: from whom an attack is suffered; ``done-to``: の before a noun of what is done to somebody; ``border-pair``: whose
  border it is at which was fought
* ``aimed-ground``: whose ground a missile flies at
* ``aimed-before``: at whom the clause before aims; ``forces-head``: whose soldiers the clause modifies
* ``combatants``: whose soldiers take part in what a noun names
* ``deemer``: who deems or calls its object something
* ``patient``: the が- or は-phrase of a passive; ``agent``: によって; ``by``: に of a passive; ``from``: から
* ``governor``: who decides, says or plans it; ``head``: the noun that the clause modifies; ``head-owners``: whose thing that is
* ``goal``: the arguments with the type's particles; ``stage``: the land that には has set; ``relative-ground``: the land that the clause
  modifies; ``stood``: the land that a force has come to
* ``object``: the を-phrase; ``owned``: whose thing the を-phrase is; ``bare-state``: a を-phrase that is nothing but a state
* ``struck``: who suffers a passive; ``inherited``: the unsaid subject, or the noun that the clause modifies
* ``mover``: who moves the soldiers that stand somewhere
* ``mission-land``: the land in the name of a mission; ``purpose-land``: for whose good it is done
* ``with``: と; ``friend``: とともに, の側で; ``battlefield``: the state on whose ground was fought; ``as``: the name after として,
  ``land-subject``: a part of a state by its name, ``parted``: whose part is called so; ``left``: what the clause before leaves
* ``belongs``: whose house its object belongs to; ``first``: the first phrase, where it went to the clause on the object
* ``head-name``: the name of a land that the clause modifies; ``partner-land``: the one on the noun that it modifies
* ``between``: 間で; ``provoker``: whose attack gave cause; ``through``: on the clause that measures its object;
  ``dated-pair``: the two of whom the text speaks, where the noun has a date
* ``posted``: in whose house those serve that are its object
* ``object-of``: whose its object is; ``conditioned``: who is threatened if he does not give in
* ``firms``: companies, persons and groups

Of the event noun: ``whose`` (の, による), ``done-by`` (による), ``by-before`` (による right before it), ``possessor`` (の),
``aim`` (への, に対する, との), ``doer`` (who made it, in a clause on it), ``land`` (a land by its name),
``inside`` (its own words), ``deep`` (anywhere on it). ``announcer`` (who announces it),
``around`` (the two sides of the clause around it)

Beyond: ``named-before`` (the one other state that the sentence has named), ``topic-before`` (what the sentence before
is about), ``topic-carried`` (the same, for a main clause), ``chain`` (the two sides of an earlier clause), ``home``
(whose ground the place is), ``sufferer`` (who the noun's predicate says was hit), ``instrument`` (who did something
by it), ``carrier`` (whom the clause around it modifies), ``venue`` (the land in which it is done), ``declared`` (what
an article is about that recalls a declaration), ``before`` (who stands at the head of a headline), ``since-topic``
(what the sentence is about, of an act since which), ``teller`` (the state whose body tells of its own act), ``known``
and ``invaded`` (the two sides of a war that has a name, as far as the article names them).

Of an act of its kind: ``notified`` (to whom a break is notified), ``answered`` (whose
sanctions are answered), ``trade-with`` (on whose trade a ban lies),
``since-there`` (what a sentence is about, of an act since which), ``forces-subject`` (whose soldiers the subject is),
``occasion`` (what a sentence is about, of an act that only its occasion recalls), ``doer-around`` (who does what is
done with it), ``head-all`` (all that the clause modifies).

Of a body that is joined: ``joining`` (whose accession), ``object-states`` (to whom a rank is given), and ``inside-body``,
``aim-body``, ``deep-body``, ``goal-body``, ``subject-body``, ``subject-body-named``, ``near-body``, ``subject-alone``,
``body-alone`` (the one that the sentence names).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from kg.errors import DataError
from kg.frame.around import SINCE, hypothetical, is_source, pair_before
from kg.frame.context import Context
from kg.frame.events.sides import Side, Sides, distinct, is_kind, modifiers
from kg.frame.events.types import EventType, Telling
from kg.lexicon.load import Lexicon
from kg.model.account import Ref
from kg.model.sentence import Clause, Phrase

_AGENT: Final[tuple[str, ...]] = ("ニヨル", "ニヨルノ", "による")
_WHOSE: Final[tuple[str, ...]] = ("の", *_AGENT)
_AIM: Final[tuple[str, ...]] = ("への", "ニタイシ", "との", "からの", "に対する")
_LAND: Final = re.compile(r"[ァ-ヴー・]{4,}(?:共和国|自治州|地方|地域)?")
_GROUP: Final[tuple[str, ...]] = ("が", "は", "も", "など", "などが", "などは")
#: A group of states of which none is named.
_SEVERAL: Final = re.compile(r"[0-9０-９一二三四五六七八九十数][カかヵヶ]国$|諸国$|各国$")
_PART: Final = re.compile(
    r"(?<![ァ-ヴー・])([ァ-ヴー・]{3,})(?:自治州|自治共和国|自治区|州|地方|島)(?:議会|政府|自治政府|当局)?$"
)
#: Clauses around one, at most.
_MANY: Final = 20
#: Rules by which an attack on a mere place is told.
_ON_SITE: Final = frozenset(("fired-into", "site-attacked"))


class Fillers:
    """Finds the sides of a telling."""

    def __init__(self, lexicon: Lexicon, sides: Sides) -> None:
        self._sides = sides
        common, table = lexicon.table("events", "common"), lexicon.table("events", "sides")
        self._impersonal = frozenset(common["impersonal"])
        self._hit, self._lasts = frozenset(common["hit"]), frozenset(common["lasts"])
        self._decide = frozenset(common["decide"])
        self._behind, self._deemed_verbs = tuple(common["behind"]), frozenset(common["deemed"])
        self._counted_by = frozenset(table["counted_by"])
        self._regimes = tuple(table["regimes"])
        self._does, self._watches = frozenset(common["does"]), frozenset(common["watches"])
        self._asking, self._strikes = frozenset(common["asking"]), frozenset(common["strikes"])
        self._aims, self._marks = frozenset(table["aims"]), frozenset(table["marks"])
        self._done_to_nouns, self._borders = tuple(table["done_to"]), tuple(table["borders"])
        self._backs, self._of_state = frozenset(table["backs"]), tuple(table["of_state"])
        self._regimes, self._at_sea = tuple(table["regimes"]), tuple(table["at_sea"])
        self._joins = frozenset(table["joins"])
        self._victims, self._placed = tuple(table["victims"]), frozenset(table["placed"])
        self._casualties, self._rule = frozenset(common["casualties"]), tuple(common["rule"])
        self._leaves, self._moves = frozenset(common["leaves"]), frozenset(common["moves"])
        self._invasion = tuple(lexicon.table("events", "invasions")["told_by"])
        self._invasions: dict[str, tuple[str, int]] = {
            doer: (victim, since) for doer, victim, since in lexicon.table("events", "invasions")["known"]
        }
        self._fronts: dict[str, list[str]] = lexicon.table("events", "fronts")
        self._imposes = frozenset(lexicon.table("events", "sides")["imposes"])
        self._occasions = tuple(common["occasions"])
        self._aimless = re.compile(common["quantity"])
        self._wars: dict[str, str] = lexicon.table("events", "wars")
        self._combat = tuple(table["combat"])
        self._missions, self._talks = tuple(common["missions"]), tuple(common["talks"])
        self._attacks = tuple(common["attacks"])
        self._parts = lexicon.endings("events", "sides", "parts")
        self._without = lexicon.endings("events", "sides", "without")

    def check(self, types: Iterable[EventType]) -> None:
        """Check that every source that the lexicon names is one of those above.

        Raises:
            DataError: one is not.
        """
        for kind in types:
            rows = [s for r in kind.rows for s in (r.actor, r.target)]
            named = {n for s in (kind.actor, kind.target, *rows) for way in s.values() for union in way for n in union}
            for name in named:
                if not hasattr(self, "_" + name.replace("-", "_")):
                    raise DataError(f"lexicon events.toml: {kind.name} asks the unknown source {name}")

    def find(self, context: Context, telling: Telling, role: str, without: Iterable[Side] = ()) -> list[Side]:
        """The sides in a role: those of the first sources that give any besides those of the other role."""
        taken = tuple(without)
        for union in telling.sources(role):
            found = distinct(s for source in union for s in self.ask(context, telling, source))
            if left := [s for s in found if s not in taken]:
                return left
        return []

    def ask(self, context: Context, telling: Telling, source: str) -> list[Side]:
        """The sides that one source gives."""
        found: list[Side] = getattr(self, "_" + source.replace("-", "_"))(context, telling)
        return found

    # -- of the predicate -------------------------------------------------------------------------------------------

    def _subject(self, context: Context, telling: Telling) -> list[Side]:
        clause = telling.clause
        if clause is None or clause.passive:
            return []
        phrase = telling.phrase
        if phrase is not None and clause.lemma in self._impersonal:
            return []
        persons = telling.type.persons_act
        if (asked := self._asked(context, telling, clause)) is not None:
            return asked
        if self._under_if(context, clause):
            return []
        regime = clause.target if clause.form == "relative" and not clause.all_args("が", "は", "も") else None
        if regime is not None and telling.type.ground and regime.text.endswith(self._regimes):
            # 侵攻したフセイン政権に対し: nobody else
            return self._head(context, telling)
        if not clause.all_args("が", "は", "も"):
            if nearer := self._before_goal(context, clause):
                return nearer
            if head := self._head(context, telling):
                return head
        found = [s for r in context.subjects(clause) for s in self._sides.of(context, r, persons=persons)]
        if (
            telling.row is not None
            and telling.row.mutual
            and any(a.text == "両軍" and not a.modifiers for a in clause.args)
        ):
            # whose, only the text before tells
            return []
        if telling.type.ground or telling.type.going_to:
            # ジブチには部隊が駐留している: the place does not act
            stage = [s for a in clause.all_args("には", "では", "にも") for s in self._sides.named(context, a)]
            found = [s for s in found if s not in stage]
        own = [a for a in clause.args if a.particle in _GROUP and not a.is_time and a is not phrase]
        if not any(a.particle in ("が", "は") for a in own):
            found = self._measured(context, telling) or found
        found = found or [s for a in own for s in self._sides.named(context, a)]
        if any(a.particle == "も" for a in own):
            # エストニアのほか、マーシャル諸島も
            besides = [m for a in clause.args if a.text in ("ほか", "他") for m in a.modifiers]
            found = [*(s for m in besides for s in self._sides.named(context, m)), *found]
        if telling.type.two_sided and len(found) == 1:
            # フーシ派とサウジアラビア主導の連合軍は: who is no entity counts as well
            rows = [distinct(self._sides.named(context, a)) for a in own if a.conjuncts]
            rows += [self._sides.paired(context, a) for a in own]
            found = next((r for r in rows if len(r) > 1), found)
        if not own and clause.form == "nominal" and clause.parent is not None and clause.parent.phrase.mentions():
            # 最後に加盟したのは東ティモールだ
            return self._sides.named(context, clause.parent.phrase) or found
        found = found or [
            s
            for a in own
            if a.relative is not None and a.relative.lemma in self._counted_by
            for b in a.relative.args
            for s in self._sides.named(context, b)
            if is_kind(s, "state")
        ]
        force = next((a for a in own if a.particle in ("が", "は") and self._sides.is_force(context, a)), None)
        if not found and force is not None:
            # エチオピアの爆撃機2機が空襲した; ロシア国防省によると、空軍機が爆撃した
            found = self._sides.mustered(context, force) or self._source_state(context)
        if not found and clause.inherited is not None:
            found = self._sides.named(context, clause.inherited) or self._over(context, clause)
        if not found and clause.inherited is not None and self._sides.is_force(context, clause.inherited):
            # インド軍機が境を越えて爆撃した
            found = self._sides.mustered(context, clause.inherited)
        if not found:
            # 米国防総省当局者は空爆を行った
            told = [*own, *([clause.inherited] if clause.inherited is not None else [])]
            found = [s for a in told if a.text.endswith(self._of_state) for s in self._sides.inside(context, a)]
        return found or self._headline(context, telling)

    @staticmethod
    def _source_state(context: Context) -> list[Side]:
        """ロシア国防省によると: the state whose body tells of its own soldiers."""
        told = [p for p in context.phrases if p.particle in _AGENT and is_source(context, p)]
        return list(context.states_of(r for p in told[:1] for r in context.own_actors(p))[:1])

    def _over(self, context: Context, clause: Clause) -> list[Side]:
        """A政府は、応じなければ軍事介入も辞さないと警告し、制裁を科した: the topic, where only a thing stands as a subject between."""
        if clause.form not in ("final", "chain") or context.parsed.sentence.kind in ("title", "heading"):
            return []
        heads = [p for p in context.phrases[: clause.phrase.index] if p.particle == "は" and not p.is_time]
        return self._sides.named(context, heads[0]) if heads else []

    def _measured(self, context: Context, telling: Telling) -> list[Side]:
        """北朝鮮が1万人を超える兵力を送った: the parser gives the subject to the clause that measures the object."""
        relative = telling.words.relative if telling.phrase is not None else None
        if relative is None or relative is telling.clause or relative.lemma not in self._counted_by:
            return []
        return [s for a in relative.args if a.particle in ("が", "は") for s in self._sides.named(context, a)]

    def _headline(self, context: Context, telling: Telling) -> list[Side]:
        """エチオピア、ソマリアへ侵攻: in a headline those before the comma are the subject (also AとB、無条件で停戦に合意)."""
        if context.parsed.sentence.kind != "title" or telling.clause is None:
            return []
        rows = [a.coordinated() for a in telling.clause.args if a.conjuncts and a.particle not in ("", "が", "は")]
        row = next((r for r in rows if r[0].begin == 0), [])
        # A、B、CがX: all before the last comma
        ends = max((n for n, p in enumerate(row[:-1], 1) if p.comma), default=0)
        return distinct(s for p in row[:ends] for r in context.own_actors(p) for s in self._sides.of(context, r))

    def _deemer(self, context: Context, telling: Telling) -> list[Side]:
        """北韓が22日、弾道ミサイルと推定される飛翔体を発射した, 北朝鮮が主張する人工衛星の打ち上げ."""
        words = telling.words
        clauses = [p.relative for p in (words, *modifiers(words)) if p.relative is not None]
        args = [a for c in clauses if c.lemma in self._deemed_verbs for a in c.args if a.particle in ("が", "は")]
        return [s for a in args for s in self._sides.named(context, a)]

    def _doer(self, context: Context, telling: Telling) -> list[Side]:
        """北朝鮮が7月に2度行ったICBMの試射, ロシアが始めた侵攻."""
        words = telling.words
        clauses = [p.relative for p in (words, *modifiers(words)) if p.relative is not None]
        done = [c for c in clauses if c.lemma in self._does and c.past]
        return [s for c in done for a in c.all_args("が") for s in self._sides.named(context, a)]

    def _watcher(self, context: Context, telling: Telling) -> list[Side]:
        """金正恩総書記が参観する中、発射訓練が行われた."""
        near = [c for c in context.clauses if c.lemma in self._watches and c is not telling.clause]
        return [s for c in near for r in context.subjects(c) for s in self._sides.of(context, r)]

    def _head(self, context: Context, telling: Telling) -> list[Side]:
        """駐留しているアフリカ連合の部隊, 派兵した北朝鮮."""
        clause = telling.clause
        if clause is None or clause.form != "relative" or clause.target is None or clause.target is telling.phrase:
            return []
        if clause.target.text.endswith(self._behind):
            # 1993年に独立したエリトリア以来
            return self._sides.inside(context, clause.target)
        if self._sides.is_force(context, clause.target):
            return self._sides.mustered(context, clause.target)
        # 断交したAとBは: what the clause modifies may go on
        whole = next((p for p in context.phrases if clause.target in p.conjuncts), clause.target)
        own = self._sides.named(context, whole if telling.type.two_sided else clause.target)
        # フィジーは1970年に英国から独立した島国だ
        told = [c for c in context.clauses if c.phrase is clause.target and clause.target.text.endswith("国")]
        own = own or [s for c in told for s in context.states_of(context.subjects(c))]
        # 独立した南スーダンの首都
        behind = [m for m in clause.target.modifiers if m.index == clause.phrase.index + 1 and m.particle == "の"]
        return own or [s for m in behind for s in self._sides.named(context, m)]

    def _governor(self, context: Context, telling: Telling) -> list[Side]:
        """〜することを決めた: who decides acts, unless the clause has a subject of its own."""
        clause = telling.clause
        if clause is None or clause.parent is None or clause.parent is clause:
            return []
        if self._asked(context, telling, clause) is not None:
            # 停戦に応じるよう双方に求めた: who asks does not do it
            return []
        dated = clause.target is not None and clause.target.is_time  # 国交を結んだ2017年以降
        named = clause.target is not None and bool(clause.target.mentions()) and not dated
        if clause.form not in ("relative", "quoted", "nominal") or named:
            return []
        if telling.phrase is not None and clause.lemma in self._impersonal:
            return []
        own = [a for a in clause.args if a.particle == "が" and a is not telling.phrase and not a.is_time]
        if any(not (self._sides.acts_for_state(a) and not a.modifiers and not context.actors(a)) for a in own):
            # but 首相は、治安閣議が停戦案を了承したと述べた
            return []
        persons = telling.type.persons_act
        found = [s for r in context.subjects(clause.parent) for s in self._sides.of(context, r, persons=persons)]
        if not found:
            told = [
                *clause.parent.all_args("は", "が"),
                *([clause.parent.inherited] if clause.parent.inherited else []),
            ]
            found = [s for a in told if a.text.endswith(self._of_state) for s in self._sides.inside(context, a)]
        return found

    def _before_goal(self, context: Context, clause: Clause) -> list[Side]:
        """大統領は、シリアが撤退したレバノンに再進駐すると述べた: the parser gives the subject to the clause on the goal."""
        goals = [a for a in clause.args if a.particle in ("に", "へ") and a.relative is not None and a.relative.past]
        rows = [b for a in goals if a.relative is not None for b in a.relative.all_args("が")]
        return [s for b in rows for s in self._sides.named(context, b) if is_kind(s, "state")]

    def _asked(self, context: Context, telling: Telling, clause: Clause) -> list[Side] | None:
        """大統領はシリア大統領に、イスラエルと国交を樹立するよう促した: who is asked to do it, if somebody is."""
        parent, target = clause.parent, clause.target
        wish = clause.form == "quoted" or (target is not None and target.text.startswith("よう"))
        if not wish or parent is None or parent.lemma not in self._asking:
            return None
        asked = [a for a in parent.all_args("に", "には", "ニタイシ") if not a.is_time]
        if not asked and telling.type.two_sided:
            # タイとカンボジアに戦闘をやめるよう訴えた: the parser gives them to what they are to do
            asked = [a for a in clause.all_args("に") if not a.is_time]
        return [s for a in asked for s in self._sides.named(context, a)] if asked else None

    @staticmethod
    def _under_if(context: Context, clause: Clause) -> bool:
        """ロシアが応じなければ制裁を科す: the subject of a condition is not that of what follows."""
        if clause.inherited is None or clause.all_args("が", "は", "も"):
            return False
        own = (c for c in context.clauses[: clause.index] if clause.inherited in c.args)
        return clause.inherited.particle == "が" and any(hypothetical(c) for c in own)

    def _mover(self, context: Context, telling: Telling) -> list[Side]:
        """フランスは、ニジェールに駐留していた兵士を引き揚げた: who moves the soldiers that stand there."""
        clause = telling.clause
        around = [c for c in context.clauses if clause is not None and c is not clause and clause.target in c.args]
        moving = [c for c in around if c.lemma in self._moves and not c.passive]
        return [s for c in moving for r in context.subjects(c) for s in self._sides.of(context, r)]

    def _head_owners(self, context: Context, telling: Telling) -> list[Side]:
        """戦った朝鮮人民軍の兵士."""
        clause = telling.clause
        if clause is None or clause.form != "relative" or clause.target is None:
            return []
        own = self._sides.named(context, clause.target)
        return own or [s for m in modifiers(clause.target) if m.particle == "の" for s in self._sides.named(context, m)]

    def _mustered(self, context: Context, telling: Telling) -> list[Side]:
        force = telling.phrase
        if force is None or not self._sides.is_force(context, force):
            return []
        return [s for s in self._sides.mustered(context, force) if isinstance(s, Ref)]

    def _force_inside(self, context: Context, telling: Telling) -> list[Side]:
        """自衛隊派遣, 米軍派遣: whose soldiers the noun has in it."""
        units = telling.words.content if telling.phrase is not None else []
        armies = [u.mention for u in units if u.mention is not None and u.mention.kind == "organization"]
        return [s for m in armies for s in self._sides.mentioned(context, m)]

    def _since_by(self, context: Context, telling: Telling) -> list[Side]:
        """キプロスは1974年のトルコ派兵以来: the state in the noun, where the sentence is about another."""
        if not telling.words.text.endswith(self._behind):
            return []
        own, about = self._inside(context, telling), self._topic(context, telling)
        return own if about and own and not set(own) & set(about) else []

    def _teller_forces(self, context: Context, telling: Telling) -> list[Side]:
        """国防相は、軍の部隊が国境を越えたと述べた: those of the state that says so."""
        clause, force = telling.clause, telling.phrase
        parent = clause.parent if clause is not None and clause.form == "quoted" else None
        if parent is None or force is None or self._sides.mustered(context, force):
            return []
        return list(context.states_of(context.subjects(parent)))

    def _combatants(self, context: Context, telling: Telling) -> list[Side]:
        """北朝鮮兵士の戦闘への参加: whose soldiers take part."""
        joins = telling.phrase is not None and telling.phrase.text in self._joins
        force = self._sides.combatant(context, telling.words) if joins else None
        return [s for s in self._sides.mustered(context, force) if isinstance(s, Ref)] if force is not None else []

    def _agent(self, context: Context, telling: Telling) -> list[Side]:
        agents = [a for a in self._args(telling, *_AGENT) if not is_source(context, a)]
        return [s for a in agents for s in self._sides.named(context, a)]

    def _by(self, context: Context, telling: Telling) -> list[Side]:
        if telling.clause is None or not telling.clause.passive:
            return []
        return [s for a in self._args(telling, "に") for s in self._sides.named(context, a)]

    def _from(self, context: Context, telling: Telling) -> list[Side]:
        args = self._args(telling, "から")
        words = telling.words
        if words.text == "もの" and words.relative is not None:
            # 北朝鮮から弾道ミサイルの可能性があるものが発射された
            args += words.relative.all_args("から")
        return [s for a in args for s in self._sides.named(context, a)]

    def _goal(self, context: Context, telling: Telling) -> list[Side]:
        out: list[Side] = []
        args = self._args(telling, *telling.type.goal)
        relative = telling.phrase.relative if telling.phrase is not None else None
        if relative is not None and relative is not telling.clause and relative.lemma in self._counted_by:
            # ダルフールに6000人からなる部隊を派遣した: the goal stands before what counts the soldiers
            args = args or [a for a in relative.all_args("に", "へ", "には") if not a.is_time]
        for arg in args:
            if arg is telling.phrase or arg.particle in ("が", "は", "も") or arg.text.endswith(self._without):
                continue
            found = self._sides.named(context, arg, ground=telling.type.ground)
            if (
                telling.type.ground
                and self._sides.is_force(context, arg)
                and not any(is_kind(s, "state") for s in found)
            ):
                # ソマリアで活動するアフリカ連合の部隊に
                found = self._stands(context, arg)
            if not found and arg.text.endswith(self._rule):
                # 宗主国の支配から
                found = [s for m in modifiers(arg) if m.particle == "の" for s in self._sides.named(context, m)]
            out += found
        return out

    def _stands(self, context: Context, force: Phrase) -> list[Side]:
        """The land in which a force is: ソマリアで活動する部隊, レバノンの国連部隊."""
        args = force.relative.all_args("で", "に", "では") if force.relative is not None else []
        on = [*args, *(m for m in modifiers(force) if m.particle == "の")]
        return [s for p in on for s in self._sides.named(context, p, ground=True) if is_kind(s, "state")][:1]

    def _notified(self, context: Context, telling: Telling) -> list[Side]:
        """チャドに断交を通告した."""
        return [s for a in self._args(telling, "に", "ニタイシ") for s in self._sides.named(context, a)]

    def _trade_with(self, context: Context, telling: Telling) -> list[Side]:
        """ミャンマーからの原油の輸入, イラク産石油の輸出, 北朝鮮籍船舶の入港: the state on whose trade a ban lies."""
        goods = list(telling.phrase.coordinated()) if telling.phrase is not None else []
        for _ in range(3):
            goods += [m for p in goods for m in modifiers(p) if m not in goods]
        goods += self._args(telling, "に", "ニタイシ", "から", "への", "には")
        owned = [s for p in goods for s in (*self._sides.named(context, p), *self._sides.inside(context, p))]
        doers = self.find(context, telling, "actor")
        # 連邦捜査委員会のトップらの渡航: a body of a state
        owned = [(context.state_of(s) or s) if isinstance(s, Ref) else s for s in owned]
        return [s for s in distinct(owned) if is_kind(s, "state") and s not in doers][:1]

    def _answered(self, context: Context, telling: Telling) -> list[Side]:
        """欧米の制裁に対抗し、輸入を禁じた: whose act is answered."""
        clause = telling.clause
        before = context.clauses[: clause.index + 1] if clause is not None else []
        acts = [a for c in before if c.form == "chain" or c is clause for a in c.all_args("に", "への", "ニタイシ")]
        return [s for a in acts if a.text.endswith("制裁") for m in modifiers(a) for s in self._sides.named(context, m)]

    def _goal_owned(self, context: Context, telling: Telling) -> list[Side]:
        """米企業に, ロシアの銀行5行に: whose they are."""
        goals = self._args(telling, *telling.type.goal)
        return [s for a in goals if a is not telling.phrase for s in self._sides.owners(context, a)]

    def _to(self, context: Context, telling: Telling) -> list[Side]:
        """ロシアとウクライナに停戦を求めた: two who are asked."""
        sides = [s for a in self._args(telling, "に", "には", "ニタイシ") for s in self._sides.named(context, a)]
        return sides if len(sides) == 2 else []

    def _between(self, context: Context, telling: Telling) -> list[Side]:
        """アルメニアとアゼルバイジャンの間で."""
        clause = telling.clause
        before = context.clauses[: clause.index] if clause is not None and not clause.all_args("と", "とも") else []
        rows = [self._args(telling, "で", "では", "に", "には")]
        # XとYの間には衝突があり、1991年に停戦した
        rows += [c.all_args("で", "では", "に", "には") for c in before[-1:] if c.form == "chain"]
        for row in rows:
            args = [a for a in row if a.text in ("間", "両国間")]
            on = [p for a in args for p in a.coordinated() if p is not a]
            on += [p for a in args for m in a.modifiers for p in m.coordinated()]
            if found := distinct(s for p in on for s in self._sides.named(context, p)):
                return found
        return []

    def _provoker(self, context: Context, telling: Telling) -> list[Side]:
        """ハマスによる奇襲を受けて侵攻した: who gave cause by an attack."""
        clause = telling.clause
        if clause is None:
            return []
        causes = [a for a in clause.args if a.particle in ("ヲウケ", "ニタイシ")]
        before = [c for c in context.clauses[: clause.index] if c.form == "chain" and c.lemma == "受ける"]
        causes += [a for c in before for a in c.all_args("を")]
        causes = [a for a in causes if a.text.endswith(self._attacks)]
        own = self.find(context, telling, "actor")
        by = [m for a in causes for m in modifiers(a) if m.particle in _WHOSE]
        return [s for m in by for s in self._sides.named(context, m) if s not in own]

    def _through(self, context: Context, telling: Telling) -> list[Side]:
        """中華民国との82年に及ぶ外交関係: the side stands in the clause that measures the noun."""
        relative = telling.words.relative
        args = relative.args if relative is not None and relative is not telling.clause else []
        on = [p for a in args for p in (a, *a.modifiers) if p.particle in ("との", "と")]
        return [s for p in on for s in self._sides.named(context, p)]

    def _dated_pair(self, context: Context, telling: Telling) -> list[Side]:
        """1965年の国交正常化以降で: of the two states of which the sentence, or the text before, speaks."""
        phrase = telling.phrase
        if phrase is None or not any(t.edtf for t in context.times(phrase.modifiers)):
            return []
        named = [r for p in context.phrases if p is not phrase for r in context.states_of(context.own_actors(p))]
        states = list(dict.fromkeys(named))
        return list(states) if len(states) == 2 else list(pair_before(context)) if not states else []

    def _stage(self, context: Context, telling: Telling) -> list[Side]:
        """コソボには…駐留し、…も派遣する: the land that the sentence has set, also for what follows."""
        clause = telling.clause
        clauses = [clause, clause.parent] if clause is not None else []
        clauses += [c for c in context.clauses if clause is not None and c.index < clause.index and c.form == "chain"]
        args = [a for c in clauses if c is not None for a in c.all_args("には", "では", "にも")]
        return [s for a in args for s in self._sides.named(context, a, ground=True) if is_kind(s, "state")]

    def _object(self, context: Context, telling: Telling) -> list[Side]:
        aims = [a for a in self._args(telling, "を") if a is not telling.phrase]
        return [s for a in aims for s in self._sides.named(context, a, ground=telling.type.ground)]

    def _since_there(self, context: Context, telling: Telling) -> list[Side]:
        """1974年にトルコ軍が侵攻して以来、キプロスは: what the sentence is about."""
        clause = telling.clause
        if clause is None or not SINCE.match(context.parsed.sentence.surface, clause.phrase.end):
            return []
        behind = [a for c in context.clauses[clause.index + 1 :] for a in c.all_args("は", "では")]
        there = [s for a in behind if a.index > clause.phrase.index for s in self._sides.named(context, a, ground=True)]
        return there if len(there) == 1 and there[0] not in self.find(context, telling, "actor") else []

    def _forces_subject(self, context: Context, telling: Telling) -> list[Side]:
        """陸上自衛隊は…支援活動を行っている: only where soldiers do it."""
        clause = telling.clause
        own = clause.all_args("が", "は", "も") if clause is not None else []
        if clause is not None and not own and clause.inherited is not None:
            own = [clause.inherited]
        return [s for a in own if self._sides.is_force(context, a) for s in self._sides.mustered(context, a)]

    def _owned(self, context: Context, telling: Telling) -> list[Side]:
        hit = self._args(telling, "を", "に")
        return [s for a in hit if a is not telling.phrase for s in self._sides.owners(context, a)]

    def _object_of(self, context: Context, telling: Telling) -> list[Side]:
        """ニジェールの資産を: whose its object is."""
        parts = telling.phrase.coordinated() if telling.phrase is not None else []
        owned = [s for p in parts for m in modifiers(p) for s in self._sides.owners(context, m)]
        # 中国企業など15団体の資産を
        listed = [p for p in parts if p is not telling.phrase and p.particle.startswith("など")]
        return owned or [s for p in listed for s in self._sides.owners(context, p)]

    def _patient(self, context: Context, telling: Telling) -> list[Side]:
        return [s for a in self._args(telling, "は", "が", "も") for s in self._sides.named(context, a)]

    def _inherited(self, context: Context, telling: Telling) -> list[Side]:
        clause = telling.clause
        if clause is None:
            return []
        return self._sides.named(context, clause.target if clause.form == "relative" else clause.inherited)

    def _struck(self, context: Context, telling: Telling) -> list[Side]:
        """エチオピア軍に侵攻されたソマリアの首都: whoever it happens to."""
        clause = telling.clause
        if clause is None:
            return []
        struck = [a for a in self._args(telling, "が", "は", "も") if a is not telling.phrase]
        struck = struck or [p for p in (clause.target if clause.form == "relative" else clause.inherited,) if p]
        whole = [p for p in context.phrases if any(h in p.modifiers for h in struck)]
        return [s for p in (*struck, *whole) for s in self._sides.owners(context, p)]

    def _stood(self, context: Context, telling: Telling) -> list[Side]:
        """The states on whose ground a place lies, the whole before its part: ハイチの首都に."""
        out: list[Side] = []
        for arg in self._args(telling, "に", "へ", "にも", "へも", "を"):
            own = [s for s in self._sides.named(context, arg, ground=True) if is_kind(s, "state")]
            deeper = [s for m in modifiers(arg) for s in self._sides.named(context, m, ground=True)]
            out += own or [s for s in deeper if is_kind(s, "state")]
        return out[:1]

    def _relative_ground(self, context: Context, telling: Telling) -> list[Side]:
        """イタリア軍が駐留するアフガニスタン西部."""
        clause = telling.clause
        if clause is None or clause.form != "relative" or clause.target is telling.phrase:
            return []
        return self._sides.named(context, clause.target, ground=True)

    def _with(self, context: Context, telling: Telling) -> list[Side]:
        args = self._args(telling, "と", "との", "とも")
        clause = telling.clause
        if not args and clause is not None and not clause.args and clause.index:
            # 中国軍と激しくぶつかった, of which the parser makes two clauses
            before = context.clauses[clause.index - 1]
            args = before.all_args("と") if before.phrase.index == clause.phrase.index - 1 else []
        pairs = [s for a in args for s in self._sides.paired(context, a)] if telling.type.two_sided else []
        return pairs or [s for a in args for s in self._sides.named(context, a)]

    def _deep_subject(self, context: Context, telling: Telling) -> list[Side]:
        """イスラエルとヒズボラとの戦闘は停戦となった."""
        return [s for a in self._args(telling, "は", "が", "も") for s in self._sides.deep(context, a)]

    def _mission_land(self, context: Context, telling: Telling) -> list[Side]:
        """国連南スーダン派遣団: the land in the name of a mission."""
        sides = self._sides.named(context, telling.phrase, ground=True)
        return [s for s in sides if is_kind(s, "state")]

    def _purpose_land(self, context: Context, telling: Telling) -> list[Side]:
        """ハイチの治安維持を支援するため: whose good it is for."""
        clause, args = telling.clause, list[Phrase]()
        while clause is not None and len(args) < _MANY:
            args += [a for a in clause.args if a.text == "ため" and a.index < telling.words.index]
            clause = clause.parent if clause.parent is not clause else None
        ends = [a.relative for a in args if a.relative is not None and not a.relative.past]
        rows = [*(b for c in ends for b in c.all_args("を")), *(m for a in args for m in a.modifiers)]
        return [s for b in rows for s in self._sides.owners(context, b) if is_kind(s, "state")][:1]

    def _friend(self, context: Context, telling: Telling) -> list[Side]:
        clause = telling.clause
        if clause is None:
            return []
        beside = clause.all_args("トトモニ", "とともに", "と共に")
        out = [s for a in beside for s in self._sides.named(context, a)]
        before = context.clauses[clause.index - 1] if clause.index else None
        chained = before.args if before is not None and before.form == "chain" else []
        # 政府の側に立って参戦した
        sided = [m for a in (*clause.args, *chained) if a.text in ("側", "一員") for m in a.modifiers]
        if before is not None and before.form == "chain" and before.lemma in self._backs:
            # 暫定政府を助けて参戦した
            sided += before.all_args("を")
        return out + [s for m in sided for s in self._sides.named(context, m)]

    def battlefield(self, context: Context, clause: Clause) -> tuple[Ref | None, Ref | None]:
        """Where a clause says that was fought, and the state to which the ground belongs."""
        for arg in clause.args:
            if not (arg.text.endswith(self._combat) or arg.particle in ("で", "では")):
                continue
            for ref in [r for p in (*arg.modifiers, arg) for r in context.places(p)]:
                state = ref if ref.kind == "state" else context.linked.place_states.get(ref.key)
                if state is not None:
                    return (ref if ref.kind == "place" else None), state
        return None, None

    def site(self, context: Context, telling: Telling) -> list[Ref]:
        """Where what is attacked stands: エクアドル領内のゲリラの拠点を, シリア北部にある施設に."""
        clause = telling.clause
        on = clause.all_args("を", "に", "への") if clause is not None else []
        on = [m for a in on if not a.is_time for m in modifiers(a)] + ([telling.phrase] if telling.phrase else [])
        on += [a for c in (self._placing(clause) if clause is not None else []) for a in c.all_args("に")]
        for _ in range(3):
            found = [r for p in on if p.particle in ("の", "での", "に", "ノ", "への") for r in context.places(p)]
            if found:
                return found[:1]
            on = [m for p in on for m in p.modifiers]
        return []

    def _battlefield(self, context: Context, telling: Telling) -> list[Side]:
        """クルスク州での戦闘に加わった北朝鮮の兵士: foreign soldiers on the ground of a third state."""
        clause = telling.clause
        soldiers = [telling.phrase] if telling.phrase is not None else []
        if clause is not None and clause.form == "relative" and clause.target is not None:
            holder = next((p for p in context.phrases if clause.target in p.modifiers), clause.target)
            soldiers += [clause.target, holder]
        if clause is None or not any(self._sides.is_force(context, p) for p in soldiers):
            return []
        home = self.battlefield(context, clause)[1]
        return [home] if home is not None else []

    def _as(self, context: Context, telling: Telling) -> list[Side]:
        """独立国マルタとして独立した: the name that what becomes independent takes."""
        named = [*self._args(telling, "トシテ"), *self._called(context, telling)]
        return [s for a in named for s in self._sides.named(context, a) if is_kind(s, "state")]

    @staticmethod
    def _called(context: Context, telling: Telling) -> list[Phrase]:
        """「南スーダン共和国」として独立した, of which the parser makes two clauses."""
        clause = telling.clause
        before = context.clauses[clause.index - 1] if clause is not None and clause.index else None
        chained = before is not None and before.form == "chain" and before.lemma == "する" and before.tail == "て"
        return before.all_args("と")[-1:] if chained and before is not None else []

    def _parted(self, context: Context, telling: Telling) -> list[Side]:
        """スーダンの南部10州が「南スーダン」として独立した: whose part it was."""
        clause = telling.clause
        taken = self._as(context, telling)
        if clause is None or not taken:
            return []
        before = context.clauses[: clause.index]
        rows = [a for c in (clause, *before[-1:]) for a in c.all_args("が", "は")]
        owned = [s for a in rows for m in modifiers(a) if m.particle == "の" for s in self._sides.named(context, m)]
        # スーダン南部は
        owned += [s for a in rows if a.text.endswith(self._parts) for s in self._sides.inside(context, a)]
        return [s for s in owned if is_kind(s, "state") and s not in taken]

    def _land_subject(self, context: Context, telling: Telling) -> list[Side]:
        """スペイン東部カタルーニャ自治州の議会は…独立を宣言した: a part of a state, by its name."""
        clause = telling.clause
        heads = list[Phrase]()
        for other in (clause, clause.parent) if clause is not None else ():
            heads = heads or (other.all_args("は", "が", "も") if other is not None else [])
        rows = [p for a in heads if a is not telling.phrase for p in (a, *a.modifiers)]
        found = (
            _PART.search(p.text) for p in rows if not any(is_kind(s, "state") for s in self._sides.named(context, p))
        )
        names = [m.group(1) for m in found if m is not None][:1]
        known = {r.name: r for refs in context.linked.refs.values() for r in refs if r.kind == "state"}
        return [known.get(name, name) for name in names]

    def _left(self, context: Context, telling: Telling) -> list[Side]:
        """連邦から離脱し独立する: what the clause before leaves."""
        clause = telling.clause
        before = context.clauses[clause.index - 1] if clause is not None and clause.index else None
        if before is None or before.form != "chain" or before.lemma not in self._leaves:
            return []
        # 英国の保護領を脱して独立した
        ruled = [a for a in before.all_args("から", "を") if a.text.endswith(self._rule)]
        owned = [s for a in ruled for m in modifiers(a) for s in self._sides.named(context, m)]
        return owned or [s for a in before.all_args("から") for s in self._sides.named(context, a)]

    def _head_name(self, context: Context, telling: Telling) -> list[Side]:
        """独立を宣言しているソマリランド: a land that is no entity of the registry, by its name."""
        clause = telling.clause
        target = clause.target if clause is not None and clause.form == "relative" else None
        if clause is None or target is None or target is telling.phrase or clause.all_args("が", "は", "も"):
            return []
        return [target.text] if not context.actors(target) and _LAND.fullmatch(target.text) else []

    def _land(self, context: Context, telling: Telling) -> list[Side]:
        """ソマリランドの国家承認: such a land before the noun."""
        on = modifiers(telling.phrase) if telling.phrase is not None else []
        names = [m.text for m in on if m.particle == "の" and not context.actors(m) and _LAND.fullmatch(m.text)]
        return list(names[:1])

    def _partner_land(self, context: Context, telling: Telling) -> list[Side]:
        """独立を宣言しているソマリランドとの間で: such a land that the clause modifies through another noun."""
        clause = telling.clause
        if clause is None or clause.form != "relative" or clause.target is None or clause.all_args("が", "は"):
            return []
        near = [m for m in clause.target.modifiers if m.index == clause.phrase.index + 1]
        found = [s for m in near for s in self._sides.named(context, m)]
        return found or [m.text for m in near if _LAND.fullmatch(m.text)]

    def _firms(self, context: Context, telling: Telling) -> list[Side]:
        aims = [a for a in self._args(telling, "に", "には", "ニタイシ", "へ") if not a.is_time]
        if telling.phrase is not None:
            aims += [m for m in modifiers(telling.phrase) if m.particle in ("への", "ニタイシ")]
        return self._sides.firms(context, aims, telling.clause)

    def _person_hit(self, context: Context, telling: Telling) -> list[Side]:
        """判事に制裁を科した, 次官の資産を凍結した: one person by himself, not his state."""
        imposing = telling.clause is not None and telling.clause.lemma in self._imposes
        # 大統領に対し制裁を警告した: to whom it is said
        aims = [a for a in self._args(telling, "に", "には", "ニタイシ", "へ") if imposing and not a.is_time]
        aims += [a for a in self._args(telling, "を") if a is not telling.phrase]
        if telling.phrase is not None:
            aims += [m for m in modifiers(telling.phrase) if m.particle in ("への", "ニタイシ", "の", "ノ")]
        doers = self.find(context, telling, "actor")
        for aim in aims:
            mention = aim.head.mention
            one = mention is not None and mention.kind == "person" and not aim.conjuncts
            if mention is None or not one or aim.text != mention.text:
                continue
            refs = context.linked.of(mention)
            if len(refs) == 1 and context.state_of(refs[0]) not in doers:
                return list(refs)
        return []

    def _firms_hit(self, context: Context, telling: Telling) -> list[Side]:
        """石油会社PDVSAを制裁対象に指定した."""
        return self._sides.firms(context, self._args(telling, "を"), telling.clause)

    def _deemed(self, context: Context, telling: Telling) -> list[Side]:
        """ロシアの情報機関員とみられる外交官: whose those are as which they are deemed."""
        relative = telling.words.relative
        if relative is None or relative.lemma not in self._deemed_verbs:
            return []
        return [s for a in relative.args if a.particle == "と" for s in self._sides.owners(context, a)]

    def _belongs(self, context: Context, telling: Telling) -> list[Side]:
        """ロシア大使館の参事官, 北朝鮮部隊の参戦, ロシアの部隊の派遣."""
        on = [m for p in telling.words.coordinated() for m in modifiers(p)]
        # 朝鮮人民軍のロシアへの派遣
        things = [m for o in on for m in ((o,) if o.particle == "の" else o.modifiers) if m.particle == "の"]
        own = [s for m in things for s in (*self._sides.named(context, m), *self._sides.inside(context, m))]
        return own or [
            s for m in things for o in m.modifiers if o.particle == "の" for s in self._sides.named(context, o)
        ]

    def _posted(self, context: Context, telling: Telling) -> list[Side]:
        """チェコ大使館に勤務する20人: whose house those serve in."""
        relative = telling.words.relative
        served = relative.args if relative is not None and relative is not telling.clause else []
        return [s for a in served if a.text.endswith(self._missions) for s in self._sides.inside(context, a)]

    def _bare_state(self, context: Context, telling: Telling) -> list[Side]:
        passive = telling.clause is not None and telling.clause.passive
        return [
            s
            for a in self._args(telling, "が" if passive else "を")
            if a.head.mention is not None and a.head.mention.kind == "state"
            for p in _last_part(context, a)
            if len(p.content) == 1 and p.head.mention is not None and p.head.mention.kind == "state"
            for s in self._sides.named(context, p)
        ]

    # -- of the event noun ------------------------------------------------------------------------------------------

    def _whose(self, context: Context, telling: Telling) -> list[Side]:
        return self._on_noun(context, telling, _WHOSE)

    def _done_by(self, context: Context, telling: Telling) -> list[Side]:
        return self._on_noun(context, telling, _AGENT)

    def _possessor(self, context: Context, telling: Telling) -> list[Side]:
        return self._on_noun(context, telling, ("の",))

    def _aim(self, context: Context, telling: Telling) -> list[Side]:
        own = [p for p in telling.type.goal if p not in _WHOSE]
        out = self._on_noun(context, telling, (*_AIM, *own), ground=telling.type.ground)
        relative = telling.phrase.relative if telling.phrase is not None else None
        if telling.type.ground and relative is not None and relative is not telling.clause:
            # シリアの施設を標的とする攻撃, イスラエルを狙った攻撃
            at = relative.lemma in self._aims or any(a.text in self._marks for a in relative.args)
            hit = [a for a in relative.all_args("を") if a.text not in self._marks] if at else []
            out += [s for a in hit for s in self._sides.owners(context, a)]
        if telling.type.ground and not out:
            # イランの施設や指導部への攻撃: whose, stands before what is aimed at
            on = modifiers(telling.phrase) if telling.phrase is not None else []
            aimed = next((m for m in on if m.particle in ("への", "ノ") and not context.actors(m)), None)
            whose = [m for m in on if aimed is not None and m.particle == "の" and m.index < aimed.index]
            out += [s for m in whose for s in self._sides.named(context, m, ground=True)]
            if aimed is not None and telling.phrase is not None and not out:
                # of which the parser makes 施設 and 指導部への攻撃
                rows = [c for c in telling.phrase.conjuncts if c.particle in ("や", "と", "、", "")]
                out += [s for c in rows for s in self._sides.owners(context, c)]
        if telling.phrase is not None:
            between = [m for m in modifiers(telling.phrase) if m.particle == "の" and m.text in ("間", "対")]
            out += [s for m in between for s in self._sides.named(context, m)]
        return out

    def _on_noun(
        self, context: Context, telling: Telling, particles: tuple[str, ...], *, ground: bool = False
    ) -> list[Side]:
        phrase = telling.phrase
        if particles == _WHOSE and self._done_to_whom(telling):
            particles = _AGENT
        parts = phrase.coordinated() if phrase is not None else []
        if phrase is not None and phrase.text in telling.type.acts:
            # 北朝鮮による弾道ミサイルの発射: also on what is launched
            parts = [*parts, *(m for m in modifiers(phrase) if m.particle == "の" and m.modifiers)]
        if particles in (_WHOSE, _AGENT):
            # 米国のキューバに対する制裁, ロシアによる24日の侵攻: also on a side that is aimed at, or on a day
            aimed = [m for p in parts for m in modifiers(p) if not m.is_time and self._aimed(context, m)]
            parts += [m for p in parts for m in modifiers(p) if m.is_time]
            # but not the land of who is aimed at: ベラルーシの大統領に対する制裁, レバノンの国連部隊への派遣
            # nor whose the ground is: KNUの支配地域への空爆
            parts += [m for m in aimed if not self._has_home(context, m) and self._by_itself(context, m)]
        # ハマスとイスラエルの半年間の停戦, 北朝鮮に対する日本独自の制裁
        parts += [m for p in parts for m in modifiers(p) if m.particle == "の" and self._aimless.fullmatch(m.text)]
        if particles in (_WHOSE, _AGENT):
            # イスラエル軍による地上での軍事行動
            parts += [
                m for p in parts for m in modifiers(p) if m.particle == "での" and not self._sides.named(context, m)
            ]
        on = [m for p in parts for m in modifiers(p) if m.particle in particles]
        found = [s for m in on for s in self._sides.named(context, m, ground=ground)]
        if not found and particles == _WHOSE:
            # NATO主導の対リビア空爆
            found = [s for m in on if m.text.endswith("主導") for s in self._sides.inside(context, m)]
        if not found and particles in (_WHOSE, _AGENT):
            # 米軍の無人機によるミサイル攻撃
            by = [m for m in on if m.particle in _AGENT and self._sides.is_force(context, m)]
            found = [s for m in by for s in self._sides.mustered(context, m)]
        if not found and particles == _WHOSE:
            found = [s for m in on if m.text.endswith("独自") for s in self._sides.inside(context, m)]
        return found

    def _aimed_ground(self, context: Context, telling: Telling) -> list[Side]:
        """ウクライナの発電所に向けて発射した: whose ground it flies at, not the sea."""
        at = [a for a in self._args(telling, "ニムケ", "ニムケテ") if not a.text.endswith(self._at_sea)]
        return [s for a in at for s in self._sides.owners(context, a)][:1]

    def _done_to_whom(self, telling: Telling) -> bool:
        """Whether の before the event noun of a verb stands on whom it is done to: 武装組織の掃討を始めた."""
        return (
            telling.clause is not None
            and telling.phrase is not None
            and telling.phrase.text.endswith(self._done_to_nouns)
        )

    def _done_to(self, context: Context, telling: Telling) -> list[Side]:
        if telling.phrase is None or not self._done_to_whom(telling):
            return []
        return [s for m in telling.phrase.modifiers if m.particle == "の" for s in self._sides.owners(context, m)]

    def _hit_by(self, context: Context, telling: Telling) -> list[Side]:
        """ロシアの警備艇から砲撃を受けた: by whom."""
        clause = next((c for c in context.clauses if telling.phrase in c.args), None)
        if clause is None or telling.phrase is None or clause.lemma not in self._hit:
            return []
        by = [a for a in clause.all_args("から", "に", "より") if not a.is_time]
        return [s for a in by for s in (self._sides.named(context, a) or self._sides.mustered(context, a))]

    def _border_pair(self, context: Context, telling: Telling) -> list[Side]:
        """両国の国境で武力衝突が続いた: whose border it is."""
        at = [a for a in self._args(telling, "で", "では", "でも", "には", "に") if a.text.endswith(self._borders)]
        return [s for a in at for m in modifiers(a) if m.particle == "の" for s in self._sides.named(context, m)]

    def _by_itself(self, context: Context, phrase: Phrase) -> bool:
        """Whether a phrase names a side without what stands before it."""
        return bool(context.own_actors(phrase) or self._sides.inside(context, phrase, ground=True))

    def _aimed_before(self, context: Context, telling: Telling) -> list[Side]:
        """アルカイダの容疑者を狙い、空爆を行った: at whom the clause before aims."""
        clause = telling.clause
        before = context.clauses[clause.index - 1] if clause is not None and clause.index else None
        if before is None or before.form != "chain" or before.lemma not in self._aims:
            return []
        return [s for a in before.all_args("を") for s in self._sides.owners(context, a)][:1]

    def _forces_head(self, context: Context, telling: Telling) -> list[Side]:
        """平和維持活動に当たる韓国軍部隊."""
        clause = telling.clause
        target = clause.target if clause is not None and clause.form == "relative" else None
        return (
            self._sides.mustered(context, target)
            if target is not None and self._sides.is_force(context, target)
            else []
        )

    def _has_home(self, context: Context, phrase: Phrase) -> bool:
        """Whether who is aimed at is a person, a body or soldiers, before whom their land may stand."""
        told = any(m.kind in ("person", "office", "organization") for m in phrase.mentions()[-1:])
        told = told or phrase.text.endswith(self._regimes)
        return (told or self._sides.is_force(context, phrase)) and any(m.particle == "の" for m in phrase.modifiers)

    def _aimed(self, context: Context, phrase: Phrase) -> bool:
        return (phrase.particle == "ノ" or phrase.particle in _AIM) and bool(
            self._sides.named(context, phrase, ground=True)
        )

    def _inside(self, context: Context, telling: Telling) -> list[Side]:
        ground = telling.type.ground and telling.clause is None
        return [s for p in telling.words.coordinated() for s in self._sides.inside(context, p, ground=ground)]

    def _by_before(self, context: Context, telling: Telling) -> list[Side]:
        """4月5日の北朝鮮によるロケット発射: the phrase right before the noun."""
        words = telling.words
        for at in range(words.index - 1, max(-1, words.index - 4), -1):
            before = context.phrases[at]
            if before.particle in _AGENT:
                return [] if before.comma or is_source(context, before) else self._sides.named(context, before)
            if before.particle != "の" and not before.is_time:
                return []
        return []

    def _first(self, context: Context, telling: Telling) -> list[Side]:
        """北朝鮮が日本上空を通過する弾道ミサイルを発射した: the parser gives the first phrase to the clause on the object."""
        relative = telling.words.relative
        if relative is None and telling.clause is not None:
            relative = self._standing_at(telling.clause)
        first = next((a for a in relative.args if a.particle in ("が", "は")), None) if relative is not None else None
        if relative is None or first is None:
            return []
        row = first.coordinated()
        begin = min(p.index for q in row for p in (q, *q.modifiers))
        before = context.phrases[begin - 1] if begin else None
        if before is not None and not (before.comma or before.is_time):
            return []
        # イエメンの暫定政権とフーシ派が
        lands = [s for q in row if not context.own_actors(q) for s in self._sides.named(context, q)]
        found = distinct([*lands, *self._sides.named(context, first)])
        if not found and self._sides.is_force(context, first):
            # ロシア国防省によると、空軍機が北部にある施設に
            found = self._sides.mustered(context, first) or self._source_state(context)
        return found

    def _standing_at(self, clause: Clause) -> Clause | None:
        """インド空軍が北部にある過激派の施設を爆撃した: the clause on the object that says where it stands."""
        if clause.passive or clause.inherited is not None or clause.all_args("が", "は", "も"):
            return None
        return next((c for c in self._placing(clause) if c.all_args("が", "は")), None)

    def _placing(self, clause: Clause) -> list[Clause]:
        """The clauses on an object, however deep, that say where it stands."""
        out: list[Clause] = []
        on = clause.all_args("を", "に")
        for _ in range(3):
            found = [p.relative for p in on if p.relative is not None and p.relative is not clause]
            out += [c for c in found if c.lemma in self._placed]
            on = [m for p in on for m in p.modifiers] + [a for c in found for a in c.args]
            on += [m for p in on for m in p.modifiers]
        return out

    def _stands_in(self, context: Context, telling: Telling) -> list[Side]:
        """シリア北部にある施設を爆撃した: the land in which its object stands."""
        placing = self._placing(telling.clause) if telling.clause is not None else []
        return [s for c in placing for a in c.all_args("に") for s in self._sides.owners(context, a)][:1]

    def _around(self, context: Context, telling: Telling) -> list[Side]:
        """両国は国交樹立75周年を迎えた: the two that are the subject of the clause around the noun, unless it is only spoken of."""
        clause = next((c for c in context.clauses if telling.phrase in c.args), None)
        if telling.phrase is not None and telling.phrase.particle in ("ニツイテ", "ヲメグリ", "ニムケ", "ニカンシ"):
            return []
        states = context.states_of(context.subjects(clause)) if clause is not None else []
        return list(states) if len(states) == 2 else []

    def _announcer(self, context: Context, telling: Telling) -> list[Side]:
        """韓国の大統領が北朝鮮への制裁措置について発表した."""
        phrase = telling.phrase
        around = (c for c in context.clauses if any(phrase in a.coordinated() for a in c.args))
        clause = next((c for c in around if c.lemma in self._decide and c.past and not c.passive), None)
        subjects = context.subjects(clause) if clause is not None else []
        return [s for r in subjects for s in self._sides.of(context, r)]

    def _deep(self, context: Context, telling: Telling) -> list[Side]:
        return self._sides.deep(context, telling.words)

    def _sufferer(self, context: Context, telling: Telling) -> list[Side]:
        """Who is attacked: 米軍の空爆を受けたシリア東部, シリア東部は空爆を受けた."""
        phrase = telling.phrase
        clause = next((c for c in context.clauses if phrase in c.args), None)
        if phrase is not None and self._costs(context, phrase) and (harmed := self._harmed(context, phrase)):
            return harmed
        if clause is None or phrase is None:
            return []
        if clause.lemma in self._lasts and clause.form == "relative" and phrase.particle == "が":
            # ロシアの侵攻が続くウクライナの首都: the noun that is modified, or what it belongs to
            whole = [
                p for p in context.phrases if clause.target is p or (clause.target and p in clause.target.modifiers)
            ]
            return [s for p in whole for s in self._sides.owners(context, p)][:1]
        if clause.lemma in self._casualties and phrase.particle in ("で", "では", "ニヨリ", "により", "デ"):
            # 米軍の空爆で、アフガニスタン南部で市民が死亡した, シリアの首都が破壊された
            hit = [a for a in clause.args if a is not phrase and a.particle in ("で", "では", "が", "は", "も")]
            ground = [s for a in hit for s in self._sides.owners(context, a)]
            return [s for s in ground if is_kind(s, "state")][:1]
        cost = clause.lemma in self._casualties or any(a.text in self._casualties for a in clause.args)
        if cost and phrase.text.endswith(self._behind):
            # ガザではイスラエル軍の攻撃開始以降、1万人が犠牲になった
            stage = [s for a in clause.all_args("では", "で") for s in self._sides.owners(context, a)]
            return [s for s in stage if is_kind(s, "state")][:1]
        if clause.lemma in self._lasts and phrase.particle in ("が", "は", "も"):
            # レバノンではイスラエル軍による攻撃が続いており
            stage = [s for a in clause.all_args("では", "で", "には") for s in self._sides.owners(context, a)]
            return [s for s in stage if is_kind(s, "state")][:1]
        if clause.lemma in self._strikes and phrase.particle in ("が", "は"):
            # ロシアのミサイル攻撃がウクライナ各地を襲った
            return [s for a in clause.all_args("を") for s in self._sides.owners(context, a)]
        if clause.lemma not in self._hit or phrase.particle not in ("を", "に"):
            return []
        if clause.form == "relative":
            return self._sides.owners(context, clause.target)
        hit = [a for a in clause.args if a.particle in ("が", "は", "も")]
        if clause.form == "chain":
            # 建物が空爆を受け、3人が死亡した; but not 政府は空爆を受け、…した
            hit = [a for a in hit if a.particle == "が" or self._hit_by(context, telling)]
        elif clause.form not in ("final", "quoted") or not (clause.past or "て" in clause.tail):
            return []
        return [s for a in hit for s in self._sides.owners(context, a)]

    @staticmethod
    def _costs(context: Context, phrase: Phrase) -> bool:
        """Whether what follows came of what a noun names: 空爆による, 空爆や砲撃による."""
        behind = context.phrases[phrase.index + 1] if phrase.index + 1 < len(context.phrases) else phrase
        return phrase.particle in _AGENT or (phrase.particle in ("や", "と") and behind.particle in _AGENT)

    def _harmed(self, context: Context, phrase: Phrase) -> list[Side]:
        """空爆によるガザ側の死者: whose are those that an attack has cost."""
        behind = context.phrases[phrase.index + 1 :][:1]
        begin = phrase if phrase.particle in _AGENT or not behind else behind[0]
        holder = next((p for p in context.phrases[begin.index + 1 :] if begin in p.modifiers), None)
        while holder is not None and not holder.text.endswith(self._victims):
            holder = next((p for p in context.phrases[holder.index + 1 :] if holder in p.modifiers), None)
        if holder is None:
            return []
        own = [
            m
            for m in (*holder.modifiers, *(n for m in holder.modifiers for n in m.modifiers))
            if m not in (phrase, begin)
        ]
        found = [s for m in own if m.particle == "の" for s in self._sides.named(context, m, ground=True)]
        found = found or self._sides.inside(context, holder)
        found = found or [s for m in own if m.particle == "の" for s in self._sides.inside(context, m, ground=True)]
        return [s for s in found if is_kind(s, "state")][:1]

    def _instrument(self, context: Context, telling: Telling) -> list[Side]:
        """2023年9月の軍事作戦で支配を取り戻した: who does what is done by it."""
        phrase = telling.phrase
        clause = next((c for c in context.clauses if phrase in c.args), None)
        if clause is None or phrase is None or phrase.particle not in ("で", "では") or clause.passive:
            return []
        if not any(a.particle == "を" for a in clause.args):
            return []
        return [s for r in context.subjects(clause) for s in self._sides.of(context, r) if is_kind(s, "state")][:1]

    def _carrier(self, context: Context, telling: Telling) -> list[Side]:
        """ウクライナ侵攻に力を割かれるロシア: the state that a clause with the event in it modifies."""
        phrase = telling.phrase
        clause = next((c for c in context.clauses if phrase in c.args and c.form == "relative"), None)
        if clause is None or clause.target is None or phrase is None or phrase.particle not in ("に", "を"):
            return []
        if any(a.particle in ("が", "は") for a in clause.args) or clause.lemma in self._hit:
            return []
        states = self._sides.named(context, clause.target) or [
            s for m in clause.target.modifiers for s in self._sides.named(context, m)
        ]
        return [s for s in states if is_kind(s, "state") and s not in self._inside(context, telling)][:1]

    def _venue(self, context: Context, telling: Telling) -> list[Side]:
        """The land in which it is done: スーダンで, ダルフールでの."""
        own = self._args(telling, "で", "では", "デ", "でて") + (modifiers(telling.phrase) if telling.phrase else [])
        on = [a for a in own if a.particle in ("で", "では", "デ", "での", "ノ", "でて")]
        return [s for a in on for s in self._sides.named(context, a, ground=True) if is_kind(s, "state")]

    # -- beyond -----------------------------------------------------------------------------------------------------

    def _named_before(self, context: Context, telling: Telling) -> list[Side]:
        """The one other state that the sentence has named before, and that is no subject in it."""
        if any(a.mentions() for a in self._args(telling, "に", "には", "へ")):
            # whoever it is done to is named
            return []
        if telling.phrase is not None and any(_SEVERAL.search(m.text) for m in modifiers(telling.phrase)):
            # 23カ国の外交官
            return []
        begin = telling.words.begin
        states = {
            r
            for u in context.parsed.units
            if u.end <= begin and u.mention is not None
            for x in (context.linked.of(u.mention) or [x for m in u.mention.inner for x in context.linked.of(m)])
            # ミャンマー国軍に燃料を供給したとして: a body of a state
            for r in (self._sides.of(context, x) if x.kind == "organization" else [x])
            if is_kind(r, "state")
        }
        # マリの暫定政府が選挙を延期したことを受け、制裁を科した: who gave cause may suffer
        main = [c for c in context.clauses if c.form not in ("relative", "quoted", "nominal")]
        listed = {r for c in main for a in c.all_args("が", "は", "も") for r in context.actors(a)}
        doers = [*self.find(context, telling, "actor")]
        left = [s for s in states if s not in doers and s not in listed]
        return list(left) if len(left) == 1 else []

    def _topic(self, context: Context, telling: Telling) -> list[Side]:
        return [s for r in context.topic() if r.kind == "state" for s in self._sides.of(context, r)]

    def _topic_before(self, context: Context, telling: Telling) -> list[Side]:
        """What the sentence before is about, where the sentence names no subject at all."""
        clause = telling.clause
        if clause is None or clause.passive:
            return []
        while clause.parent is not None and clause.parent is not clause and clause.parent.index > clause.index:
            clause = clause.parent
        persons = telling.type.persons_act
        return [s for r in context.subjects_or_topic(clause) for s in self._sides.of(context, r, persons=persons)]

    def _topic_carried(self, context: Context, telling: Telling) -> list[Side]:
        """政府は閣議を開いた。首相の指示を受け、…を派遣した: the topic goes on, where the clause is a main one."""
        clause = telling.clause
        if clause is not None and clause.form == "quoted" and clause.parent is not None and clause.parent.past:
            # …を科すと発表した
            clause = clause.parent
        main = clause is not None and clause.form in ("final", "chain", "conjunctive")
        return self._topic_before(context, telling) if main else []

    def _chain(self, context: Context, telling: Telling) -> list[Side]:
        """The sides that an earlier clause of the sentence names: XとYが署名を行い、国交が再開された."""
        clause = telling.clause
        for other in reversed(context.clauses[: clause.index] if clause is not None else []):
            if other.form in ("chain", "conjunctive"):
                partners = [r for a in other.all_args("と") for r in context.actors(a)]
                states = context.states_of([*context.subjects(other), *partners])
                if len(states) != 2:
                    near = [a for a in other.args if a.text.endswith(self._borders)]
                    told = [s for a in near for m in modifiers(a) for s in self._sides.named(context, m)]
                    states = [s for s in told if isinstance(s, Ref) and s.kind == "state"]
                if len(states) == 2:
                    return list(states)
        return []

    def _home(self, context: Context, telling: Telling) -> list[Side]:
        """Tests are made at home: the state in which the place lies that the clause on the noun, or around it, names."""
        phrases = [*modifiers(telling.words)]
        clause = telling.clause
        if clause is not None:
            phrases += clause.all_args("で", "から", "では")
            if clause.form == "relative" and clause.target is not None and clause.target is not telling.phrase:
                phrases.append(clause.target)
        places = [r for p in phrases for r in context.places(p)]
        homes = [r if r.kind == "state" else context.linked.place_states.get(r.key) for r in places]
        return list([h for h in homes if h is not None][:1])

    def _before(self, context: Context, telling: Telling) -> list[Side]:
        """The side that a headline names at its head: 北朝鮮、ミサイル発射."""
        headline = context.parsed.sentence.kind in ("title", "heading") or (telling.words.final and not context.clauses)
        if not headline or any(c.phrase.index >= telling.words.index for c in context.clauses):
            return []
        first: list[Phrase] = [p for p in context.phrases if p.index < telling.words.index]
        lead = [p for p in first if p.particle in ("が", "は", "") and (p.comma or p.particle)]
        return self._sides.named(context, lead[0]) if lead else []

    def _declared(self, context: Context, telling: Telling) -> list[Side]:
        """2008年2月の独立宣言の後: the article is about whoever declared it."""
        held = any(telling.words in modifiers(p) for p in context.phrases[telling.words.index + 1 :])
        return self._topic(context, telling) if held and telling.words.text.endswith("宣言") else []

    def _occasion(self, context: Context, telling: Telling) -> list[Side]:
        """2006年の核実験の際、北朝鮮は…: what the sentence is about did what its occasion names."""
        held = next((p for p in context.phrases[telling.words.index + 1 :] if telling.words in p.modifiers), None)
        if telling.type.two_sided and not any(t.edtf for t in context.times(telling.words.modifiers)):
            # 英仏両国は、停戦後のウクライナに部隊を送る: of others' truce
            return []
        at = (
            held is not None
            and held.text in self._occasions
            and held.particle in ("", "に", "には", "も", "にも", "は")
        )
        follows = next((c for c in context.clauses if telling.words in c.args and c.lemma == "続く"), None)
        if follows is not None and telling.words.particle == "に" and follows.form == "chain":
            # 7月の発射に続き、北朝鮮は…した
            return self._topic(context, telling)
        return self._topic(context, telling) if at or telling.words.text.endswith(self._occasions) else []

    def _since_topic(self, context: Context, telling: Telling) -> list[Side]:
        """両国は1947年の独立以来: what the sentence is about."""
        since = telling.words.text.endswith(("以来", "以降", "後", "以後"))
        return self._topic(context, telling) if since and any(context.times(telling.words.modifiers)) else []

    def _teller(self, context: Context, telling: Telling) -> list[Side]:
        """朝鮮中央通信は、核実験が成功したと報じた: the state whose own body tells of it."""
        clause = telling.clause
        impersonal = clause is not None and clause.lemma in self._impersonal
        while clause is not None and clause.form == "chain" and clause.index + 1 < len(context.clauses):
            # 実験を行い、成功したと報じた
            clause = context.clauses[clause.index + 1]
        quoted = clause is not None and clause.form == "quoted" and not impersonal
        parent = clause.parent if clause is not None and quoted else None
        states = context.states_of(context.subjects(parent)) if parent is not None else []
        return list(states[:1])

    def _known(self, context: Context, telling: Telling) -> list[Side]:
        """ウクライナ侵攻: whose war a name means, if the article names that state."""
        key = next((k for name, k in self._wars.items() if telling.words.text.endswith(name)), None)
        return self._in_article(context, key) if key is not None else []

    def at_war(self, context: Context, telling: Telling) -> list[Side]:
        """ガザでの停戦: who fights there, as everybody knows, if the article names both."""
        near = telling.clause.all_args("で", "では") if telling.clause is not None else []
        on = [*(modifiers(telling.phrase) if telling.phrase is not None else []), *near]
        places = {r.key for p in on for r in context.places(p)}
        inside = telling.words.named[0] if telling.words.named else None
        places |= {r.key for r in (context.linked.of(inside) if inside is not None else [])}
        foes = next((keys for place, keys in self._fronts.items() if place in places), [])
        named = {r.key: r for refs in context.linked.refs.values() for r in refs}
        return [named[key] for key in foes] if all(key in named for key in foes) else []

    def _invaded(self, context: Context, telling: Telling) -> list[Side]:
        """ロシアによる侵攻: against whom, as everybody knows, if the article names that state."""
        text = telling.words.text
        for suffix in (*self._behind, "開始"):
            text = text.removesuffix(suffix)
        row = telling.row
        if not text.endswith(self._invasion) and (row is None or row.rule not in _ON_SITE):
            return []
        published = context.scene.article.published
        out: list[Side] = []
        for side in self.find(context, telling, "actor"):
            victim, since = self._invasions.get(side.key if isinstance(side, Ref) else "", ("", 0))
            if victim and (published is None or published.year >= since):
                out += self._in_article(context, victim)
        return out

    @staticmethod
    def _in_article(context: Context, key: str) -> list[Side]:
        named = (r for refs in context.linked.refs.values() for r in refs)
        return list([r for r in named if r.kind == "state" and r.key == key][:1])

    def _conditioned(self, context: Context, telling: Telling) -> list[Side]:
        """ロシアが応じなければ制裁を科す, 北朝鮮が核実験をした場合は制裁を強める: who is threatened."""
        clause = telling.clause
        before = context.clauses[: clause.index] if clause is not None else []
        ifs = [c for c in before if hypothetical(c)]
        return [s for c in ifs[-1:] for a in c.all_args("が", "は") for s in self._sides.named(context, a)]

    # -- accession --------------------------------------------------------------------------------------------------

    def _joining(self, context: Context, telling: Telling) -> list[Side]:
        """モンテネグロの加盟を承認した."""
        sides = (
            self._on_noun(context, telling, _WHOSE) or self._deep(context, telling) or self._inside(context, telling)
        )
        return [s for s in sides if is_kind(s, "state")]

    def _inside_body(self, context: Context, telling: Telling) -> list[Side]:
        """国連加盟."""
        return _bodies(self._inside(context, telling))

    def _aim_body(self, context: Context, telling: Telling) -> list[Side]:
        """国連への加盟."""
        return _bodies(self._on_noun(context, telling, ("への", "の")))

    def _goal_body(self, context: Context, telling: Telling) -> list[Side]:
        """国連に加盟した."""
        return _bodies(self._goal(context, telling))

    def _subject_alone(self, context: Context, telling: Telling) -> list[Side]:
        """NATOは…を迎え入れた."""
        return _bodies(self._subject(context, telling))

    def _body_alone(self, context: Context, telling: Telling) -> list[Side]:
        """10カ国が加盟し、EUは25カ国体制となった: the one international body that the sentence names."""
        if telling.row is None or telling.row.objects:
            return []
        named = [r for u in context.parsed.units if u.mention is not None for r in context.linked.of(u.mention)]
        bodies = list(dict.fromkeys(r for r in named if r.key in context.linked.international))
        return list(bodies) if len(bodies) == 1 else []

    def _doer_around(self, context: Context, telling: Telling) -> list[Side]:
        """中国との国交樹立に伴い台湾と断交した: who does what is done on that occasion."""
        phrase = telling.phrase
        clause = next((c for c in context.clauses if phrase in c.args), None)
        if clause is not None and phrase is not None and phrase.particle == "ニムケ":
            # キューバとの国交正常化に向けて交渉を始める
            talks = [a for a in clause.all_args("を", "に") if a.text.endswith(self._talks)]
            return list(context.states_of(context.subjects(clause))) if talks else []
        if clause is None and phrase is not None and phrase.particle == "ノ":
            # キューバとの外交関係の回復に向けた協議に入る
            held = [p for p in context.phrases[phrase.index + 1 :] if phrase in p.modifiers]
            around = next((c for c in context.clauses if any(h in c.args for h in held)), None)
            return list(context.states_of(context.subjects(around))) if around is not None else []
        if clause is None or phrase is None or phrase.particle not in ("ニトモナイ", "ニサイシ", "ニアワセ"):
            return []
        return list(context.states_of(context.subjects(clause)))

    def _head_all(self, context: Context, telling: Telling) -> list[Side]:
        """停戦中だった政府軍と反政府勢力: all that a clause modifies."""
        target = telling.clause.target if telling.clause is not None else None
        whole = next((p for p in context.phrases if target in p.conjuncts), target)
        return self._sides.named(context, whole)

    def _subject_body(self, context: Context, telling: Telling) -> list[Side]:
        """総会はモンテネグロの加盟を承認した, WTO一般理事会は…."""
        return self._subject_body_named(context, telling) if self._joining(context, telling) else []

    def _object_states(self, context: Context, telling: Telling) -> list[Side]:
        """ウクライナとモルドバに加盟候補国の地位を与えた, モルドバを候補国と認めた: who gets it."""
        args = [a for a in self._args(telling, "に", "を", "には", "にも") if a is not telling.phrase]
        return [s for a in args for s in self._sides.named(context, a) if is_kind(s, "state")]

    def _subject_body_named(self, context: Context, telling: Telling) -> list[Side]:
        """欧州理事会は, EU首脳会議は: the body whose organ gives it."""
        args = self._args(telling, "は", "が")
        within = [s for a in args for s in self._sides.inside(context, a)]
        # 国連総会は14日: a session stands for its body
        sessions = [r for a in args for m in a.named if m.kind == "event" for r in context.linked.of(m)]
        return _bodies(self._subject(context, telling)) or _bodies([*sessions, *within])

    def _deep_body(self, context: Context, telling: Telling) -> list[Side]:
        """EUの28カ国目の加盟国."""
        on = [n for m in modifiers(telling.words) for n in (m, *m.modifiers)]
        return _bodies([s for m in on for s in self._sides.named(context, m)])

    def _near_body(self, context: Context, telling: Telling) -> list[Side]:
        args = telling.clause.args if telling.clause is not None else []
        return _bodies([s for a in args for p in (a, *a.modifiers) for s in self._sides.named(context, p)])

    @staticmethod
    def _args(telling: Telling, *particles: str) -> list[Phrase]:
        if telling.clause is None:
            return []
        args = [a for a in telling.clause.args if not a.is_time]
        return [a for a in args if a.particle in particles or a.particle.removeprefix("など") in particles]


def _last_part(context: Context, phrase: Phrase) -> list[Phrase]:
    """What is listed with a phrase; in a headline only what stands behind the last comma: A、B、Cを承認."""
    row = phrase.coordinated()
    if context.parsed.sentence.kind != "title":
        return row
    return row[max((n for n, p in enumerate(row[:-1], 1) if p.comma), default=0) :]


def _bodies(sides: list[Side]) -> list[Side]:
    return [s for s in sides if is_kind(s, "organization")]
