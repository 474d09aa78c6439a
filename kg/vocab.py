"""Names of things: namespaces, the terms of the ontology that code uses, and the minting of IRIs.

Every term is written once, as a CURIE, and declared in ``ontology/gaiko.ttl`` (a test compares the two). Things get
IRIs from their content: the same fact has the same IRI in every run, on every machine, in every order of input.
IRIs are ASCII, and every kind of thing has a prefix of its own, because ``id:state/RUS`` is not a prefixed name.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from typing import Final

DEFAULT_BASE: Final = "https://w3id.org/gaiko/id/"
ONTOLOGY: Final = "https://w3id.org/gaiko/ontology"

# Prefixes of vocabularies; those of things depend on the base and come from Names.prefixes().
VOCABULARIES: Final[dict[str, str]] = {
    "dc": "http://purl.org/dc/elements/1.1/",
    "dcat": "http://www.w3.org/ns/dcat#",
    "dcterms": "http://purl.org/dc/terms/",
    "edtf": "http://id.loc.gov/datatypes/edtf/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "gaiko": ONTOLOGY + "#",
    "lode": "http://linkedevents.org/ontology/",
    "nif": "http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#",
    "org": "http://www.w3.org/ns/org#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "prov": "http://www.w3.org/ns/prov#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "schema": "https://schema.org/",
    "sem": "http://semanticweb.cs.vu.nl/2009/11/sem/",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "void": "http://rdfs.org/ns/void#",
    "wd": "http://www.wikidata.org/entity/",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}

# Every kind of thing that the graph names; each is a folder below the base and a prefix in Turtle.
KINDS: Final = (
    "article",
    "claim",
    "event",
    "mention",
    "office",
    "organization",
    "person",
    "place",
    "run",
    "state",
    "tenure",
    "treaty",
)

_PLAIN_KEY: Final = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9_-]*[A-Za-z0-9])?\Z")
_SLUG: Final = re.compile(r"[^a-z0-9]+")
_KEY_LENGTH: Final = 80


def curie(name: str) -> str:
    """Return the IRI of a prefixed name such as ``gaiko:Meeting``; KeyError on an unknown prefix."""
    prefix, _, local = name.partition(":")
    return VOCABULARIES[prefix] + local


def term(local: str) -> str:
    """Return the IRI of a term of our own ontology by its local name."""
    return VOCABULARIES["gaiko"] + local


RDF_TYPE: Final = curie("rdf:type")
RDFS_LABEL: Final = curie("rdfs:label")
SKOS_ALT_LABEL: Final = curie("skos:altLabel")
SKOS_NOTATION: Final = curie("skos:notation")
SKOS_IN_SCHEME: Final = curie("skos:inScheme")
SKOS_CONCEPT_SCHEME: Final = curie("skos:ConceptScheme")
SKOS_EXACT_MATCH: Final = curie("skos:exactMatch")
XSD_DATE: Final = curie("xsd:date")
XSD_INTEGER: Final = curie("xsd:integer")
XSD_DECIMAL: Final = curie("xsd:decimal")
XSD_BOOLEAN: Final = curie("xsd:boolean")
XSD_ANY_URI: Final = curie("xsd:anyURI")
XSD_STRING: Final = curie("xsd:string")
EDTF_DATATYPE: Final = curie("edtf:EDTF")

STATE: Final = curie("gaiko:State")
ORGANIZATION: Final = curie("gaiko:Organization")
PERSON: Final = curie("gaiko:Person")
OFFICE: Final = curie("gaiko:Office")
TENURE: Final = curie("gaiko:Tenure")
PLACE: Final = curie("gaiko:Place")
MEETING: Final = curie("gaiko:Meeting")
VISIT: Final = curie("gaiko:Visit")
STATEMENT: Final = curie("gaiko:Statement")
INVITATION: Final = curie("gaiko:Invitation")
AGREEMENT_EVENT: Final = curie("gaiko:AgreementEvent")
OTHER_EVENT: Final = curie("gaiko:OtherEvent")
TREATY: Final = curie("gaiko:Treaty")
PARTICIPATION: Final = curie("gaiko:Participation")
ARTICLE: Final = curie("gaiko:Article")
MENTION: Final = curie("gaiko:Mention")
CLAIM: Final = curie("gaiko:Claim")

P_PARTICIPATION: Final = curie("gaiko:participation")
P_ROLE_HOLDER: Final = curie("gaiko:roleHolder")
P_IN_CAPACITY: Final = curie("gaiko:inCapacity")
P_ON_BEHALF_OF: Final = curie("gaiko:onBehalfOf")
P_EDTF: Final = curie("gaiko:edtf")
P_EARLIEST: Final = curie("gaiko:earliestDate")
P_LATEST: Final = curie("gaiko:latestDate")
P_OBSERVED_ON: Final = curie("gaiko:observedOn")
P_ENDED_BEFORE: Final = curie("gaiko:endedBefore")
P_OFFICE: Final = curie("gaiko:office")
P_OFFICE_KIND: Final = curie("gaiko:officeKind")
P_OF_STATE: Final = curie("gaiko:ofState")
P_OF_ORGANIZATION: Final = curie("gaiko:ofOrganization")
P_IN_STATE: Final = curie("gaiko:inState")
P_HAS_MEMBER: Final = curie("gaiko:hasMember")
P_CAPITAL: Final = curie("gaiko:capital")
P_REPORTED_IN: Final = curie("gaiko:reportedIn")
P_FORMER: Final = curie("gaiko:former")
P_FUSED_BECAUSE: Final = curie("gaiko:fusedBecause")
P_CLAIM_SUBJECT: Final = curie("gaiko:claimSubject")
P_CLAIM_PROPERTY: Final = curie("gaiko:claimProperty")
P_CLAIM_OBJECT: Final = curie("gaiko:claimObject")
P_CLAIM_VALUE: Final = curie("gaiko:claimValue")
P_CLAIM_STATUS: Final = curie("gaiko:claimStatus")
P_MODALITY: Final = curie("gaiko:modality")
P_ATTRIBUTED_TO: Final = curie("gaiko:attributedTo")
P_CONFIDENCE: Final = curie("gaiko:confidence")
P_VERDICT_REASON: Final = curie("gaiko:verdictReason")
P_CONTRADICTS: Final = curie("gaiko:contradicts")
P_WORDS_BEGIN: Final = curie("gaiko:wordsBegin")
P_WORDS_END: Final = curie("gaiko:wordsEnd")
P_RULE: Final = curie("gaiko:rule")
P_TIME_TEXT: Final = curie("gaiko:timeText")
P_TIME_BASIS: Final = curie("gaiko:timeBasis")
P_TEXT_SHA256: Final = curie("gaiko:textSha256")
P_PUBLISHER: Final = curie("gaiko:publisher")

ORG_MEMBER: Final = curie("org:member")
ORG_POST_IN: Final = curie("org:postIn")
ORG_SUB_ORGANIZATION_OF: Final = curie("org:subOrganizationOf")
SCHEMA_HEADLINE: Final = curie("schema:headline")
SCHEMA_DATE_PUBLISHED: Final = curie("schema:datePublished")
SCHEMA_IN_LANGUAGE: Final = curie("schema:inLanguage")
SCHEMA_URL: Final = curie("schema:url")
SCHEMA_MENTIONS: Final = curie("schema:mentions")
NIF_REFERENCE_CONTEXT: Final = curie("nif:referenceContext")
NIF_BEGIN_INDEX: Final = curie("nif:beginIndex")
NIF_END_INDEX: Final = curie("nif:endIndex")
NIF_ANCHOR_OF: Final = curie("nif:anchorOf")
PROV_ACTIVITY: Final = curie("prov:Activity")
PROV_WAS_DERIVED_FROM: Final = curie("prov:wasDerivedFrom")
PROV_WAS_GENERATED_BY: Final = curie("prov:wasGeneratedBy")
VOID_DATASET: Final = curie("void:Dataset")
DCAT_DATASET: Final = curie("dcat:Dataset")
DCTERMS_TITLE: Final = curie("dcterms:title")
OWL_ONTOLOGY: Final = curie("owl:Ontology")


def digest(*parts: str, length: int = 16) -> str:
    """Return a hexadecimal name for a sequence of strings: the first ``length`` digits of its SHA-256.

    Each part is preceded by its length, so that no two different sequences run together.
    """
    joined = "".join(f"{len(part)}:{part}" for part in parts)
    return hashlib.sha256(joined.encode("utf-8", "surrogatepass")).hexdigest()[:length]


def local_name(key: str) -> str:
    """Return a key as the local name of an IRI: itself where that is plain ASCII, else a readable rest and a hash."""
    if len(key) <= _KEY_LENGTH and _PLAIN_KEY.match(key):
        return key
    slug = _SLUG.sub("-", key.lower()).strip("-")[:40].strip("-")
    return f"{slug}-{digest(key, length=12)}" if slug else f"x-{digest(key, length=12)}"


@dataclass(frozen=True, slots=True)
class Names:
    """How things are named: IRIs below ``base``, which ends with a slash."""

    base: str = DEFAULT_BASE

    def namespace(self, kind: str) -> str:
        """Return the namespace of a kind of thing."""
        return f"{self.base}{kind}/"

    def thing(self, kind: str, key: str) -> str:
        """Return the IRI of a thing by kind and key; a key that is not safe in an IRI is hashed."""
        return f"{self.base}{kind}/{local_name(key)}"

    def prefixes(self) -> dict[str, str]:
        """Return the prefix table of the graph: vocabularies and kinds of things, sorted by prefix."""
        return dict(sorted({**VOCABULARIES, **{kind: self.namespace(kind) for kind in KINDS}}.items()))
