"""What can go wrong, as one tree.

KgError
├── ReadError        a file cannot become an article: names the file and the cause
├── DataError        a file of ours (lexicon, registry, query, build) is broken or missing
├── QueryError       a query is unknown or malformed
│   └── RefusedQueryError   it would do more than read this graph
└── BuildError       a build cannot be written or found
"""

from __future__ import annotations


class KgError(Exception):
    """Base of all errors that a user can cause; ``exit_code`` is what the command ends with."""

    exit_code = 1


class ReadError(KgError):
    """An input that cannot be read as an article."""

    def __init__(self, path: str, cause: str) -> None:
        super().__init__(f"{path}: {cause}")
        self.path = path
        self.cause = cause


class DataError(KgError):
    """A data file of the project is missing or malformed."""


class QueryError(KgError):
    """A query that is unknown, malformed or refused."""


class RefusedQueryError(QueryError):
    """A query that would change the graph or leave it."""


class BuildError(KgError):
    """A build that cannot be found, written or trusted."""


class NoInputError(BuildError):
    """What the command was pointed at does not exist or holds nothing to read."""

    exit_code = 3
