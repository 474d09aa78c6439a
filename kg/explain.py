"""Which rule said what: the working of the pipeline on one article, and the evidence behind a thing of a graph.

The same rules run as in a build; nothing is re-implemented for display.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from kg.model.account import Claim, Ref, Report
from kg.model.article import Article
from kg.model.mention import Mention
from kg.model.scene import ParsedSentence, Scene
from kg.model.sentence import Clause, Phrase
from kg.model.time import TimeValue
from kg.pipeline import Tools, parse

if TYPE_CHECKING:
    from pyoxigraph import Store


def explain_article(article: Article, tools: Tools) -> Iterator[str]:
    """Yield lines on each sentence: clauses, mentions, drafts with their rule, and what was left out and why."""
    scene = parse(article, tools)
    drafts = tools.frames.drafts(scene)
    reports = tools.frames.reports(scene)
    reported = {r.evidence.words for r in reports}
    yield f"{article.id}  {article.title}"
    yield f"sha256 {article.sha256}  published {article.published or 'unknown'}"
    for index, parsed in enumerate(scene.sentences):
        sentence = parsed.sentence
        yield ""
        begin, end = sentence.span
        yield f"[{begin}:{end}] {sentence.kind}: {article.text[begin:end]}"
        if parsed.screened:
            yield "  screened: no name, title or trigger in it"
            continue
        for clause in parsed.clauses:
            yield "  clause   " + _clause(clause)
        for mention in _mentions(parsed):
            yield "  mention  " + _mention(mention, scene)
        for draft in drafts:
            if draft.sentence == index:
                kept = "" if draft.trigger in reported else "  (joined to another report or left out)"
                flags = f" {sorted(draft.flags)}" if draft.flags else ""
                status = f"{draft.status}/{draft.modality}"
                yield f"  frame    {draft.kind} {draft.subtype} [{draft.rule}] {status}{flags}{kept}"
                for claim in draft.claims:
                    yield f"             {claim.property} = {_value(claim)}"
        for span, text, reason in scene.linked.unlinked:
            if sentence.span.covers(span):
                yield f"  unlinked {text} [{span.begin}:{span.end}]: {reason}"
    yield ""
    yield f"{len(reports)} reports"
    for report in reports:
        yield from _report(report)


def _clause(clause: Clause) -> str:
    args = " ".join(f"{'＋'.join(_phrase(p) for p in a.coordinated())}|{a.particle or '∅'}" for a in clause.args)
    shared = f" ⟵ {clause.inherited.text}" if clause.inherited is not None else ""
    target = f" → {clause.target.text}" if clause.target is not None else ""
    governed = f" ⊂ {clause.parent.lemma}" if clause.parent is not None else ""
    voice = "".join(
        mark
        for mark, on in (("受", clause.passive), ("使", clause.causative), ("否", clause.negative), ("過", clause.past))
        if on
    )
    return f"{clause.lemma} ({clause.form}{' ' + voice if voice else ''}) {args}{shared}{target}{governed}"


def _phrase(phrase: Phrase) -> str:
    lead = "".join(f"{m.text}{m.particle}・" for m in phrase.modifiers)
    return f"{lead}{phrase.text}"


def _mentions(parsed: ParsedSentence) -> Iterator[Mention]:
    return (u.mention for u in parsed.units if u.mention is not None)


def _mention(mention: Mention, scene: Scene) -> str:
    refs = ", ".join(f"{r.name} ({r.kind}:{r.key})" for r in scene.linked.of(mention))
    to = f" → {refs}" if refs else ""
    time = f" = {mention.time.edtf or '?'} ({mention.time.basis})" if mention.time is not None else ""
    return f"{mention.text} [{mention.span.begin}:{mention.span.end}] {mention.kind} [{mention.rule}]{time}{to}"


def _value(claim: Claim) -> str:
    value = claim.value
    if isinstance(value, Ref):
        return f"{value.name} ({value.kind}:{value.key})"
    if isinstance(value, TimeValue):
        return f"{value.edtf} ({value.text}, {value.basis})"
    return value


def _report(report: Report) -> Iterator[str]:
    yield f"  {report.kind} {report.subtype} {report.status}  [{report.key}]"
    for claim in report.claims:
        by = f", says {claim.attributed_to.name}" if claim.attributed_to is not None else ""
        words = claim.evidence.words
        ground = f"{claim.evidence.rule} {words.begin}:{words.end} {claim.modality} {claim.confidence:.2f}{by}"
        yield f"    {claim.property} = {_value(claim)}   [{ground}]"


_THING = """
PREFIX gaiko: <https://w3id.org/gaiko/ontology#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX nif: <http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#>
PREFIX prov: <http://www.w3.org/ns/prov#>
PREFIX schema: <https://schema.org/>
SELECT ?thing ?claim ?subject ?about ?property ?value ?label ?status ?modality ?rule ?confidence
  ?quote ?begin ?end ?headline
WHERE {
  # the claims first, so that no other claim is looked at
  { SELECT DISTINCT ?thing ?claim WHERE { ?claim gaiko:claimSubject|gaiko:claimObject ?thing } }
  ?claim gaiko:claimSubject ?subject ; gaiko:claimProperty ?property ; gaiko:claimStatus ?status ;
    prov:wasDerivedFrom ?mention .
  OPTIONAL { ?subject rdfs:label ?about FILTER(LANG(?about) = "ja") }
  OPTIONAL { ?claim gaiko:claimObject ?value . OPTIONAL { ?value rdfs:label ?label FILTER(LANG(?label) = "ja") } }
  OPTIONAL { ?claim gaiko:claimValue ?value }
  OPTIONAL { ?claim gaiko:modality ?modality }
  OPTIONAL { ?claim gaiko:rule ?rule }
  OPTIONAL { ?claim gaiko:confidence ?confidence }
  ?mention nif:anchorOf ?quote ; nif:beginIndex ?begin ; nif:endIndex ?end ; nif:referenceContext ?article .
  ?article schema:headline ?headline .
} ORDER BY STR(?property) ?begin ?claim
"""


def explain_thing(store: Store, iri: str) -> Iterator[str]:
    """Yield lines on every claim about a thing, with status, rule, quote and article; none if the graph has none.

    A claim of something else that has the thing as its value begins with what it is about.
    """
    from pyoxigraph import NamedNode, Variable

    for row in store.query(_THING, substitutions={Variable("thing"): NamedNode(iri)}):  # type: ignore[union-attr]
        about = "" if _text(row["subject"]) == iri else f"{_text(row['about'] or row['subject'])}: "
        fact = f"{about}{_local(row['property'])} = {_text(row['label'] or row['value']) or '?'}"
        verdict = f"{_local(row['status'])} {_local(row['modality'])} [{_text(row['rule'])}] {_text(row['confidence'])}"
        yield f"{fact}   {verdict}"
        yield f"    「{_text(row['quote'])}」 [{_text(row['begin'])}:{_text(row['end'])}] {_text(row['headline'])}"


def _text(term: object) -> str:
    return str(getattr(term, "value", "")) if term is not None else ""


def _local(term: object) -> str:
    return _text(term).rsplit("#", 1)[-1].rsplit("/", 1)[-1]
