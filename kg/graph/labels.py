"""Labels of events and documents, in Japanese and English, made from what is accepted of them."""

from __future__ import annotations

from typing import Final, NamedTuple

from kg.graph.ontology import Ontology
from kg.graph.terms import iri
from kg.model.account import Ref
from kg.model.event import Event, Treaty, Value

#: Names listed before the rest is summed up.
_LISTED: Final = 4
_QUOTED: Final = 30


class Label(NamedTuple):
    """A label in the two languages every label has."""

    ja: str
    en: str


class Labeller:
    """Makes labels; knows the names of things from ontology, registry and articles."""

    def __init__(self, ontology: Ontology) -> None:
        self._ontology = ontology

    def of_ref(self, ref: Ref) -> Label:
        """Return the names of an entity; without an English one the Japanese stands for both."""
        term = iri(self._ontology.names.thing(ref.kind, ref.key))
        ja = self._ontology.label(term, "ja") or ref.name or ref.key
        return Label(ja, self._ontology.label(term, "en") or ja)

    def of_event(self, event: Event, treaty: Treaty | None) -> Label:
        """Return the label of an event."""
        label = _KINDS[event.kind](self, event, treaty)
        when = f"（{event.time.edtf}）" if event.time and event.time.edtf else ""
        return Label(label.ja + when, label.en + (f" ({event.time.edtf})" if when and event.time else ""))

    def of_treaty(self, treaty: Treaty) -> Label:
        """Return the name of a document, or what kind of document of whom it is."""
        if treaty.name:
            return Label(treaty.name, treaty.name)
        kind = self._code("agreementKind", treaty.values("agreementKind"))
        sides = self._list([v for v in treaty.values("party") if isinstance(v, Ref)])
        return Label(
            f"{sides.ja}の{kind.ja}" if sides.ja else kind.ja, f"{kind.en} of {sides.en}" if sides.en else kind.en
        )

    def _meeting(self, event: Event, _: Treaty | None) -> Label:
        kind = self._code("meetingKind", event.values("meetingKind"))
        name = event.first("name")
        sides = self._role(event, "participant", "state", "participantDescription")
        if isinstance(name, str):
            return Label(name, f"{name}: {sides.en}" if sides.en else name)
        return Label(
            f"{sides.ja}の{kind.ja}" if sides.ja else kind.ja, f"{kind.en}: {sides.en}" if sides.en else kind.en
        )

    def _visit(self, event: Event, _: Treaty | None) -> Label:
        who, where = self._role(event, "visitor"), self._role(event, "destination", "place")
        return Label(
            "の".join(part for part in (who.ja, f"{where.ja}訪問") if part),
            "visit" + (f" to {where.en}" if where.en else "") + (f" by {who.en}" if who.en else ""),
        )

    def _statement(self, event: Event, _: Treaty | None) -> Label:
        who = self._role(event, "speaker")
        words = event.first("quotation")
        said = ""
        if isinstance(words, str):
            said = "「" + (words if len(words) <= _QUOTED else words[:_QUOTED] + "…") + "」"
        return Label(f"{who.ja}の発言{said}", f"statement by {who.en}" if who.en else "statement")

    def _invitation(self, event: Event, _: Treaty | None) -> Label:
        inviter, invitee = self._role(event, "inviter"), self._role(event, "invitee")
        ja = (f"{inviter.ja}による" if inviter.ja else "") + (f"{invitee.ja}の招待" if invitee.ja else "招待")
        en = "invitation" + (f" of {invitee.en}" if invitee.en else "") + (f" by {inviter.en}" if inviter.en else "")
        return Label(ja, en)

    def _agreement(self, event: Event, treaty: Treaty | None) -> Label:
        action = self._code("action", event.values("action"))
        document = self.of_treaty(treaty) if treaty else Label("合意文書", "agreement")
        return Label(
            f"{document.ja}の{action.ja}" if action.ja else document.ja, f"{action.en or 'step'}: {document.en}"
        )

    def _other(self, event: Event, _: Treaty | None) -> Label:
        kind = self._code("eventType", event.values("eventType"))
        sides = self._role(event, "actor"), self._role(event, "target")
        ja, en = "、".join(s.ja for s in sides if s.ja), ", ".join(s.en for s in sides if s.en)
        return Label(f"{ja}：{kind.ja}" if ja else kind.ja, f"{kind.en}: {en}" if en else kind.en)

    def _role(self, event: Event, *props: str) -> Label:
        """Return the fillers of the first role that has any, named or described."""
        for prop in props:
            values = event.values(prop)
            refs = [v for v in values if isinstance(v, Ref)]
            if refs:
                return self._list(refs)
            described = [v for v in values if isinstance(v, str) and v]
            if described:
                return Label(described[0], described[0])
        return Label("", "")

    def _list(self, refs: list[Ref]) -> Label:
        labels = [self.of_ref(ref) for ref in refs[:_LISTED]]
        more = len(refs) > _LISTED
        # The names of persons have ・ in them; two names are joined as a headline does it.
        joint = "と" if len(labels) == 2 and not more else "、"
        return Label(
            joint.join(n.ja for n in labels) + ("ほか" if more else ""),
            ", ".join(n.en for n in labels) + (" …" if more else ""),
        )

    def _code(self, prop: str, values: list[Value]) -> Label:
        """Return the labels of a coded value."""
        for value in values:
            concept = self._ontology.concept(prop, value) if isinstance(value, str) else None
            if concept is not None:
                return Label(self._ontology.label(concept, "ja") or "", self._ontology.label(concept, "en") or "")
        return Label(
            {"meetingKind": "会談", "agreementKind": "合意文書"}.get(prop, ""), {"meetingKind": "meeting"}.get(prop, "")
        )


_KINDS: Final = {
    "meeting": Labeller._meeting,
    "visit": Labeller._visit,
    "statement": Labeller._statement,
    "invitation": Labeller._invitation,
    "agreement": Labeller._agreement,
    "other_event": Labeller._other,
}
