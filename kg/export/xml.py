"""What XML 1.0 can hold: it has no way to write most control characters, and readers stop at them."""

from __future__ import annotations

import re

UNREADABLE_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def readable_in_xml(text: str) -> str:
    """Return a text with U+FFFD for each character that XML does not allow."""
    return UNREADABLE_IN_XML.sub("\ufffd", text)
