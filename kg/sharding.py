"""The making of a shard: articles are read and analysed as for a build, and kept with their accounts."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

from kg.building import Analyser, Progress, read_articles, settle_material, silent, tell
from kg.cache import AccountCache, fingerprint_of
from kg.errors import BuildError, NoInputError
from kg.holdings import Holdings
from kg.model.lines import json_line
from kg.pipeline import Tools, steady_memory
from kg.report import Failure
from kg.shards import ACCOUNTS, ARTICLES, FORMAT, MANIFEST, Shard, file_sums, open_shard
from kg.shelf import Shelf


class ShardReport(NamedTuple):
    """What became of the articles of a new shard."""

    shard: Shard
    failed: tuple[Failure, ...]

    def failures(self) -> list[str]:
        """Return what failed as lines of text."""
        return [str(failure) for failure in self.failed]

    def summary(self) -> str:
        """Return what was done, on one line."""
        return f"read {self.shard.articles} articles, kept the accounts of {self.shard.accounts} in {self.shard.folder}"


def write_shard(
    paths: Sequence[str | Path],
    folder: Path,
    tools: Tools,
    *,
    analyser: Analyser | None = None,
    progress: Progress = silent,
) -> ShardReport:
    """Analyse the articles at paths, as ``build`` does, and write them with their accounts as a shard.

    Raises NoInputError where there is no article, BuildError where the folder holds anything or cannot be written.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise BuildError(f"{folder}: is there already; name a new folder for a shard")
    fingerprint = fingerprint_of(tools)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with closing(Holdings(folder)) as holdings, closing(Shelf(folder)) as shelf:
            failed = read_articles(holdings, paths, folder, progress)
            if not holdings:
                raise NoInputError("\n".join(["no article could be read", *(f"{f.where}: {f.cause}" for f in failed)]))
            material = settle_material(holdings, frozenset(), (), failed)
            with steady_memory():
                told = tell(material.articles, shelf, AccountCache(fingerprint), tools, progress, analyser)
            known = {key: article for key, article in told.keys.items() if article in shelf}
            files = {
                ARTICLES: _write(folder / ARTICLES, _articles(holdings)),
                ACCOUNTS: _write(
                    folder / ACCOUNTS, (f"{key}\t{shelf.account_line(known[key])}" for key in sorted(known))
                ),
            }
        manifest = {"format": FORMAT, "fingerprint": fingerprint, "files": files}
        (folder / MANIFEST).write_text(json.dumps(manifest, indent=1) + "\n", "utf-8", newline="\n")
    except OSError as error:
        raise BuildError(f"{folder}: cannot be written: {error.strerror or error}") from error
    return ShardReport(open_shard(folder), (*failed, *told.failed))


def _articles(holdings: Holdings) -> Iterator[str]:
    """Yield articles as lines that are read as they were, sorted: the title is the first line of the text already."""
    for held in sorted(holdings, key=lambda h: (h.id, h.sha256, h.origin or "")):
        article = holdings.article(held)
        row = {
            "id": article.id,
            "text": article.text,
            "publisher": article.publisher,
            "url": article.url,
            "published": article.published,
            "language": article.language,
        }
        yield json_line({name: value for name, value in row.items() if value is not None})


def _write(path: Path, lines: Iterator[str]) -> dict[str, object]:
    """Write lines and return what the manifest says of the file, which is on disk for good then."""
    with path.open("wb") as file:
        file.writelines(f"{line}\n".encode() for line in lines)
        file.flush()
        os.fsync(file.fileno())
    return file_sums(path)
