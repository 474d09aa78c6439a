"""Gold files of Wikinews articles with their texts: ``python -m tests.gold.wikinews CORPUS.jsonl.gz OUT``."""

from __future__ import annotations

import gzip
import hashlib
import json
import sys
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent


def text_of(gold: dict[str, Any], article: dict[str, Any]) -> str:
    """Put the text of a gold file together from the article of the corpus. Raises ValueError where it is another."""
    whole = f"{article['title']}\n{article['text']}"
    parts, begin = [], 0
    for end in [*gold["breaks"], gold["taken"]]:
        parts.append(whole[begin:end])
        begin = end
    text = "\n".join(parts)
    if hashlib.sha256(text.encode()).hexdigest() != gold["source"]["sha256"]:
        raise ValueError(f"{gold['id']}: the corpus has another text")
    return text


def main(corpus: Path, out: Path) -> None:
    """Write the gold files with texts."""
    with gzip.open(corpus, "rt", encoding="utf-8") as lines:
        articles = {row["id"]: row for row in map(json.loads, lines)}
    out.mkdir(parents=True, exist_ok=True)
    for path in sorted((HERE / "wikinews").glob("*.json")):
        gold = json.loads(path.read_text("utf-8"))
        full = {**gold, "text": text_of(gold, articles[gold["id"]])}
        (out / path.name).write_text(json.dumps(full, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
