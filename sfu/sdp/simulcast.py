"""Layers an offer would send (RFC 8853 simulcast, RFC 8851 rid) and which of them we take. Pure.

Of alternatives ("a,b") the first one that we can take counts; a stream that begins paused ("~a") is taken like any
other. Lines in an older form of the drafts give no layers: then one stream comes, without a rid.
"""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from sfu.sdp.text import Attributes

MAX_LAYERS = 3
MAX_RID = 16
"""Bytes of a rid: what the one-byte form of header extensions holds."""
MAX_RID_LINES = 16

_RID = re.compile(r"[A-Za-z0-9_-]+\Z")
_RESTRICTION = re.compile(r"[a-z0-9-]{1,32}=[A-Za-z0-9.,*/-]{1,64}\Z")


@dataclass(frozen=True, slots=True)
class Layers:
    """The layers we take: rid → its restrictions for the answer, "" without; in the order of the offer."""

    restrictions: Mapping[str, str]

    @property
    def rids(self) -> tuple[str, ...]:
        """() when there is no simulcast."""
        return tuple(self.restrictions)


def layers(attributes: Attributes, payload_types: Collection[int]) -> Layers:
    """Of one section that sends; `payload_types`: those of the codecs agreed. At most MAX_LAYERS, and two at least."""
    known = _rid_lines(attributes, payload_types)
    chosen: dict[str, str] = {}
    for alternatives in _streams(attributes):
        usable = [rid for rid in alternatives if rid in known and rid not in chosen]
        if usable and len(chosen) < MAX_LAYERS:
            chosen[usable[0]] = known[usable[0]]
    return Layers(chosen if len(chosen) > 1 else {})


def _streams(attributes: Attributes) -> list[list[str]]:
    """The send list of `a=simulcast`: for each stream its alternatives."""
    words = (attributes.first("simulcast") or "").split()
    for way, streams in zip(words[::2], words[1::2], strict=False):
        if way == "send" and "=" not in streams:
            return [[rid.removeprefix("~") for rid in stream.split(",")] for stream in streams.split(";")]
    return []


def _rid_lines(attributes: Attributes, payload_types: Collection[int]) -> dict[str, str]:
    """rid → restrictions to repeat, of every `a=rid:… send` that a codec of ours can fill (RFC 8851 §6.3)."""
    found: dict[str, str] = {}
    for line in attributes.all("rid", MAX_RID_LINES):
        rid, _, rest = line.partition(" ")
        way, _, text = rest.strip().partition(" ")
        if way != "send" or not _RID.match(rid) or len(rid) > MAX_RID:
            continue
        restrictions = _restrictions(text, payload_types)
        if restrictions is not None:
            found.setdefault(rid, restrictions)
    return found


def _restrictions(text: str, payload_types: Collection[int]) -> str | None:
    """As they go into the answer; None when they leave none of our codecs."""
    kept: list[str] = []
    for part in filter(None, (part.strip() for part in text.split(";"))):
        name, _, value = part.partition("=")
        if name == "pt":
            ours = [word for word in value.split(",") if word in {str(number) for number in payload_types}]
            if not ours:
                return None
            kept.insert(0, f"pt={','.join(ours)}")
        elif _RESTRICTION.match(part):
            kept.append(part)
    return ";".join(kept)
