"""Range of RFC 9110 §14: which bytes of a file a request wants. Pure."""

import re
from typing import NamedTuple

_ONE = re.compile(r"bytes=\s*(?:(\d{1,18})-(\d{0,18})|-(\d{1,18}))\s*", re.IGNORECASE)


class Part(NamedTuple):
    """Bytes `start` to `stop` (not included)."""

    start: int
    stop: int


class Unsatisfiable(ValueError):
    """No byte of the range is in the file (416)."""


def wanted(header: str | None, size: int) -> Part | None:
    """The part of a file of `size` bytes; None for the whole: no range, several, or one we do not understand.

    Raises Unsatisfiable.
    """
    match = _ONE.fullmatch(header or "")
    if match is None:
        return None
    first, last, suffix = match.groups()
    if suffix is not None:
        if int(suffix) == 0 or size == 0:
            raise Unsatisfiable
        return Part(max(0, size - int(suffix)), size)
    start = int(first)
    if last and int(last) < start:
        return None  # RFC 9110 §14.1.1: invalid, so it is ignored
    if start >= size:
        raise Unsatisfiable
    return Part(start, min(int(last) + 1, size) if last else size)


def lists(header: str | None, etag: str) -> bool:
    """Whether If-None-Match names the tag (weak comparison, RFC 9110 §13.1.2)."""
    if header is None:
        return False
    tags = (word.strip().removeprefix("W/") for word in header.split(","))
    return header.strip() == "*" or etag in tags
