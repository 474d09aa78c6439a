"""The textbook way from Japanese news to a graph: GiNZA's named entities and dependency patterns, rdflib, Turtle.

    python peer_ginza.py ARTICLES.jsonl GRAPH.ttl

For ``reading.py``, in an environment of its own (``ginza ja-ginza rdflib``). Prints a line of JSON: articles, events,
triples, and characters a second of processor time without the loading of the model.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path
from urllib.parse import quote

import spacy
from rdflib import RDF, RDFS, Graph, Literal, Namespace, URIRef

BASE = Namespace("http://example.org/")
CLASSES = {"Person": "Person", "Country": "State", "City": "Place", "Province": "Place", "GPE_Other": "Place"}
BODIES = ("Organization", "Government", "Political_Party")
EVENTS = {
    "会談": "Meeting",
    "協議": "Meeting",
    "訪問": "Visit",
    "訪れる": "Visit",
    "署名": "Signing",
    "調印": "Signing",
    "招待": "Invitation",
    "述べる": "Statement",
    "表明": "Statement",
    "語る": "Statement",
    "発表": "Statement",
}
#: The particle or label of an argument, and the role that it has.
ROLES = {"と": "partner", "で": "place", "を": "object", "に": "destination", "へ": "destination"}


def node(graph: Graph, name: str, kind: str | None = None) -> URIRef:
    """The node of a name, with its label."""
    iri = URIRef(BASE + quote(name))
    graph.add((iri, RDFS.label, Literal(name, lang="ja")))
    if kind is not None:
        graph.add((iri, RDF.type, BASE[kind]))
    return iri


def arguments(verb: spacy.tokens.Token) -> list[tuple[str, str]]:
    """Role and words of each argument of a verb."""
    found = []
    for child in verb.children:
        if child.dep_ not in ("nsubj", "obj", "obl", "iobj"):
            continue
        words = "".join(t.text for t in child.subtree if t.dep_ in ("compound", "nummod") or t == child)
        particle = "".join(t.text for t in child.children if t.dep_ == "case" and t.i > child.i)
        role = "agent" if child.dep_ == "nsubj" else ROLES.get(particle)
        if role is not None:
            found.append((role, words))
    return found


def main(source: Path, target: Path) -> None:
    model = spacy.load("ja_ginza")
    rows = [json.loads(line) for line in source.read_text("utf-8").splitlines()]
    texts = [f"{row['title']}\n{row['text']}" for row in rows]
    graph, events = Graph(), 0
    begun = time.process_time()
    for row, doc in zip(rows, model.pipe(texts, batch_size=16), strict=True):
        article = BASE[f"article/{quote(str(row['id']))}"]
        for entity in doc.ents:
            kind = "Organization" if entity.label_.startswith(BODIES) else CLASSES.get(entity.label_)
            if kind is not None:
                graph.add((article, BASE.mentions, node(graph, entity.text, kind)))
        for token in doc:
            kind = EVENTS.get(token.lemma_)
            if kind is None or token.pos_ not in ("VERB", "NOUN"):
                continue
            event = URIRef(f"{article}/event/{token.i}")
            for role, words in arguments(token):
                graph.add((event, BASE[role], node(graph, words)))
            graph.add((event, RDF.type, BASE[kind]))
            graph.add((event, BASE.sentence, Literal(token.sent.text, lang="ja")))
            events += 1
    graph.serialize(target, format="turtle")
    taken = time.process_time() - begun
    speed = round(sum(map(len, texts)) / taken)
    print(json.dumps({"articles": len(rows), "events": events, "triples": len(graph), "chars_per_s": speed}))


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
