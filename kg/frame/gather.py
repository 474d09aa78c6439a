"""Drafts of one article to reports: headline, lead and body tell of the same event; what is recalled or planned is another."""

from __future__ import annotations

import datetime as dt
import hashlib
import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Final, NamedTuple

from kg.frame.context import Draft
from kg.frame.session import FORMS
from kg.lexicon.load import Lexicon, load_lexicon
from kg.model.account import Claim, Evidence, Ref, Report, ReportKind
from kg.model.scene import Linked, Scene
from kg.model.time import TimeValue

#: Beyond this a return is that from another trip.
LONGEST_STAY = dt.timedelta(15)
_AHEAD: Final[tuple[str, ...]] = ("scheduled", "proposed", "uncertain", "postponed")


#: The order of the claims of a report.
ORDER: Final[tuple[str, ...]] = (
    "participant",
    "state",
    "visitor",
    "destination",
    "inviter",
    "invitee",
    "party",
    "speaker",
    "actor",
    "target",
    "name",
    "time",
    "place",
    "placeState",
    "status",
)


#: So many events a text comes back to: of its beginning, and the last ones told.
_OPENING: Final = 20
_RECENT: Final = 60


@dataclass(slots=True, eq=False)
class Group:
    """Drafts that are taken to tell of one event."""

    drafts: list[Draft] = field(default_factory=list)
    #: What is denied of it: that somebody took part.
    absent: list[Claim] = field(default_factory=list)
    #: The days from first to last, where they are told one by one.
    lasting: TimeValue | None = None

    @property
    def lead(self) -> Draft:
        """The draft that states the event best: the first with a finite verb outside the headline."""
        return self.drafts[0] if len(self.drafts) == 1 else min(self.drafts, key=_standing)

    def refs(self, prop: str) -> list[Ref]:
        """Distinct entities of a property over all drafts."""
        return list(dict.fromkeys(r for d in self.drafts for r in d.refs(prop)))

    @property
    def names(self) -> list[str]:
        """Names that the drafts give."""
        return [n for d in self.drafts if (n := d.text("name"))]

    @property
    def time(self) -> TimeValue | None:
        """The most precise time, the earliest mention first; an arrival and a stay until a later day make a span."""
        if self.lasting is not None:
            return self.lasting
        there = [d for d in self.drafts if d.rule != "dispatch"] or self.drafts
        dated = [(d, t) for d in there if (t := d.time) is not None and t.edtf]
        return self._span_of(
            [t for d, t in dated if "during" not in d.flags], [t for d, t in dated if "during" in d.flags]
        )

    @staticmethod
    def _span_of(firm: Sequence[TimeValue], during: Sequence[TimeValue]) -> TimeValue | None:
        """One time from those that date an event and days on which somebody was already there."""
        whole = any(len(t.edtf or "") >= len("2025-12-03") and not (t.edtf or "").startswith("../") for t in firm)
        times = firm if whole else [*firm, *during]
        closed = [t for t in times if not (t.edtf or "").startswith("../")]
        stay = next((t for t in times if (t.edtf or "").startswith("../") and len(t.edtf or "") == 13), None)
        best = max(closed or times, key=lambda t: len(t.edtf or "")) if times else None
        if (
            best is not None
            and stay is not None
            and best is not stay
            and best.edtf
            and len(best.edtf) == 10
            and best.latest
            and stay.latest
            and dt.timedelta(0) < stay.latest - best.latest <= LONGEST_STAY
        ):
            return best._replace(edtf=f"{best.edtf}/{(stay.edtf or '')[3:]}", latest=stay.latest)
        return best

    @property
    def status(self) -> str:
        """The status of the lead, unless the article goes on to say that it was called off."""
        for status in ("cancelled", "postponed"):
            if (
                any(d.status == status and "headline" not in d.flags for d in self.drafts)
                and self.lead.status != "held"
            ):
                return status
        lead = self.lead
        if lead.status == "scheduled" and any(d.rule == "present" and d.status == "held" for d in self.drafts):
            # 式典に出席するため訪れた。式典には…が参列した
            return "held"
        if "nominal" in lead.flags and lead.status == "held":
            # a trip that is only named is as sure as the headline says
            told = next((d.status for d in self.drafts if "nominal" not in d.flags), None)
            if told is None and all("aimed" in d.flags for d in self.drafts):
                # 首脳会談に向け調整する: nothing tells that it came about
                return "scheduled" if self.time is not None or lead.subtype == "multilateral" else "proposed"
            return told or lead.status
        return lead.status


def _standing(draft: Draft) -> tuple[object, ...]:
    """How well a draft states its event; the least is the best."""
    flags = draft.flags
    return (
        not draft.claims,
        "headline" in flags,
        "nominal" in flags,
        "purpose" in flags,
        # the first or last day is only a detail of the trip
        draft.rule in ("visit-start", "visit-end"),
        draft.sentence,
        draft.trigger,
    )


class _Growing(Group):
    """A group while drafts join it, none of which changes: what they add up to is kept, so that many alike cost no more."""

    __slots__ = ("_all_times", "_best", "_during", "_names", "_refs", "_times")

    def __init__(self, draft: Draft) -> None:
        super().__init__([])
        self._refs: dict[str, dict[Ref, None]] = {}
        self._names: dict[str, None] = {}
        #: The first time of each value: of drafts that tell of being there, and of all.
        self._times: dict[str, TimeValue] = {}
        self._during: dict[str, TimeValue] = {}
        self._all_times: dict[str, TimeValue] = {}
        self._best = draft
        self.add(draft)

    def add(self, draft: Draft) -> None:
        """Take a draft in."""
        self.drafts.append(draft)
        for claim in draft.claims:
            if isinstance(claim.value, Ref):
                self._refs.setdefault(claim.property, {}).setdefault(claim.value)
        if name := draft.text("name"):
            self._names.setdefault(name)
        time = draft.time
        if time is not None and time.edtf:
            self._all_times.setdefault(time.edtf, time)
            if draft.rule != "dispatch":
                (self._during if "during" in draft.flags else self._times).setdefault(time.edtf, time)
        if _standing(draft) < _standing(self._best):
            self._best = draft

    @property
    def lead(self) -> Draft:
        """The draft that states the event best."""
        return self._best

    def refs(self, prop: str) -> list[Ref]:
        """Distinct entities of a property over all drafts."""
        return list(self._refs.get(prop, ()))

    @property
    def names(self) -> list[str]:
        """Names that the drafts give, each once."""
        return list(self._names)

    @property
    def time(self) -> TimeValue | None:
        """The most precise time, as of any group."""
        if all(d.rule == "dispatch" for d in self.drafts):
            return self._span_of(list(self._all_times.values()), ())
        return self._span_of(list(self._times.values()), list(self._during.values()))


class _Nouns(NamedTuple):
    """Head nouns of meetings, by what may be called what, and words of those who hold them."""

    processes: frozenset[str]
    summits: frozenset[str]
    general: frozenset[str]
    talks: frozenset[str]
    of_leaders: frozenset[str]
    sessions: frozenset[str]
    of_few: tuple[str, ...]
    of_two: tuple[str, ...]
    conferences: tuple[str, ...]
    level: re.Pattern[str]
    holders: dict[str, str]
    parties: re.Pattern[str]
    former_office: re.Pattern[str]


@cache
def _nouns() -> _Nouns:
    lexicon = load_lexicon()
    table = lexicon.table("meetings", "kin")
    return _Nouns(
        frozenset(table["processes"]),
        frozenset(table["summits"]),
        frozenset(("", *table["general"])),
        frozenset(("", *table["talks"])),
        frozenset(table["of_leaders"]),
        frozenset(table["sessions"]),
        tuple(table["of_few"]),
        tuple(table["of_two"]),
        lexicon.endings("nominals", "events", "conferences"),
        re.compile(table["level"]),
        dict(table["holders"]),
        re.compile(table["parties"]),
        re.compile(table["former_office"]),
    )


def is_process(head: str) -> bool:
    """Whether a head noun is one of what goes on for long and is talked about at other talks: 交渉."""
    return head in _nouns().processes


Same = Callable[[Group, Draft], bool]


def times_clash(a: TimeValue | None, b: TimeValue | None) -> bool:
    """Whether two times cannot be of one event."""
    if a is None or b is None or a.edtf is None or b.edtf is None:
        return False
    if a.earliest and b.latest and b.latest < a.earliest:
        return True
    return bool(b.earliest and a.latest and a.latest < b.earliest)


def places_clash(a: list[Ref], b: list[Ref]) -> bool:
    """Whether two lists of places are both given and differ."""
    return bool(a and b and not set(a) & set(b))


def similar(a: str, b: str) -> float:
    """Share of common character pairs of two names; 1 where one holds the other."""
    if a in b or b in a:
        return 1.0
    x, y = ({t[i : i + 2] for i in range(len(t) - 1)} for t in (a, b))
    return 2 * len(x & y) / (len(x) + len(y)) if x and y else 0.0


def same_meeting(group: Group, draft: Draft) -> bool:
    """Whether a draft tells of the meeting of a group."""
    if "joins" in draft.flags:
        return joins(group, draft)
    nouns = _nouns()
    same = [d for d in group.drafts if d.trigger == draft.trigger and d.status == draft.status]
    if any(not (d.refs("participant") and draft.refs("participant")) for d in same):
        # 20日に行われた協議に参加した: told by two clauses
        return not times_clash(group.time, draft.time)
    if times_clash(group.time, draft.time) or places_clash(group.refs("place"), draft.refs("place")):
        return False
    if _apart_in_time(group, draft) or _only_named(group, draft):
        return False
    if not same_form(group, draft) or not same_round(group, draft):
        return False
    if group.lead.rule == draft.rule == "sign-together" and group.lead.sentence == draft.sentence:
        # A外相とB委員が署名し、C長官とD外相が立会人として署名した
        return group.status == draft.status
    if {group.lead.rule, draft.rule} == {"receive", "meet-verb"} and group.lead.sentence == draft.sentence:
        # A大統領は、B外相とC外相を迎え、会談した
        return set(draft.refs("participant")) <= set(group.refs("participant"))
    phones = {d.subtype == "phone" for d in group.drafts}
    weak = "nominal" in draft.flags
    if not weak and (draft.subtype == "phone") not in phones:
        return False
    if not _statuses_agree(group, draft):
        return False
    if "definite" in draft.flags and draft.head:
        bilateral = draft.head in nouns.of_leaders
        if (group.lead.subtype == "multilateral" if bilateral else group.lead.head in nouns.of_leaders) or (
            not bilateral and group.names and not any(draft.head in n for n in group.names)
        ):
            return False
    mine, theirs = set(draft.refs("participant")), set(group.refs("participant"))
    ranks = {d.subtype for d in (*group.drafts, draft)} & {"summit", "foreign_ministers", "ministerial", "working"}
    if len(ranks) > 1 and not mine & theirs and not _high_officials(group, ranks):
        return False
    name = draft.text("name")
    names = group.names
    heads = {d.head for d in group.drafts if d.head}
    level = _level(draft.head)
    if level and any(other not in ("", level) for other in map(_level, heads)):
        # the talks of the leaders are not those of the foreign ministers
        return False
    headed = "headline" in draft.flags or all("headline" in d.flags for d in group.drafts)
    if headed and {draft.head, *heads} <= nouns.general and _shares_body(group, draft):
        # 上海協力機構首脳会議が開幕 is what the text calls 上海協力機構加盟国元首理事会第24回会議
        return True
    if (
        name
        and names
        and draft.head
        and heads
        and not any(h.endswith(draft.head) or draft.head.endswith(h) or {h, draft.head} <= nouns.summits for h in heads)
    ):
        # the general assembly of a body is not its board
        return False
    if name and names and max(similar(name, n) for n in names) < 0.5 and not _of_one_body(group, draft):
        return False
    return _same_sides(group, draft)


def _same_sides(group: Group, draft: Draft) -> bool:
    """Whether those who meet by a draft, the occasion of which can be that of a group, are those who meet by the group."""
    nouns, name, names = _nouns(), draft.text("name"), group.names
    mine, theirs = set(draft.refs("participant")), set(group.refs("participant"))
    heads = {d.head for d in group.drafts if d.head}
    my_states, their_states = set(draft.refs("state")), set(group.refs("state"))
    multilateral = draft.subtype == "multilateral" or any(d.subtype == "multilateral" for d in group.drafts)
    if len(my_states) == len(their_states) == 2 and my_states != their_states:
        return False
    if "members" in draft.flags & group.lead.flags and my_states != set(group.lead.refs("state")):
        # 日中韓首脳会談 is not 日韓首脳会談
        return False
    if name and names:
        return True
    many = draft.rule == "meet-verb" and len(my_states) > _TRIO - 1 and not mine
    if many and not name and not their_states and _sits(group) and draft.sentence - group.lead.sentence == 1:
        # 会議が開かれた。A国、B国、C国など12カ国の閣僚が話し合った
        return True
    if (
        draft.rule in ("meet-verb", "face-to-face")
        and group.lead.sentence == draft.sentence
        and not theirs
        and group.names
    ):
        # 第23回会合が18日に行われ、A氏とB氏が議論した
        return set(draft.refs("state")) == set(group.refs("state"))
    if draft.rule == "sign-together" and any(d.sentence == draft.sentence for d in group.drafts):
        # talks or a conference were held, and those named signed there
        if theirs and mine - theirs and my_states - their_states and not any("joins" in d.flags for d in group.drafts):
            # AとBの協議でまとまり、Cを交えた3者が署名した
            return False
        return multilateral or not my_states or my_states <= their_states
    nominal = "nominal" in draft.flags or "nominal" in group.lead.flags
    if (
        nominal
        and draft.sentence == group.lead.sentence
        and mine
        and mine == theirs
        and {draft.head, *heads} <= nouns.talks
    ):
        # 交渉については、代表団が3回目の協議に参加したと述べた
        return True
    if (
        multilateral
        and not ("definite" in draft.flags and not name)
        and {draft.subtype} != {d.subtype for d in group.drafts}
    ):
        return False
    if (
        mine
        and theirs
        and "definite" not in draft.flags
        and (len(mine) == 2) != (len(theirs) == 2)
        and max(len(mine), len(theirs)) > 3
    ):
        # two of the many who met in a round met apart
        return False
    if draft.head and draft.head in nouns.talks and all(d.rule == "side-by-side" for d in group.drafts):
        # 献花に先立つ会談
        return False
    if draft.rule == "receive" and len(theirs) > 2 and mine > theirs:
        # 4閣僚は大統領を表敬した: after their talks
        return False
    elsewhere = draft.sentence != group.lead.sentence and "definite" not in draft.flags
    if elsewhere and mine and theirs and my_states - their_states and their_states - my_states:
        # of one and the same person with others
        return False
    if mine and theirs:
        if multilateral:
            return bool(mine & theirs) and draft.subtype == group.lead.subtype
        return mine <= theirs or theirs <= mine
    if my_states and their_states:
        if multilateral and draft.subtype != "multilateral" and len(their_states) > 2:
            return False
        return my_states <= their_states or their_states <= my_states
    return "definite" in draft.flags


def _only_named(group: Group, draft: Draft) -> bool:
    """Whether a draft only names talks that go on for long (平和条約交渉を加速する): the meeting told beside them is no session."""
    bare = draft.rule == "event-noun" and draft.time is None and not draft.refs("place") and "aimed" not in draft.flags
    named = bare and is_process(draft.head) and draft.text("name") is not None
    return named and not any(is_process(d.head) or d.head == "協議" for d in group.drafts)


def _apart_in_time(group: Group, draft: Draft) -> bool:
    """Whether one of both is recalled and the other, undated, of the day: 会談後, …と会談した。両氏が会うのは昨年10月以来."""
    before = all("recalled" in d.flags for d in group.drafts)
    name = draft.text("name")
    if name and any(name in n or n in name for n in group.names):
        return False
    if "recalled" in draft.flags:
        return not before and group.time is None and draft.time is not None
    return before and draft.time is None


def _level(head: str) -> str:
    """Of whom a head noun says that they meet: 首脳会談, 外相会合; empty if of nobody."""
    found = _nouns().level.match(head)
    return found.group() if found is not None else ""


_FEW, _TRIO = 4, 3
#: Names of bodies up to this length may begin other names.
_SHORT: Final = 2
#: The most days between two of one conference.
_LONGEST_SESSION: Final = 4
#: After so many days what is told is of another occasion.
_WEEKS: Final = 20
_NATIONS: Final = re.compile("([2-9２-９])(?:[かカヵヶ]国|者)")
#: How many sentences further on the text may still tell who came to a conference.
_ON_AND_ON: Final = 4
_COUNTED: Final = re.compile(r"(?<![0-9０-９一二三四五六七八九十])第?[0-9０-９一二三四五六七八九十]+(?:回|次)")


def _high_officials(group: Group, ranks: set[str]) -> bool:
    """Whether a headline's officials (米ロ高官が協議) are the ministers of whom the text tells."""
    return (
        ranks in ({"working", "foreign_ministers"}, {"working", "ministerial"})
        and all("headline" in d.flags for d in group.drafts)
        and group.lead.subtype == "working"
        and not group.refs("participant")
    )


def joins(group: Group, draft: Draft) -> bool:
    """Whether those of whom a sentence only says that they were there (会談には…が同席した) were at the meeting of a group."""
    nouns = _nouns()
    last = max(d.sentence for d in group.drafts)
    sits = _sits(group) or ("international" in draft.flags and group.lead.subtype == "other")
    if "guest" in draft.flags and not (sits and (group.status, draft.status) != ("scheduled", "held")):
        # A首相も演説した: only at a conference
        return False
    if "guest" in draft.flags and "town" in group.lead.flags and draft.sentence == group.lead.sentence:
        # 首脳会議が開かれているB市では、A首相とC首相が集まり、話し合った
        return False
    headless = not draft.head and "witness" not in draft.flags
    if headless and group.lead.sentence == draft.sentence and group.lead.trigger.begin > draft.trigger.begin:
        # A大統領も出席し、BとCが署名した: at what was told before
        return False
    heads = {d.head for d in group.drafts}
    # 葬儀には far behind 葬儀が行われた; a bare …も加わった only right behind
    # 出席したのは behind a sentence or two on how long it took
    # of a conference the text tells on and on who was there
    bare = 3 if "cleft" in draft.flags else _ON_AND_ON if _sits(group) else 1
    reach = bare if not draft.head else 4 if draft.head in nouns.talks or draft.head not in heads else 12
    if not 0 <= draft.sentence - last <= reach or times_clash(group.time, draft.time):
        return False
    if "phone" in {d.subtype for d in group.drafts} or all("recalled" in d.flags for d in group.drafts):
        return False
    if not same_form(group, draft):
        return False
    if "ceremony" in draft.flags and group.lead.rule == "sign-together":
        return True
    if any(h.endswith(draft.head) or (h and draft.head.endswith(h)) for h in heads):
        return True
    if draft.head == "会議" and heads & {"協議", "交渉"} and ("guest" not in draft.flags or _sits(group)):
        # 6カ国協議が閉幕した。議長を務めたA次官は
        return True
    if draft.head == "会議" and ("opening" in draft.flags or draft.sentence == group.lead.sentence):
        # 会合が開かれ、…が議長を務めた; 開会式で…と述べた
        return any(h.endswith(nouns.conferences) for h in (*heads, *group.names))
    return draft.head in nouns.talks and bool(heads & nouns.talks)


def _sits(group: Group) -> bool:
    """Whether a group is a conference that the text tells of for itself."""
    told = any(
        ("nominal" not in d.flags and d.rule in ("event-held", "attend", "sitting"))
        or ("headline" not in d.flags and d.text("name") and d.time is not None)
        for d in group.drafts
    )
    return (
        told
        and group.lead.subtype == "multilateral"
        and any(d.head.endswith(_nouns().conferences) for d in group.drafts)
    )


def rounds(draft: Draft) -> set[str]:
    """Which of a series a draft says its meeting is."""
    return {flag for flag in draft.flags if flag.startswith("round ")}


def same_round(group: Group, draft: Draft) -> bool:
    """Whether a group and a draft are not told to be different sessions of a series; the next or the last is always another."""
    if "other-round" in (draft.rule, group.lead.rule):
        return False
    mine = rounds(draft)
    if not mine:
        return True
    theirs = {r for d in group.drafts for r in rounds(d)}
    return mine == theirs or (not theirs and not mine & {"round 次回", "round 前回"})


def from_series(groups: Sequence[Group], draft: Draft) -> None:
    """Give a session that is only counted (次回は, 第4回会議) the name, the states and the kind of the series just told of."""
    before = [g for g in groups if g.lead.sentence <= draft.sentence and g.lead.claims]
    before = [g for g in before if not _of_old(g, before)]
    if draft.head:
        alike = [
            g
            for g in before
            if any(d.head.endswith(draft.head) or draft.head.endswith(d.head) for d in g.drafts if d.head)
        ]
        # 協議を開いた。次回会議は: of the same talks by another noun
        sessions = _nouns().sessions
        same = {d.head for g in before for d in g.drafts} & sessions if draft.head in sessions else set()
        akin = [g for g in before if any(d.head[-2:] == draft.head[-2:] for d in g.drafts if d.head)]
        # 局長級協議を開いた。高官協議は: of the same talks at another rank
        before = alike or akin or [g for g in before if any(d.head in same for d in g.drafts)]
    elif any(g.names for g in before):
        # 次回は: of what has a name rather than of talks at its margin
        before = [g for g in before if g.names]
    if not before:
        return
    series = before[-1]
    lead = series.lead
    draft.head, draft.subtype = (
        draft.head or lead.head,
        draft.subtype if draft.subtype not in ("", "other") else lead.subtype,
    )
    draft.flags |= {"international"} & {flag for d in series.drafts for flag in d.flags}
    if not draft.claims:
        return
    evidence = draft.claims[0].evidence
    name = next((_COUNTED.sub("", n) for n in series.names), None)
    own = draft.text("name")
    if name is not None and (own is None or _COUNTED.sub("", own) == draft.head):
        counted = _COUNTED.match(own or "")
        draft.claims = [c for c in draft.claims if c.property != "name"]
        draft.claims.append(
            Claim("name", (counted.group() if counted else "") + name, evidence, draft.modality, confidence=0.7)
        )
    mine = draft.refs("state")
    if len(mine) == 1 and set(mine) < set(lead.refs("state")) and len(lead.refs("state")) == 2:
        # A大統領は次の首脳会談をB市で行うことを提案した: of the same two
        draft.claims += [Claim("state", s, evidence, draft.modality, confidence=0.6) for s in lead.refs("state")]
    if not draft.refs("state"):
        # of a conference only the states in its name are sure to come again
        every = lead.subtype != "multilateral" or ("named-states" in lead.flags and len(lead.refs("state")) <= _FEW)
        held = (
            lead.rule == "event-held"
            and lead.head.endswith(_nouns().of_few)
            and not any(r.kind == "organization" for r in lead.refs("participant"))
        )
        # 日米韓の当局は協議を開いた: so few hold the next as well
        every = every or (held and len(lead.refs("state")) == _TRIO)
        named = [s for s in series.refs("state") if re.search(f"{re.escape(s.name)}[・－―-]", name or "")]
        states = lead.refs("state") if every else named
        draft.claims += [Claim("state", s, evidence, draft.modality, confidence=0.6) for s in states]


def complete_series(groups: Sequence[Group]) -> None:
    """Give a session that is only counted the states of the one before it, where the text tells them behind both."""
    for group in groups:
        lead = group.lead
        if "series" not in lead.flags or group.refs("state") or not lead.claims:
            continue
        before = [g for g in groups if g is not group and g.lead.sentence <= lead.sentence and g.lead.head == lead.head]
        if before and before[-1].lead.subtype == "multilateral" and not _told_all(before[-1]):
            # who came to a conference need not come to the next
            continue
        states = before[-1].refs("state") if before else []
        if 2 <= len(states) <= _FEW:
            evidence = lead.claims[0].evidence
            lead.claims += [Claim("state", s, evidence, lead.modality, confidence=0.6) for s in states]


def _told_all(group: Group) -> bool:
    """Whether a conference has just as many states as its name counts: 日中韓の3カ国首脳会議, not 主要8カ国首脳会議 with three."""
    counted = {int(unicodedata.normalize("NFKC", n)) for n in _NATIONS.findall("".join(group.names)) if n.isdigit()}
    return (not counted and "members" in group.lead.flags) or len(group.refs("state")) in counted


def join_days(groups: Sequence[Group]) -> list[Group]:
    """Talks of the same leaders, or a conference of the same name, told day by day are one that lasts for these days."""
    out: list[Group] = []
    for group in groups:
        first = next((g for g in reversed(out[-_RECENT:]) if _next_day(g, group)), None)
        if first is None:
            out.append(group)
            continue
        earlier, later = sorted((first.time, group.time), key=lambda t: (t is not None and t.earliest) or dt.date.min)
        for draft in group.drafts:
            draft.flags.add("nominal")
        first.drafts += group.drafts
        if earlier is not None and later is not None and later.latest is not None:
            begin = (earlier.edtf or "").partition("/")[0]
            span = earlier._replace(edtf=f"{begin}/{later.latest.isoformat()}", latest=later.latest)
            first.lasting = span
    return out


def _next_day(group: Group, other: Group) -> bool:
    """Whether a group goes on with what another tells, a day later or earlier."""
    a, b = group.time, other.time
    if a is None or b is None or not (a.earliest and a.latest and b.earliest and b.latest):
        return False
    if places_clash(group.refs("place"), other.refs("place")) or (b.latest - b.earliest).days > _LONGEST_SESSION:
        return False
    gap = max((b.earliest - a.latest).days, (a.earliest - b.latest).days)
    if gap < 1 or "held" not in (group.status, other.status) or {group.status, other.status} - {"held", "scheduled"}:
        return False
    if any(
        set(FORMS) & d.flags or d.subtype == "phone" or "recalled" in d.flags for g in (group, other) for d in g.drafts
    ):
        return False
    mine, theirs = set(group.refs("participant")), set(other.refs("participant"))
    if group.lead.subtype == other.lead.subtype == "multilateral":
        named = any(n.endswith(m) or m.endswith(n) for n in group.names for m in other.names) or any(
            _of_one_body(group, d) for d in other.drafts
        )
        return named and gap <= _LONGEST_SESSION and not any(rounds(d) for g in (group, other) for d in g.drafts)
    # who was met at the airport on one day holds talks on the next
    greeted = "receive" in (group.lead.rule, other.lead.rule)
    leaders = {"summit"} == {group.lead.subtype, other.lead.subtype} and not greeted
    return leaders and gap == 1 and len(mine) == 2 and mine == theirs


def same_form(group: Group, draft: Draft) -> bool:
    """Whether a group and a draft are both talks, or both the same ceremony, meal or appearance before the press.

    Who signs together may have met at talks or at a ceremony.
    """
    firm = [d for d in group.drafts if d.rule != "sign-together"]
    meal = [d for d in (*group.drafts, draft) if d.flags & {"meal", "ceremony"}]
    if meal and any(d.rule == "receive" and d.sentence == meal[0].sentence for d in (*group.drafts, draft)):
        # A大統領を迎えて夕食会を開く
        return True
    mine = draft.flags & set(FORMS)
    return draft.rule == "sign-together" or not firm or any(mine == d.flags & set(FORMS) for d in firm)


def _statuses_agree(group: Group, draft: Draft) -> bool:
    aims = [d for d in group.drafts if "purpose" in d.flags and d.status == "scheduled"]
    if aims and len(aims) == len(group.drafts) and draft.status == "held":
        # 協議するため訪れている。…首相と会談した: what was aimed at came to pass
        return set(group.refs("participant")) <= set(draft.refs("participant"))
    if "nominal" in draft.flags and draft.status == "held":
        return True
    firm = [d for d in group.drafts if not ("nominal" in d.flags and d.status == "held")] or group.drafts
    # of a trip the text tells better than the headline whether it was made
    told = [d for d in firm if "headline" not in d.flags] if draft.kind == "visit" else []
    a, b = (told or firm)[0].status, draft.status
    if a == b:
        return True
    if "reported" in draft.flags and any(d.modality == "denied" for d in group.drafts):
        # what one side denies and a paper reports is one thing
        return True
    if {a, b} <= set(_AHEAD):
        return True
    if "cancelled" in (a, b):
        return {a, b} <= {"cancelled", *_AHEAD}
    return "headline" in draft.flags or all("headline" in d.flags for d in firm)


def same_visit(group: Group, draft: Draft) -> bool:
    """Whether a draft tells of the trip of a group."""
    if draft.rule == "visit-detail":
        return set(draft.refs("destination")) == set(group.refs("destination")) and not times_clash(
            group.time, draft.time
        )
    if "stay" in draft.flags and (
        not draft.refs("destination") or set(draft.refs("destination")) & set(group.refs("destination"))
    ):
        if group.lead.rule == "visit-before":
            # the trip before has ended long ago
            return False
        if "leaving" in draft.flags and group.time is None:
            # 平壌からハノイに到着した: does not date the stay in the first by itself
            return False
        return bool(set(draft.refs("visitor")) & set(group.refs("visitor"))) and _ends(group, draft)
    if "setting-out" in draft.flags:
        return _sets_out(group, draft)
    sent = draft.rule == "dispatch" or any(d.rule == "dispatch" for d in group.drafts)
    if (
        sent
        and set(draft.refs("visitor")) & set(group.refs("visitor"))
        and set(draft.refs("destination")) & set(group.refs("destination"))
    ):
        # who is sent on the 6th and arrives on the 7th makes one trip
        return True
    earlier = [d.rule == "visit-before" for d in (group.lead, draft)]
    if earlier[0] != earlier[1] and (group.time is None or draft.time is None):
        # the trip before this one is another
        return False
    if (
        times_clash(group.time, draft.time)
        and not (draft.time is not None and (draft.time.edtf or "").startswith("../"))
        and not _then_there(group, draft)
    ):
        return False
    if (
        draft.refs("destination")
        and group.refs("destination")
        and set(draft.refs("destination")) != set(group.refs("destination"))
    ):
        return False
    mine, theirs = draft.refs("visitor"), group.refs("visitor")
    if mine and theirs and not set(mine) & set(theirs):
        return False
    if (draft.text("visitor") and theirs) or (mine and any(d.text("visitor") for d in group.drafts)):
        return False
    called, others = draft.text("visitor"), [t for d in group.drafts if (t := d.text("visitor"))]
    if called and others and not any(called in t or t in called for t in others):
        return False
    if "leg" in draft.flags and group.status in ("held", "scheduled"):
        return True
    if draft.rule == "visit-verb" and len(draft.time.edtf or "" if draft.time else "") == len("../2025-12-03"):
        # 28日に到着した。30日まで訪問する
        return group.time is not None and len(group.time.edtf or "") == len("2025-12-03") and _ends(group, draft)
    return _statuses_agree(group, draft) or _goes_on(group, draft)


def _then_there(group: Group, draft: Draft) -> bool:
    """Whether of two days one is that of the coming and the other, not long after, one on which the traveller was there."""
    first, then = group.time, draft.time
    dated = [d for d in group.drafts if d.time is not None and not (d.time.edtf or "").startswith("../")]
    if "during" not in draft.flags:
        if not all("during" in d.flags for d in dated):
            return False
        first, then = then, first
    if first is None or then is None or first.earliest is None or then.latest is None:
        return False
    return dt.timedelta(0) <= then.latest - first.earliest <= LONGEST_STAY


def _ends(group: Group, draft: Draft) -> bool:
    """Whether the last day that a draft gives can be that of the trip of a group."""
    last, start = draft.time, group.time
    if group.status not in ("held", "scheduled"):
        return False
    if last is None or last.latest is None or start is None or start.earliest is None:
        return True
    return start.earliest <= last.latest and (
        len(start.edtf or "") < len("2025-12-03") or last.latest - start.earliest <= LONGEST_STAY
    )


def _sets_out(group: Group, draft: Draft) -> bool:
    """Whether the day on which somebody left home can open the trip of a group, which has no first day of its own."""
    start, day = group.time, draft.time
    if group.status not in ("held", "scheduled") or group.lead.rule == "visit-before" or day is None:
        return False
    if not set(draft.refs("visitor")) & set(group.refs("visitor")):
        return False
    if start is None or start.latest is None or day.latest is None:
        return True
    opened = len((start.edtf or "").partition("/")[0]) >= len("2025-12-03")
    gap = start.latest - day.latest
    return not opened and dt.timedelta(0) < gap <= LONGEST_STAY


def _tours(groups: Sequence[Group], draft: Draft) -> bool:
    """Whether a last day ends a tour of several states: it is not that of any one of them."""
    last = draft.time.latest if draft.time is not None else None
    if last is None or draft.refs("destination"):
        return False
    own = [g for g in groups if set(g.refs("visitor")) & set(draft.refs("visitor"))]
    begun = [(g.lead.trigger, day) for g in own if (day := g.time.earliest if g.time is not None else None) is not None]
    going = [words for words, day in begun if dt.timedelta(0) <= last - day <= LONGEST_STAY]
    # A国とB国を訪れ、30日に帰国する: stops without a day are those of one tour
    beside = [g.lead.sentence for g in own if g.time is None]
    apart = any(beside.count(at) > 1 for at in beside) or any(g.time is None and g.lead.trigger in going for g in own)
    return len(going) > 1 or apart


def _over(group: Group, draft: Draft) -> bool:
    """Whether the trip of a group cannot be the one of several that ends on a last day: its end is told, or it begins then."""
    last, start = draft.time.latest if draft.time is not None else None, group.time
    return any(d.rule in ("visit-end", "visit-home") for d in group.drafts) or (
        last is not None and start is not None and start.earliest == last
    )


def lengthen_companions(groups: Sequence[Group]) -> None:
    """Who comes along stays as long as he who takes him along, where the text tells the last day only of him."""
    for group in groups:
        time = group.time
        if group.lead.rule != "visit-along" or (time is not None and len(time.edtf or "") != len("2025-12-03")):
            continue
        there = set(group.refs("destination"))
        whole = [g for g in groups if g is not group and set(g.refs("destination")) == there]
        spans = [
            g for g in whole if g.time is not None and "/" in (g.time.edtf or "") and not times_clash(g.time, time)
        ]
        span = spans[0].time if len(spans) == 1 else None
        if span is None or span.earliest is None:
            continue
        told = next(
            c for d in spans[0].drafts for c in d.claims if isinstance(c.value, TimeValue) and c.value.span == span.span
        )
        group.lead.claims = [*(c for c in group.lead.claims if c.property != "time"), told._replace(value=span)]
        group.lasting = span


def settle_headlines(groups: Sequence[Group]) -> None:
    """A stop that only the headline names lies ahead if all the stops named beside it do that the text goes on to tell of."""
    for group in groups:
        lead = group.lead
        if (
            len(group.drafts) > 1
            or lead.status != "held"
            or lead.time is not None
            or not {"headline", "bare"} <= lead.flags
        ):
            continue
        beside = [g for g in groups if g is not group and any(d.trigger == lead.trigger for d in g.drafts)]
        told = [g for g in beside if any("headline" not in d.flags for d in g.drafts)]
        if told and all(any(d.status == "scheduled" for d in g.drafts if "headline" not in d.flags) for g in told):
            lead.status, lead.modality = "scheduled", "planned"


def _goes_on(group: Group, draft: Draft) -> bool:
    """Whether one of both tells in the present of a trip (…に着いた。国賓訪問する。) that the other tells of as made."""
    told = [d for d in (*group.drafts, draft) if d.time is not None or d.status != "scheduled"]
    return any("plain" in d.flags and d.time is None and d.status == "scheduled" for d in (group.lead, draft)) and all(
        d.status in ("held", "scheduled") for d in told
    )


class Diplomacy:
    """Which meetings are between states or international bodies, by those who meet and by the words of their names."""

    def __init__(self, lexicon: Lexicon) -> None:
        table = lexicon.table("meetings", "diplomacy")
        self._between, self._domestic = (re.compile("|".join(table[key])) for key in ("between", "domestic"))

    def concerns(self, group: Group, linked: Linked) -> bool:
        """Whether a meeting is one between states or international bodies, not of a party, a league or a parliament."""
        names = "".join(group.names)
        bodies = "".join(r.name for r in group.refs("participant") if r.kind == "organization")
        if self._domestic.search(names + bodies):
            return False
        sides = _sides(group, linked)
        anonymous = not names and all(d.rule == "attend" and not d.head.endswith(_nouns().of_two) for d in group.drafts)
        if len(sides) >= 2 and not (anonymous and not group.refs("participant")):
            return True
        set_somewhere = group.refs("place") or group.refs("placeState") or group.time is not None
        if any("international" in d.flags for d in group.drafts) and set_somewhere:
            return True
        if not names:
            return False
        return bool(self._between.search(names)) or any(
            e.ref.key in linked.international
            and (e.ref.name in names or (e.ref.kind == "organization" and any(n.text in names for n in e.mentions)))
            for e in linked.entities
        )


def _sides(group: Group, linked: Linked) -> set[str]:
    """The keys of those between whom a meeting is: states, international bodies, movements, holders of high offices."""
    only_present = all(d.rule == "present" for d in group.drafts)
    sides = set[str]() if only_present else {r.key for r in group.refs("state")}
    for ref in group.refs("participant"):
        state = linked.states.get(ref.key)
        if ref.key in linked.movements and not _nouns().parties.search(ref.name):
            # an armed group treats with the government of its own state
            sides.add(ref.key)
        elif state is not None:
            sides.add(state.key)
        elif ref.key in linked.international or linked.ranks.get(ref.key, "") in ("leader", "foreign", "envoy"):
            # who holds such an office, of a state that the text does not name, is a side of his own
            sides.add(ref.key)
        elif ref.key in linked.movements:
            # a movement that treats with a government
            sides.add(ref.key)
    persons = [r for r in group.refs("participant") if r.kind == "person"]
    attended = any(d.rule == "attend" for d in group.drafts) and bool(persons)
    stranger = any(d.rule == "meet-verb" for d in group.drafts) and any(r.key not in linked.states for r in persons)
    if attended or stranger:
        # who travels abroad to attend meets others there, as does who meets there somebody whose state is not told
        sides |= {r.key for r in group.refs("placeState")}
    return sides


def official_trip(group: Group, linked: Linked) -> bool:
    """Whether a trip is made by somebody who holds or held an office, or by a delegation."""
    along = any(d.rule == "visit-along" for d in group.drafts)
    if along and any(linked.ranks.get(r.key, "") for r in group.refs("visitor")):
        return True
    if any(d.text("visitor") or d.rule == "visit-before" or "mission" in d.flags for d in group.drafts):
        # a trip that others are compared with is one of their kind
        return True
    if any(_once_in_office(linked, r) for r in group.refs("visitor")):
        return True
    return any(r.key in linked.known or linked.ranks.get(r.key, "") not in ("", "other") for r in group.refs("visitor"))


def _once_in_office(linked: Linked, ref: Ref) -> bool:
    """Whether the text calls somebody by a high office that he held: タクシン元首相."""
    return any(e.ref == ref and any(_nouns().former_office.search(m.text) for m in e.mentions) for e in linked.entities)


def name_sides(meetings: list[Group], scene: Scene) -> None:
    """日米首脳会談, and the article names one leader of a side: he took part.

    Only for talks of about the time of the article (an earlier summit was held by others), and only sides with one candidate.
    """
    days = [t.latest for g in meetings if g.lead.status == "held" and (t := g.time) is not None and t.latest]
    published = scene.article.published or max(days, default=None)
    for group in meetings:
        rank = {"summit": "leader", "foreign_ministers": "foreign"}.get(group.lead.subtype) or (
            "leader" if any("首脳会談" in n for n in group.names) else None
        )
        states = group.refs("state")
        there = [scene.linked.states.get(r.key) for r in group.refs("participant") if r.kind == "person"]
        if (
            rank is None
            or not 2 <= len(states) <= 3
            or (there and (len(states) != 2 or len(there) > 1 or None in there))
        ):
            continue
        time = group.time
        if published and time is not None and (time.latest is None or abs((time.latest - published).days) > 60):
            continue
        if published is None and time is not None:
            continue
        sides: list[list[Ref]] = [
            [
                e.ref
                for e in scene.linked.entities
                if e.ref.kind == "person"
                and scene.linked.ranks.get(e.ref.key) == rank
                and scene.linked.states.get(e.ref.key) == state
            ]
            for state in states
            if state not in there
        ]
        sides = [side for side in sides if len(side) == 1]
        if sides and (len(sides) == len(states) or scene.article.published is not None):
            evidence = group.lead.claims[0].evidence
            group.lead.claims += [
                Claim("participant", side[0], evidence._replace(rule="side-holder"), confidence=0.7) for side in sides
            ]


#: Within how many sentences of a trip the talks are told that its host holds.
_ON_TRIP: Final = 4


def host_talks(group: Group, visits: Sequence[Group], linked: Linked) -> None:
    """A大統領はB国に到着した。翌日、首脳会談が行われた: the guest held them with the one of his rank in that land."""
    lead = group.lead
    rank = _nouns().holders.get(lead.head)
    if rank is None or group.refs("participant") or group.refs("state") or not lead.claims or group.names:
        return
    near = [v for v in visits if v.lead.sentence <= lead.sentence and _may_hold(v, group)]
    guests = {r: v for v in near for r in v.refs("visitor") if linked.ranks.get(r.key) == rank}
    goals = {s for v in guests.values() for s in v.refs("destination")}
    if len(guests) != 1 or len(goals) != 1:
        return
    (guest, visit), goal = next(iter(guests.items())), goals.pop()
    home = linked.states.get(guest.key)
    if home is None or home == goal:
        return
    hosts = [
        e.ref for e in linked.entities if linked.ranks.get(e.ref.key) == rank and linked.states.get(e.ref.key) == goal
    ]
    evidence = visit.lead.claims[0].evidence
    people = [guest, *hosts] if len(hosts) == 1 else [guest]
    lead.claims += [Claim("participant", r, evidence, lead.modality, confidence=0.7) for r in people]
    lead.claims += [Claim("state", s, evidence, lead.modality, confidence=0.7) for s in (home, goal)]


def _may_hold(visit: Group, group: Group) -> bool:
    """Whether talks can be part of a trip, by their status and day."""
    ahead = group.status in _AHEAD
    if visit.status not in ("held", "scheduled") or (visit.status == "scheduled" and not ahead):
        return False
    first, day = visit.time, group.time
    if first is None or day is None or first.earliest is None or day.earliest is None:
        return any(0 <= group.lead.sentence - d.sentence <= _ON_TRIP for d in visit.drafts)
    return dt.timedelta(0) <= day.earliest - first.earliest <= LONGEST_STAY


def _of_one_body(group: Group, draft: Draft) -> bool:
    """Whether a draft has the conference of the same body as a group, by another of its names: APEC首脳会議."""
    heads = {d.head for d in group.drafts}
    same = draft.head in heads or any({h, draft.head} <= _nouns().summits for h in heads)
    return same and bool(_bodies_of(draft) & {f for d in group.drafts for f in _bodies_of(d)})


def _shares_body(group: Group, draft: Draft) -> bool:
    """Whether a group and a draft are of one body, by its entity or by the words of one name that the other begins with."""
    if _bodies_of(draft) & {f for d in group.drafts for f in _bodies_of(d)}:
        return True
    stems = [(n, d.head) for d in (*group.drafts, draft) if d.head and (n := d.text("name"))]
    owners = {n.removesuffix(head) for n, head in stems if n.endswith(head)}
    own = draft.text("name") or ""
    bare = {_COUNTED.sub("", n) for n in group.names}
    if own and any(len(n) > _SHORT + 1 and (n in _COUNTED.sub("", own) or _COUNTED.sub("", own) in n) for n in bare):
        # 第2回6カ国協議 is what a headline calls 6カ国協議第2回会合
        return True
    return any(len(o) > _SHORT and own.startswith(o) and any(n.startswith(o) for n in group.names) for o in owners)


def _bodies_of(draft: Draft) -> set[str]:
    """Whose conference a draft tells of, by its name or as the one that sits."""
    named = {flag for flag in draft.flags if flag.startswith("of ")}
    return named | {f"of {r.key}" for r in draft.refs("participant") if r.kind == "organization"}


def _of_old(group: Group, groups: Sequence[Group]) -> bool:
    """Whether a group told only in passing is weeks before another: the text does not go on to tell who spoke there."""
    if not all({"aside", "nominal"} & d.flags for d in group.drafts):
        return False
    day = group.time.latest if group.time is not None else None
    return day is not None and any(
        g.lead.status == "held"
        and (time := g.time) is not None
        and time.earliest is not None
        and (time.earliest - day).days > _WEEKS
        for g in groups
    )


def grouped(drafts: Iterable[Draft], same: Same) -> list[Group]:
    """Drafts in text order, each joined to the latest group it fits."""
    groups: list[_Growing] = []
    for draft in sorted(
        drafts,
        key=lambda d: (
            ("leaving" in d.flags) * 2 or "setting-out" in d.flags,
            d.sentence,
            "joins" in d.flags,
            "series" in d.flags and not d.refs("state"),
        ),
    ):
        fits = [g for g in _in_reach(groups) if same(g, draft)]
        if "stay" in draft.flags:
            fits = [g for g in fits if not _over(g, draft)] or fits
        if "stay" in draft.flags and _tours(fits, draft):
            continue
        if "setting-out" in draft.flags and fits:
            # of several stops the first
            fits[0].add(draft)
        elif fits:
            best = max(
                fits,
                key=lambda g: (
                    "joins" in draft.flags and (draft.sentence == g.lead.sentence or "side" not in g.lead.flags),
                    _known_there(g, draft),
                    "joins" in draft.flags and g.status == draft.status,
                    "joins" in draft.flags and not _of_old(g, groups),
                    groups.index(g),
                ),
            )
            best.add(draft)
        if fits:
            continue
        if "series" in draft.flags:
            from_series(groups, draft)
        if "guest" in draft.flags:
            continue
        # 首脳会談は15日に行われた: perhaps on the trip that was told before
        dated = draft.head in _nouns().holders and draft.time is not None
        if {"joins", "series"} & draft.flags or "definite" not in draft.flags or draft.text("name") or dated:
            groups.append(_Growing(draft))
    return [Group(group.drafts) for group in groups]


def neighbours(group: Group, groups: Sequence[Group]) -> Sequence[Group]:
    """The groups told not far from one of them, itself included."""
    if len(groups) <= _RECENT:
        return groups
    at = next(n for n, g in enumerate(groups) if g is group)
    return groups[max(0, at - _RECENT) : at + _RECENT]


def _in_reach(groups: list[_Growing]) -> list[_Growing]:
    """The groups that a text may come back to: in a chronicle of hundreds of events those it began with and the last ones."""
    return groups if len(groups) <= _OPENING + _RECENT else [*groups[:_OPENING], *groups[-_RECENT:]]


def _known_there(group: _Growing, draft: Draft) -> int:
    """How many of a draft a group has already; none where it says that they were there as well (A氏も同席した)."""
    if draft.rule == "present" and "opening" not in draft.flags:
        return 0
    return len(set(group.refs("participant")) & set(draft.refs("participant")))


def report(group: Group, article: str, subtype: str, order: tuple[str, ...], single: tuple[str, ...]) -> Report:
    """A report from a group: the claims of all drafts, the lead's first, one value for properties in ``single``."""
    lead = group.lead
    claims: list[Claim] = []
    for draft in [lead, *(d for d in group.drafts if d is not lead)]:
        for claim in draft.claims:
            if claim.property in single and any(c.property == claim.property for c in claims):
                continue
            if not any(c.property == claim.property and c.value == claim.value for c in claims):
                claims.append(claim)
    time = group.time
    claims = [c for c in claims if c.property != "time"]
    if time is not None:
        source = next(
            c for d in group.drafts for c in d.claims if isinstance(c.value, TimeValue) and c.value.span == time.span
        )
        claims.append(source._replace(value=time))
    evidence = next((c.evidence for c in lead.claims), None)
    if evidence is None:
        raise ValueError("a draft without claims cannot be reported")
    words = Evidence(evidence.sentence, lead.trigger, lead.rule)
    claims.append(Claim("status", group.status, words, lead.modality, lead.attributed_to))
    claims.sort(key=lambda c: order.index(c.property) if c.property in order else len(order))
    digest = hashlib.sha256(
        f"{article}|{lead.kind}|{lead.trigger.begin}|{lead.trigger.end}|{subtype}|{len(claims)}".encode()
    ).hexdigest()[:12]
    return Report(digest, lead.kind, subtype, (*claims, *dict.fromkeys(group.absent)))


def kinds() -> tuple[ReportKind, ...]:
    """Kinds of reports in the order of the facts format."""
    return ("meeting", "visit", "agreement", "statement", "invitation", "other_event")
