"""What XML 1.0 can hold: it has no way to write most control characters, and readers stop at them."""

from __future__ import annotations

import re

UNREADABLE_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
#: The same in UTF-8, where no byte below 0x80 is part of another character.
_UNREADABLE_BYTES = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]|\xef\xbf[\xbe\xbf]")


def readable_in_xml(text: str) -> str:
    """Return a text with U+FFFD for each character that XML does not allow."""
    return UNREADABLE_IN_XML.sub("\ufffd", text)


def readable_document(data: bytes) -> bytes:
    """Return an XML document in UTF-8, as an engine wrote it that lets any character pass, as readers of XML take it."""
    return _UNREADABLE_BYTES.sub("\ufffd".encode(), data)
