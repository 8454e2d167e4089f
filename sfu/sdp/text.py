"""SDP as text (RFC 8866): lines into a session, its media sections and their attributes, with caps on
everything.

Pure; knows nothing of WebRTC. Hostile input raises only `BadSdp`. Whatever may be echoed into an answer is a
checked token, so no line of ours can be forged by an offer.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

MAX_SIZE = 1 << 16
MAX_LINE = 2048
MAX_LINES = 3000
MAX_SECTIONS = 32
MAX_FORMATS = 128
MAX_TOKEN = 64

_TOKEN = re.compile(r"[A-Za-z0-9!#$%&'*+.^_`{|}~-]+\Z")
_PROTO = re.compile(r"[A-Za-z0-9/.-]+\Z")
_LINE = re.compile(r"[a-z]=[^\x00-\x08\x0a-\x1f\x7f]*\Z")


class SdpError(ValueError):
    """An offer we do not answer; the text may be shown to whoever made it. `code` is that of the link
    message."""

    code: Literal["bad_sdp", "no_codec", "unsupported"] = "bad_sdp"


class BadSdp(SdpError):
    """Malformed, contradictory or over a cap."""


class NoCodec(SdpError):
    """Well-formed, but no media section has a codec we speak."""

    code = "no_codec"


class Unsupported(SdpError):
    """Well-formed, but in a shape we do not do (no BUNDLE, no rtcp-mux, both sides ICE-lite, …)."""

    code = "unsupported"


class Attributes:
    """The `a=` lines of the session or of one section: names in order, values "" for flags."""

    def __init__(self, lines: Iterable[tuple[str, str]]) -> None:
        self._values: dict[str, list[str]] = {}
        for name, value in lines:
            self._values.setdefault(name, []).append(value)

    def first(self, name: str) -> str | None:
        """The value of the first `a=name`."""
        values = self._values.get(name)
        return values[0] if values else None

    def all(self, name: str, at_most: int = 64) -> list[str]:
        """Every value of `a=name`. BadSdp when there are more than `at_most`."""
        values = self._values.get(name, [])
        if len(values) > at_most:
            raise BadSdp(f"more than {at_most} a={name} lines in one section")
        return values

    def names(self) -> Iterable[str]:
        """Each name once, in the order of first appearance."""
        return self._values

    def __contains__(self, name: str) -> bool:
        return name in self._values

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Attributes) and self._values == other._values


@dataclass(frozen=True, slots=True)
class Section:
    """One `m=` line and what follows it."""

    kind: str
    port: int
    proto: str
    formats: tuple[str, ...]
    attributes: Attributes


@dataclass(frozen=True, slots=True)
class Description:
    """A whole SDP."""

    session: Attributes
    sections: tuple[Section, ...]


def token(text: str, what: str) -> str:
    """`text` when it is a token (RFC 8866 §9) of at most MAX_TOKEN characters, else BadSdp."""
    if len(text) > MAX_TOKEN or not _TOKEN.match(text):
        raise BadSdp(f"{what} is not a token")
    return text


def number(text: str, what: str, low: int, high: int) -> int:
    """A decimal number in [low, high], else BadSdp."""
    if not (text.isascii() and text.isdigit() and len(text) <= 10 and low <= int(text) <= high):
        raise BadSdp(f"{what} is not a number from {low} to {high}")
    return int(text)


def parse(text: str) -> Description:
    """BadSdp says what is wrong, never quoting the input."""
    lines = _lines(text)
    blocks: list[list[str]] = [[]]
    for line in lines:
        if line.startswith("m="):
            blocks.append([])
        blocks[-1].append(line)
    if len(blocks) - 1 > MAX_SECTIONS:
        raise BadSdp(f"more than {MAX_SECTIONS} media sections")
    return Description(_attributes(blocks[0]), tuple(_section(block) for block in blocks[1:]))


def _lines(text: str) -> list[str]:
    if len(text) > MAX_SIZE:
        raise BadSdp(f"longer than {MAX_SIZE} characters")
    lines = text.replace("\r\n", "\n").rstrip("\n").split("\n")
    if len(lines) > MAX_LINES:
        raise BadSdp(f"more than {MAX_LINES} lines")
    if lines[0] != "v=0":
        raise BadSdp("does not begin with v=0")
    for line in lines:
        if len(line) > MAX_LINE or not _LINE.match(line):
            raise BadSdp("a line is too long or is none of type=value")
    return lines


def _section(block: list[str]) -> Section:
    fields = block[0][2:].split()
    if not 4 <= len(fields) <= 3 + MAX_FORMATS:
        raise BadSdp("an m= line without port, protocol and formats, or with too many")
    kind, port, proto, *formats = fields
    if len(proto) > MAX_TOKEN or not _PROTO.match(proto):
        raise BadSdp("the protocol of an m= line is no token")
    return Section(
        token(kind, "the kind of an m= line"),
        number(port.partition("/")[0], "the port of an m= line", 0, 0xFFFF),
        proto,
        tuple(token(text, "a format of an m= line") for text in formats),
        _attributes(block),
    )


def _attributes(block: list[str]) -> Attributes:
    parts = (line[2:].partition(":") for line in block if line.startswith("a="))
    return Attributes((name.strip(), value.strip()) for name, _, value in parts)
