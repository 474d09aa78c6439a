"""When and where a meeting was held, if its own words do not say: from the trip, the conference or the talks that it belongs to.

A claim that is taken over keeps the evidence of what it was said of and has a lower confidence.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from kg.frame.attendance import may_attend
from kg.frame.gather import Group, neighbours, places_clash, times_clash
from kg.frame.staying import still_there
from kg.lexicon.load import Lexicon
from kg.model.account import Claim, Ref
from kg.model.scene import Scene
from kg.model.time import TimeValue

_TAKEN_OVER: Final = 0.6
_PEACE: Final = re.compile("和平|停戦")
_TRIP: Final = 4
_THAT: Final = re.compile("これに(?:先立|先だ|合わせ|あわせ|続)|この(?:日|後|あと)|その(?:後|あと)")
#: 会議を利用して, サミットの機会を捉えて
_SEIZED: Final = re.compile(
    "(会議|会合|サミット|総会|フォーラム)(?:の(?:機会|場|合間))?を(?:利用し|捉え|とらえ|生かし|活用し|機に)"
)
_AHEAD: Final[tuple[str, ...]] = ("scheduled", "proposed")
#: What is said of talks in the course of a conference; how far behind it they may be told, and how long one lasts, in days.
_DURING: Final = re.compile("(?:期間|会期|開催)中|合間|傍ら|かたわら|会場で|議場で|舞台裏で|場外で")
_PART_DAY: Final = re.compile("最終日|初日")
_REACH, _LONG = 8, 14
#: How many sentences on the text goes on with the next talks of the same day.
_NEXT: Final = 2
_UPON: Final = re.compile("[^、。]{1,30}は、?(?:現地)?(?:到着|着)後")
_LASTING: Final[tuple[str, ...]] = ("国連総会", "国連安全保障理事会")


class SettingReader:
    """Completes the time and place of meetings and trips from each other."""

    def __init__(self, lexicon: Lexicon) -> None:
        table = lexicon.table("meetings", "setting")
        self._upon = tuple(table["upon"])
        self._beside, self._next = tuple(table["beside"]), tuple(table["next"])
        self._following, self._after_talks = tuple(table["following"]), re.compile(table["after_talks"])
        self._levels = lexicon.table("meetings", "setting")["levels"]

    def settle(self, scene: Scene, meetings: list[Group], visits: list[Group]) -> None:
        """Complete all groups of an article."""
        for meeting in meetings:
            for visit in visits:
                self._on_arrival(scene, meeting, visit)
        for meeting in sorted(meetings, key=lambda g: g.lead.sentence):
            self._follow_on(scene, meeting, meetings)
        for meeting in meetings:
            for visit in visits:
                _fall_with_trip(meeting, visit)
                if not _of_another_stop(meeting, visit, visits):
                    _share_trip(meeting, visit)
        for meeting in meetings:
            _while_there(scene, meeting, visits)
        for meeting in meetings:
            _fall_through(meeting, meetings)
        order_times(scene, meetings)
        _peace_talks(scene, meetings)
        for meeting in meetings:
            self._at_conference(scene, meeting, meetings)
            _at_the_table(scene, meeting, meetings)
            self._among_others(scene, meeting, neighbours(meeting, meetings))
            self._during_conference(scene, meeting, meetings)
        still_there(scene, meetings, visits)

    def _during_conference(self, scene: Scene, meeting: Group, meetings: list[Group]) -> None:
        """A・B外相が会談した on a day of the conference that the text has just told of: in its town, and both take part in it."""
        if _distant(meeting) or "recalled" in meeting.lead.flags or (_many(meeting) and meeting.refs("place")):
            return
        words = scene.sentences[meeting.lead.sentence].sentence.surface
        for other in reversed(meetings):
            reach = meeting.lead.sentence - other.lead.sentence
            if other is meeting or not 0 <= reach <= _REACH or not _conference(other):
                continue
            if {meeting.status, other.status} - {"held", "scheduled"} or _elsewhere(meeting, other):
                continue
            known = set(meeting.refs("participant")) & set(other.refs("participant"))
            part = _PART_DAY.search(words) if meeting.time is None else None
            told = part is not None or _DURING.search(words) is not None
            # A大統領は出席し、B首相と会談した
            there = any(d.sentence == meeting.lead.sentence and d.rule in ("present", "attend") for d in other.drafts)
            if not (told and meeting.time is None) and not _within(meeting, other, 1 if known else 0):
                if there and known and meeting.time is None:
                    _lend_place(other, meeting)
                continue
            undated = meeting.time is None
            _lend_place(other, meeting)
            _lend_time(other, meeting, part.group() if part is not None else "")
            if _many(meeting):
                return
            levels = {kind for word, kind in self._levels.items() if word in "".join(other.names) + other.lead.head}
            fits = (not levels or meeting.lead.subtype in levels) and (undated or _within(meeting, other, 0))
            # 首脳会議が開かれているワシントンでA首相と会談した: for other reasons maybe, unless one met several there
            beside = sum(g.lead.sentence == other.lead.sentence and g is not other for g in meetings)
            if fits and ("town" not in other.lead.flags or beside > 1):
                _attend(scene, other, meeting)
            return

    def _on_arrival(self, scene: Scene, meeting: Group, visit: Group) -> None:
        """首都に到着した。到着後、B首相と会談した: in the town that the sentence before has reached."""
        told = scene.sentences[meeting.lead.sentence].sentence
        upon = told.surface.startswith(self._upon) or _UPON.match(told.surface) is not None
        follows = 0 < meeting.lead.sentence - visit.lead.sentence <= _NEXT and upon
        both = meeting.status == visit.status == "held" and not times_clash(visit.time, meeting.time)
        if follows and both and set(visit.refs("visitor")) & set(meeting.refs("participant")) and not _distant(meeting):
            _lend_place(visit, meeting, scene.linked.place_kinds)
            _lend_time(visit, meeting)
            there = [c for d in visit.drafts for c in d.claims if c.property == "destination"]
            if len({c.value for c in there}) == 1 and not meeting.refs("placeState"):
                meeting.lead.claims.append(there[0]._replace(property="placeState", confidence=_TAKEN_OVER))

    def _follow_on(self, scene: Scene, meeting: Group, meetings: list[Group]) -> None:
        """さらに、B首相とも会談した; 会談後、C外相の表敬を受けた; 続いてD首相と電話で話した: on the day of what was told right before."""
        words = scene.sentences[meeting.lead.sentence].sentence.surface
        if meeting.time is not None or meeting.status != "held" or "recalled" in meeting.lead.flags:
            return
        if not words.startswith(self._following) and not self._after_talks.search(words):
            return
        people = set(meeting.refs("participant"))
        for other in reversed(meetings):
            near = 0 < meeting.lead.sentence - other.lead.sentence <= _NEXT
            if not near or other.status != "held" or "recalled" in other.lead.flags:
                continue
            if people & set(other.refs("participant")) and other.time is not None:
                _lend_time(other, meeting)
                return

    def _at_conference(self, scene: Scene, meeting: Group, meetings: list[Group]) -> None:
        """首脳会議に合わせて会談した: the talks are held where and when the conference is."""
        sentence = scene.sentences[meeting.lead.sentence]
        beside = [p for p in sentence.phrases if p.particle in self._beside or p.text.endswith(self._beside)]
        that = _THAT.search(sentence.sentence.surface) is not None
        seized = _SEIZED.search(sentence.sentence.surface)
        if not (beside or that or seized) or _distant(meeting):
            return
        words = "".join(p.text + "".join(m.text for m in p.modifiers) for p in beside)
        words += seized.group(1) if seized is not None else ""
        if meeting.status == "held" and that:
            # これに合わせて: of the talks told before
            told = [g for g in meetings if g.lead.sentence < meeting.lead.sentence and g.status == "held"]
            told = [g for g in told if g.names or not any("recalled" in d.flags for d in g.drafts)]
            for other in told[-1:]:
                _lend_place(other, meeting, scene.linked.place_kinds)
                _lend_time(other, meeting)
        for other in meetings:
            if other is meeting or other.lead.sentence > meeting.lead.sentence or other.status != meeting.status:
                continue
            heads = [
                d.head
                for d in other.drafts
                if d.head.endswith(("会議", "会合", "サミット", "総会", "フォーラム", "協議", "対話", "交渉"))
            ]
            if any(h in words or words.startswith(h[-2:]) for h in heads) and not times_clash(other.time, meeting.time):
                _lend_place(other, meeting)
                _lend_time(other, meeting)
                if other.lead.sentence == meeting.lead.sentence:
                    _lend_place(meeting, other)
                if (
                    seized is not None or any(p.particle == "ニアワセ" for p in beside)
                ) and other.lead.subtype == "multilateral":
                    _attend(scene, other, meeting)

    def _among_others(self, scene: Scene, meeting: Group, meetings: Sequence[Group]) -> None:
        """Whom somebody met besides (…とも会談した, このほか), and whom he met on the same day, he met in the same town."""
        people = set(meeting.refs("participant"))
        if meeting.status != "held" or _distant(meeting) or not people:
            return
        lead = scene.sentences[meeting.lead.sentence].sentence
        # B長官とは短時間懇談した: one of those whom he met there
        apart = any(p.particle == "とは" for p in scene.sentences[meeting.lead.sentence].phrases)
        for other in meetings:
            if (
                other is meeting
                or other.status != "held"
                or _distant(other)
                or not people & set(other.refs("participant"))
            ):
                continue
            if "recalled" in meeting.lead.flags | other.lead.flags:
                continue
            follows = 0 <= meeting.lead.sentence - other.lead.sentence <= 2 and (
                any(w in lead.surface for w in self._next) or apart
            )
            if times_clash(other.time, meeting.time):
                if follows and "とも" in lead.surface and _days_beside(meeting, other):
                    # 24日にはB外相とも会談した
                    _lend_place(other, meeting, scene.linked.place_kinds)
                continue
            if follows or _same_day(meeting, other):
                _lend_place(other, meeting, scene.linked.place_kinds)
            if follows:
                _lend_time(other, meeting)


def _many(group: Group) -> bool:
    return group.lead.subtype == "multilateral"


def _conference(group: Group) -> bool:
    """Whether a group is a conference in a known town, told for itself."""
    return (
        (group.lead.subtype or next((d.subtype for d in group.drafts if d.subtype), "")) == "multilateral"
        and bool(group.names)
        and bool(group.refs("place"))
        and not all("recalled" in d.flags for d in group.drafts)
    )


def _within(meeting: Group, conference: Group, slack: int) -> bool:
    """Whether a meeting is on a day of a conference, or so many days from it."""
    day, days = meeting.time, conference.time
    if day is None or days is None or not (day.earliest and day.latest and days.earliest and days.latest):
        return False
    if day.earliest != day.latest or (days.latest - days.earliest).days > _LONG:
        return False
    return (days.earliest - day.latest).days <= slack and (day.earliest - days.latest).days <= slack


def _elsewhere(meeting: Group, conference: Group) -> bool:
    """Whether a meeting is told to be in another town or state than a conference."""
    return places_clash(meeting.refs("place"), conference.refs("place")) or places_clash(
        meeting.refs("placeState"), conference.refs("placeState")
    )


def _peace_talks(scene: Scene, meetings: list[Group]) -> None:
    """Talks for peace are about a state even where only its name stands elsewhere: that of other such talks, or of the text."""
    talks = [g for g in meetings if any(_PEACE.search(n) for n in g.names)]
    told = [s for g in talks for s in g.refs("state")]
    if not told:
        named = sorted((e for e in scene.linked.entities if e.ref.kind == "state"), key=lambda e: -len(e.mentions))
        if named and (len(named) == 1 or len(named[0].mentions) >= 2 * len(named[1].mentions)):
            told = [named[0].ref]
    for group in talks:
        if not group.refs("state") and told:
            evidence = group.lead.claims[0].evidence
            group.lead.claims += [Claim("state", s, evidence, confidence=0.5) for s in dict.fromkeys(told)]


def _at_the_table(scene: Scene, meeting: Group, meetings: list[Group]) -> None:
    """B市で開かれた首脳会議で、A首相とC大統領が会った: who met at a conference takes part in it, not all who met in its town."""
    if meeting.lead.subtype in ("", "multilateral", "phone") or not meeting.refs("place"):
        return
    for other in meetings:
        if (
            other.lead.subtype == "multilateral"
            and other.lead.sentence == meeting.lead.sentence
            and other.status == meeting.status == "held"
            and not other.refs("participant")
            and "town" not in other.lead.flags
            and other.refs("place") == meeting.refs("place")
            and not times_clash(other.time, meeting.time)
        ):
            _attend(scene, other, meeting)


def _attend(scene: Scene, conference: Group, meeting: Group) -> None:
    """Those who meet on the occasion of a conference take part in it; not in the sessions of a body that sits for months.

    Guests do not sit in the session of a body that they are no members of.
    """
    if any(name.endswith(_LASTING) for name in conference.names):
        return
    if not all(may_attend(scene, conference, r) for r in meeting.refs("state")):
        return
    for name in ("participant", "state"):
        known = set(conference.refs(name))
        lent = {c.value: c for d in meeting.drafts for c in d.claims if c.property == name and c.value not in known}
        conference.lead.claims += [c._replace(confidence=_TAKEN_OVER) for c in lent.values()]


def _distant(group: Group) -> bool:
    return any(d.subtype == "phone" for d in group.drafts)


def _days_beside(a: Group, b: Group) -> bool:
    """Whether two events are a day or two apart."""
    day, other = a.time, b.time
    if day is None or other is None or not (day.earliest and day.latest and other.earliest and other.latest):
        return False
    return max((day.earliest - other.latest).days, (other.earliest - day.latest).days) <= _NEXT


def _same_day(a: Group, b: Group) -> bool:
    day, other = a.time, b.time
    return day is not None and other is not None and day.edtf == other.edtf and len(day.edtf or "") == 10


def _share_trip(meeting: Group, visit: Group) -> None:
    """A trip and the meeting held on it share time and country where the text gives them only for one of the two."""
    states, visitors = set(visit.refs("destination")), set(visit.refs("visitor"))
    if not visitors & set(meeting.refs("participant")) or _distant(meeting):
        return
    if visit.status != meeting.status and not (visit.status in _AHEAD and meeting.status in _AHEAD):
        return
    together = visit.lead.sentence == meeting.lead.sentence
    if times_clash(visit.time, meeting.time) and not (together and _sets_out(visit, meeting)):
        return
    if not together and meeting.time is None and places_clash(meeting.refs("place"), visit.refs("place")):
        # 平壌を訪問した… 板門店で迎えた: not the day of the trip to another town
        return
    common = states & set(meeting.refs("placeState") or meeting.refs("state"))
    if not common and together and visit.status == "held" and not meeting.refs("place") and not meeting.names:
        # ラオスを訪問中のA首相は、インドのB首相と会談した
        common = set() if meeting.refs("placeState") else states
    if not common:
        return
    if together and not meeting.refs("place") and not meeting.names:
        _lend_place(visit, meeting)
    if not meeting.refs("placeState") and (not meeting.names or not _many(meeting)):
        claim = next(c for d in visit.drafts for c in d.claims if c.property == "destination" and c.value in common)
        meeting.lead.claims.append(claim._replace(property="placeState", confidence=_TAKEN_OVER))
    undated = visit.time is None or (visit.time.edtf or "").startswith("../")
    if meeting.time is None:
        _lend_time(visit, meeting)
    elif (
        undated
        and not times_clash(visit.time, meeting.time)
        and (together or meeting.refs("placeState"))
        and "/" not in (meeting.time.edtf or "/")
    ):
        visit.lead.claims.append(_time_claim(meeting, meeting.time)._replace(confidence=_TAKEN_OVER))


def _of_another_stop(meeting: Group, visit: Group, visits: list[Group]) -> bool:
    """Whether a meeting was with the host of another stop told in the same sentence: A国、B国を訪れ、両国の外相と会った."""
    hosts = set(meeting.refs("state"))
    stops = [v for v in visits if v.lead.sentence == meeting.lead.sentence and hosts & set(v.refs("destination"))]
    return bool(stops) and visit not in stops and visit.lead.sentence == meeting.lead.sentence


def _while_there(scene: Scene, meeting: Group, visits: list[Group]) -> None:
    """10日から11日までA国を訪問した。11日、B大臣と会談した: on a day of the only trip told, where the traveller was."""
    day, people = meeting.time, set(meeting.refs("participant"))
    if meeting.refs("place") or meeting.refs("placeState") or _distant(meeting) or "recalled" in meeting.lead.flags:
        return
    if day is None or day.earliest is None or day.earliest != day.latest or meeting.lead.subtype == "multilateral":
        return
    trips = [v for v in visits if people & set(v.refs("visitor")) and v.lead.sentence < meeting.lead.sentence]
    there = [v for v in trips if _covers(v, day) and v.status == meeting.status]
    if len({s for v in trips for s in v.refs("destination")}) != 1 or not there:
        return
    claim = next(c for d in there[0].drafts for c in d.claims if c.property == "destination")
    _lend_place(there[0], meeting, scene.linked.place_kinds)
    meeting.lead.claims.append(claim._replace(property="placeState", confidence=_TAKEN_OVER))


def _covers(visit: Group, day: TimeValue) -> bool:
    """Whether a day is one of those of a trip."""
    span = visit.time
    if span is None or span.earliest is None or span.latest is None or day.earliest is None:
        return False
    return (span.latest - span.earliest).days <= _LONG and span.earliest <= day.earliest <= span.latest


def _fall_with_trip(meeting: Group, visit: Group) -> None:
    """Talks that were to be held on a trip that has been called off are called off with it."""
    if visit.status not in ("cancelled", "postponed") or meeting.status != "scheduled":
        return
    if not all("was-planned" in d.flags for d in meeting.drafts if d.status == "scheduled"):
        return
    there = set(visit.refs("destination")) & set(meeting.refs("placeState") or meeting.refs("state"))
    if there and set(visit.refs("visitor")) & set(meeting.refs("participant")):
        for draft in meeting.drafts:
            draft.status, draft.modality = "cancelled", "asserted"


def _fall_through(meeting: Group, meetings: list[Group]) -> None:
    """…と協議する予定だった, and no other sentence says that they met: it did not come about."""
    if meeting.status != "scheduled" or not all("was-to-be" in d.flags for d in meeting.drafts):
        return
    people = set(meeting.refs("participant"))
    if any(g.status == "held" and people and people <= set(g.refs("participant")) for g in meetings):
        return
    for draft in meeting.drafts:
        draft.status, draft.modality = "cancelled", "asserted"


def _sets_out(visit: Group, meeting: Group) -> bool:
    """Whether a trip begins a few days before a meeting (24日に向かい、25日に会談する)."""
    first, day = visit.time, meeting.time
    if first is None or day is None or first.latest is None or day.earliest is None:
        return False
    return 0 < (day.earliest - first.latest).days <= _TRIP


def _lend_place(source: Group, goal: Group, kinds: dict[str, str] | None = None) -> None:
    """Give a group the place of another, if it has none and lies in no other country; with ``kinds`` only a town."""
    if goal.refs("place") or places_clash(goal.refs("placeState"), source.refs("placeState")):
        return
    if kinds is not None and source.refs("place") and not any(kinds.get(r.key) == "City" for r in source.refs("place")):
        return
    for name in ("place", "placeState"):
        told = (c for d in source.drafts for c in d.claims if c.property == name)
        if name == "place" and kinds is not None:
            told = (c for c in told if isinstance(c.value, Ref) and kinds.get(c.value.key) == "City")
        claim = next(told, None)
        if claim is not None and not goal.refs(name):
            goal.lead.claims.append(claim._replace(confidence=_TAKEN_OVER))


def _lend_time(source: Group, goal: Group, part: str = "") -> None:
    """Give a group the time of another, if it has none and that time is closed; ``part`` may name its first or last day."""
    time = source.time
    day = None if time is None else time.earliest if part == "初日" else time.latest
    if part and time is not None and day is not None:
        claim = _time_claim(source, time)
        value = time._replace(edtf=day.isoformat(), earliest=day, latest=day)
        goal.lead.claims.append(claim._replace(value=value, confidence=_TAKEN_OVER))
        return
    if goal.time is None and time is not None and time.edtf and ".." not in time.edtf:
        goal.lead.claims.append(_time_claim(source, time)._replace(value=time, confidence=_TAKEN_OVER))


def _time_claim(group: Group, time: TimeValue) -> Claim:
    """The claim of a group that gives a time."""
    return next(
        c for d in group.drafts for c in d.claims if isinstance(c.value, TimeValue) and c.value.span == time.span
    )


def order_times(scene: Scene, meetings: list[Group]) -> None:
    """Talks that are told to come right before or after other talks (会談に先立ち, 会談後) share their time where they have none."""
    for group in meetings:
        if group.time is not None or group.status != "held":
            continue
        for phrase in scene.sentences[group.lead.sentence].phrases:
            if not (
                phrase.particle == "ニサキダチ" or phrase.text.endswith(("会談後", "会談前", "会談の後", "会合後"))
            ):
                continue
            named = {
                r
                for m in phrase.modifiers
                for u in m.content
                if u.mention is not None
                for r in scene.linked.of(u.mention)
            }
            other = next(
                (g for g in meetings if g is not group and g.time is not None and named & set(g.refs("participant"))),
                None,
            )
            if other is not None and (time := other.time) is not None:
                group.lead.claims.append(_time_claim(other, time)._replace(value=time, confidence=0.5))
                break
