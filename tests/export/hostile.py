"""A view in which every text is an attack, or at least a nuisance."""

from __future__ import annotations

from kg.export.model import ArticleInfo, Edge, Fact, NetworkView, Node, Term

ATTACKS = (
    "</script><img src=x onerror=window.PWNED=1>",
    "<script>window.PWNED=1</script>",
    "\"'><svg onload=window.PWNED=1> href",
    "{{ 7*7 }}{% raw %}${window.PWNED=1}`",
    '=HYPERLINK("http://evil.example")',
    "<!-- --><!--<script>",
    "line\u2028and\u2029paragraph",
    "bell\x07and null\x00 and \ud800 lone",
    "𠮷野家" * 40,
)


def hostile_view() -> NetworkView:
    """Two states, and for each attack an event whose texts are the attack."""
    nodes = [Node("state:AAA", "state", ATTACKS[0], ATTACKS[1], ATTACKS), Node("state:BBB", "state", ATTACKS[2])]
    edges, facts, articles = [], [], []
    addresses = ("javascript:window.PWNED=1", "JaVaScRiPt:alert(1)", "data:text/html,<script>window.PWNED=1</script>")
    for number, attack in enumerate(ATTACKS):
        event = Node(
            f"event:e{number}", "meeting", attack, attack, (), attack, attack, "2025-01", "2025-01-01", "2025-01-31"
        )
        nodes.append(event)
        articles.append(ArticleInfo(f"article:a{number}", attack, attack, "2025-01-01", addresses[number % 3]))
        edges += [Edge(event.key, side, "participant") for side in ("state:AAA", "state:BBB")]
        facts.append(
            Fact(
                f"claim:c{number}",
                event.key,
                "name",
                None,
                attack,
                f"article:a{number}",
                attack,
                1,
                3,
                attributed_to=attack,
                modality=attack,
                rivals=(attack,),
                rule=attack,
            )
        )
    return NetworkView(
        tuple(sorted(nodes, key=lambda node: node.key)),
        tuple(sorted(edges)),
        tuple(facts),
        tuple(articles),
        {"participant": Term(ATTACKS[0], ATTACKS[1])},
    )
