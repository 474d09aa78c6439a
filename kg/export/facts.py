"""The facts of one article as plain lists: one object of ``facts.jsonl``, a view of the article's Account.

The format has one value a field where an account may have several claims. A fact with several agents or aims (two
speakers of one sentence, two countries of one tour) becomes one entry for each; of any other field the first claim
counts, because claims stand in text order.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import product

from kg.model.account import Account, Claim, EntityEntry, Ref, Report, ReportKind
from kg.model.article import Article
from kg.model.time import TimeValue

#: A fact, a person or a whole article: the fields of the format.
Fact = dict[str, object]
#: The lists of an article, in the order of the format.
LISTS = (
    "persons",
    "states",
    "organizations",
    "places",
    "meetings",
    "visits",
    "agreements",
    "statements",
    "invitations",
    "other_events",
)

_DAY_OR_COARSER = re.compile(r"\d{4}(-(0[1-9]|1[0-2])(-\d\d)?)?")
#: What opens a line of a list: 1., (2), ・.
_OPENING = re.compile(
    "[ \t\u3000]{0,4}(?:[0-9０-９]{1,2}[.．)）]|[(（][0-9０-９]{1,2}[)）]|[・●○◆◇■□▼▽※*-])[ \t\u3000]{0,4}"
)
#: Words for a part of a year whose months are no duration.
_HALVES = frozenset(("前半", "後半", "上半期", "下半期", "上期", "下期"))
#: The format knows no postponement: what was put off does not take place as planned.
_STATUS = {"postponed": "cancelled"}
#: Nor does it know these steps of a document's life: who stops to carry out a treaty leaves it for the time being.
_ACTION = {"negotiated": "proposed", "amended": "adopted", "suspended": "withdrawn"}
#: The rule of steps that stand beside others of the same document; there is a place only for a stop.
_BESIDE, _STOP = "step-beside", "suspended"


def facts(account: Account, article: Article) -> Fact:
    """Return the facts object of one article: ``id``, ``title`` and the lists of the format.

    Names are the short press forms of the entities; ``evidence`` is the whole sentence of a fact's first claim;
    dates are ``YYYY``, ``YYYY-MM``, ``YYYY-MM-DD`` or ``start/end``; what the text does not give is None. ``places``
    lists the places that an entry uses.
    """
    home = {entry.ref: _name(entry, "inState") for entry in account.of_kind("place")}

    def listed(kind: ReportKind) -> list[Fact]:
        return [
            {**fact, "evidence": _evidence(report, article)}
            for report in account.reports
            if report.kind == kind
            and (report.first("action") == _STOP or not any(c.evidence.rule == _BESIDE for c in report.claims))
            for fact in _ENTRIES[kind](report, home)
        ]

    meetings, visits, events = listed("meeting"), listed("visit"), listed("other_event")
    used = {fact["place"] for fact in (*meetings, *visits, *events)}
    return {
        "id": article.id,
        "title": article.title,
        "persons": [_person(entry) for entry in account.of_kind("person")],
        "states": _unique(entry.ref.name for entry in account.of_kind("state")),
        "organizations": _unique(entry.ref.name for entry in account.of_kind("organization")),
        "places": [_place(entry) for entry in account.of_kind("place") if entry.ref.name in used],
        "meetings": meetings,
        "visits": visits,
        "agreements": listed("agreement"),
        "statements": listed("statement"),
        "invitations": listed("invitation"),
        "other_events": events,
    }


def edtf_date(time: TimeValue | None) -> str | None:
    """Return the date of a time in the forms of the format.

    An open interval becomes its known end. An interval of the format is how long something goes on: a season or a half of
    a year (来年春, 今年後半), in which an event takes place at some time, becomes the year as 上旬 is the month.
    """
    if time is None or time.edtf is None:
        return None
    ends = [end for end in re.sub(r"[~?%]", "", time.edtf).split("/") if end not in ("", "..")]
    half = time.part in _HALVES and [len(end) for end in ends] == [7, 7]
    if time.earliest and time.latest and (half or not all(map(_DAY_OR_COARSER.fullmatch, ends))):
        return "/".join(dict.fromkeys(f"{day:%Y}" for day in (time.earliest, time.latest)))
    if all(_DAY_OR_COARSER.fullmatch(end) for end in ends):
        return "/".join(ends) or None
    return None


def _person(entry: EntityEntry) -> Fact:
    return {
        "name": entry.ref.name,
        "mentions": _unique(naming.text for naming in entry.mentions),
        "office": _name(entry, "office"),
        "state": _name(entry, "ofState"),
    }


def _place(entry: EntityEntry) -> Fact:
    return {
        "name": entry.ref.name,
        "mentions": _unique(naming.text for naming in entry.mentions),
        "state": _name(entry, "inState"),
    }


def _meetings(report: Report, home: dict[Ref, str | None]) -> Iterator[Fact]:
    place = report.first("place")
    yield {
        "kind": report.subtype,
        "status": _status(report),
        "name": _text(report.first("name")),
        "participants": _unique(c.value.name for c in _taking_part(report) if isinstance(c.value, Ref)),
        "states": _names(report, "state"),
        "date": edtf_date(report.time),
        "place": _text(place),
        "place_state": _text(report.first("placeState")) or (home.get(place) if isinstance(place, Ref) else None),
    }


def _taking_part(report: Report) -> Iterator[Claim]:
    """Yield the claims of persons who took part; of a meeting that is told, those who stayed away are left out."""
    denied = report.claims[0].modality == "denied"
    for claim in report.claims:
        person = claim.property == "participant" and isinstance(claim.value, Ref) and claim.value.kind == "person"
        if person and (denied or claim.modality != "denied"):
            yield claim


def _visits(report: Report, _: dict[Ref, str | None]) -> Iterator[Fact]:
    for visitor, destination in product(_each(report, "visitor"), _each(report, "destination")):
        yield {
            "visitor": visitor,
            "destination": destination,
            "place": _text(report.first("place")),
            "date": edtf_date(report.time),
            "status": _status(report),
        }


def _agreements(report: Report, _: dict[Ref, str | None]) -> Iterator[Fact]:
    yield {
        "name": _text(report.first("name")),
        "kind": report.subtype,
        "parties": _names(report, "party"),
        "action": _ACTION.get(action, action) if (action := _text(report.first("action"))) else None,
        "date": edtf_date(report.time),
    }


def _statements(report: Report, _: dict[Ref, str | None]) -> Iterator[Fact]:
    for speaker in _each(report, "speaker"):
        yield {"speaker": speaker, "verb": report.subtype}


def _invitations(report: Report, _: dict[Ref, str | None]) -> Iterator[Fact]:
    for inviter, invitee in product(_each(report, "inviter"), _each(report, "invitee")):
        yield {
            "inviter": inviter,
            "invitee": invitee,
            "destination": _text(report.first("destination")),
            "status": _status(report),
        }


def _other_events(report: Report, _: dict[Ref, str | None]) -> Iterator[Fact]:
    for actor, target in product(_each(report, "actor"), _each(report, "target")):
        yield {
            "type": report.subtype,
            "actor": actor,
            "target": target,
            "place": _text(report.first("place")),
            "date": edtf_date(report.time),
            "status": _status(report),
        }


_ENTRIES = {
    "meeting": _meetings,
    "visit": _visits,
    "agreement": _agreements,
    "statement": _statements,
    "invitation": _invitations,
    "other_event": _other_events,
}


def _evidence(report: Report, article: Article) -> str:
    """Return the whole sentence, with the number or mark that opens its line."""
    begin, end = report.evidence.sentence
    line = article.text.rfind("\n", 0, begin) + 1
    if _OPENING.fullmatch(article.text, line, begin):
        begin = line
    return article.text[begin:end]


def _status(report: Report) -> str:
    return _STATUS.get(report.status, report.status)


def _each(report: Report, prop: str) -> list[str] | list[None]:
    """Return the names of all values of a property, or one None where the text names none."""
    return _names(report, prop) or [None]


def _names(report: Report, prop: str) -> list[str]:
    return _unique(name for value in report.values(prop) if (name := _text(value)))


def _name(entry: EntityEntry, prop: str) -> str | None:
    return next((_text(claim.value) for claim in entry.claims if claim.property == prop), None)


def _text(value: Ref | TimeValue | str | None) -> str | None:
    if isinstance(value, Ref):
        return value.name
    return value.text if isinstance(value, TimeValue) else value


def _unique(values: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(values))
