"""Graphs for the tests of pages: the made world, and one in which every text is an attack."""

from __future__ import annotations

from kg import vocab as v
from kg.graph.terms import Triple, iri, plain, tagged, typed
from tests.export.hostile import ATTACKS

BASE = v.DEFAULT_BASE
#: What cannot be in an RDF file at all is left to the tests of the export.
TEXTS = tuple(text for text in ATTACKS if "\ud800" not in text and "\x00" not in text)


def hostile_triples() -> list[Triple]:
    """A meeting of one person for each attack, told of by an article that is an attack as well."""
    out: list[Triple] = []

    def add(subject: str, predicate: str, value: str) -> None:
        out.append(Triple(iri(BASE + subject), iri(predicate), value))

    for number, text in enumerate(TEXTS):
        person, event, article = f"person/p{number}", f"event/ev{number}", f"article/a{number}"
        claim, mention = f"claim/c{number}", f"mention/m{number}"
        add(person, v.RDF_TYPE, iri(v.PERSON))
        add(person, v.RDFS_LABEL, tagged(text, "ja"))
        add(person, v.RDFS_LABEL, tagged(f"{text} en", "en"))
        add(person, v.SKOS_ALT_LABEL, tagged(f"別{text}", "ja"))
        add(person, v.SKOS_EXACT_MATCH, iri("http://www.wikidata.org/entity/javascript:alert(1)"))
        add(event, v.RDF_TYPE, iri(v.MEETING))
        add(event, v.RDFS_LABEL, tagged(text, "ja"))
        add(event, v.P_EDTF, typed(text if number == 1 else f"2025-01-{number + 1:02}", v.EDTF_DATATYPE))
        add(event, v.P_EARLIEST, typed(f"2025-01-{number + 1:02}", v.XSD_DATE))
        add(event, v.term("participant"), iri(f"{BASE}{person}"))
        add(event, v.P_REPORTED_IN, iri(f"{BASE}{article}"))
        add(event, v.P_FUSED_BECAUSE, plain(text))
        add(article, v.RDF_TYPE, iri(v.ARTICLE))
        add(article, v.RDFS_LABEL, tagged(text, "ja"))
        add(article, v.P_PUBLISHER, plain(text))
        add(
            article,
            v.SCHEMA_URL,
            typed(("javascript:window.PWNED=1", "JaVaScRiPt:alert(1)")[number % 2], v.XSD_ANY_URI),
        )
        add(article, v.SCHEMA_MENTIONS, iri(f"{BASE}{person}"))
        add(mention, v.RDF_TYPE, iri(v.MENTION))
        add(mention, v.NIF_REFERENCE_CONTEXT, iri(f"{BASE}{article}"))
        add(mention, v.NIF_BEGIN_INDEX, typed("0", v.XSD_INTEGER))
        add(mention, v.NIF_ANCHOR_OF, plain(text))
        add(claim, v.RDF_TYPE, iri(v.CLAIM))
        add(claim, v.P_CLAIM_SUBJECT, iri(f"{BASE}{event}"))
        add(claim, v.P_CLAIM_PROPERTY, iri(v.term("participantDescription")))
        add(claim, v.P_CLAIM_VALUE, plain(text))
        add(claim, v.P_CLAIM_STATUS, iri(v.term("Rejected" if number % 2 else "Accepted")))
        add(claim, v.P_VERDICT_REASON, plain(text))
        add(claim, v.P_RULE, plain(text))
        add(claim, v.P_WORDS_BEGIN, typed("1", v.XSD_INTEGER))
        add(claim, v.P_WORDS_END, typed("9999", v.XSD_INTEGER))
        add(claim, v.PROV_WAS_DERIVED_FROM, iri(f"{BASE}{mention}"))
    return out


def crowd_triples(size: int) -> list[Triple]:
    """One meeting that so many persons took part in, so that the pairs that met are half its square."""
    event = iri(f"{BASE}event/crowd")
    out = [
        Triple(event, iri(v.RDF_TYPE), iri(v.MEETING)),
        Triple(event, iri(v.term("status")), iri(v.term("Held"))),
    ]
    for number in range(size):
        person = iri(f"{BASE}person/crowd-{number}")
        out.append(Triple(person, iri(v.RDF_TYPE), iri(v.PERSON)))
        out.append(Triple(person, iri(v.RDFS_LABEL), tagged(f"群衆{number}", "ja")))
        out.append(Triple(event, iri(v.term("participant")), person))
    return out
