"""Shards: articles that were analysed somewhere, with what they say, for a build that joins many of them.

A shard is a folder of two files of sorted lines, ``articles.jsonl`` and ``accounts.tsv`` (key of the cache, tab, account),
and ``manifest.json`` with the SHA-256 and the number of lines of both, which is written last. Machines that share nothing
but the version of the program make shards; a build of their folders analyses nothing again.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Final, NamedTuple

from kg.errors import BuildError

MANIFEST: Final = "manifest.json"
ARTICLES: Final = "articles.jsonl"
ACCOUNTS: Final = "accounts.tsv"
#: By this a manifest is known as ours; another form of the files gets another number.
FORMAT: Final = "gaiko-shard-1"
_BUFFER: Final = 1 << 20


class Shard(NamedTuple):
    """A shard as its manifest tells: the rules it was made with, and the lines of its files."""

    folder: Path
    fingerprint: str
    articles: int
    accounts: int

    @property
    def account_file(self) -> Path:
        """The file of the accounts."""
        return self.folder / ACCOUNTS


def is_shard(path: str | Path) -> bool:
    """Whether a path is the folder of a shard."""
    return (Path(path) / MANIFEST).is_file()


def open_shard(folder: Path) -> Shard:
    """Return the shard in a folder. Raises BuildError where it is not whole."""
    try:
        manifest = json.loads((folder / MANIFEST).read_text("utf-8"))
        if manifest["format"] != FORMAT:
            raise BuildError(f"{folder}: a shard of another version ({manifest['format']})")
        files: dict[str, dict[str, object]] = manifest["files"]
        for name in (ARTICLES, ACCOUNTS):
            if (found := file_sums(folder / name)) != files[name]:
                raise BuildError(f"{folder}: {name} is not what the manifest says: {found} instead of {files[name]}")
        counts = [int(str(files[name]["lines"])) for name in (ARTICLES, ACCOUNTS)]
        return Shard(folder, str(manifest["fingerprint"]), *counts)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise BuildError(f"{folder}: not a whole shard: {error}") from error


def file_sums(path: Path) -> dict[str, object]:
    """Return what a manifest says of a file: the number of its lines and the SHA-256 of its bytes."""
    found, count = hashlib.sha256(), 0
    with path.open("rb") as file:
        while data := file.read(_BUFFER):
            found.update(data)
            count += data.count(b"\n")
    return {"lines": count, "sha256": found.hexdigest()}
