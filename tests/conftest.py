"""The files whose tests wait or take longest begin first, so that no process of the run is left with one of them alone."""

from __future__ import annotations

import pytest

LONGEST = (
    "test_crash.py",
    "serve/test_hostile.py",
    "test_change.py",
    "test_acceptance.py",
    "browser/test_site.py",
    "robust/test_faults.py",
    "api/test_api.py",
    "robust/test_regex.py",
    "browser/test_network_page.py",
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Sort the tests by the rank of their files; all others keep their order."""
    items.sort(
        key=lambda item: next((n for n, name in enumerate(LONGEST) if str(item.path).endswith(name)), len(LONGEST))
    )
