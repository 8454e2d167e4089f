"""SDP fragments of trickle ICE (RFC 8840): what a WHIP or WHEP client sends in a PATCH, and our answer to a restart.

Pure. Candidates are looked at, but none is kept or resolved: a lite agent learns where its peer is from its checks.
Hostile input raises only ValueError, whose text never quotes it; what is repeated in our answer is a checked token.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

MEDIA_TYPE = "application/trickle-ice-sdpfrag"
MAX_SIZE = 16 * 1024
MAX_LINES = 300
MAX_CANDIDATES = 128

_LINE = re.compile(r"[a-z]=[\x20-\x7e]{0,1000}\Z")
_CREDENTIAL = re.compile(r"[A-Za-z0-9+/]{4,256}\Z")
_MEDIA = re.compile(r"[a-z]{1,16} [0-9]{1,5} [A-Za-z0-9/.-]{1,64}( [A-Za-z0-9-]{1,32}){1,128}\Z")
_MID = re.compile(r"[A-Za-z0-9!#$%&'*+.^_`{|}~-]{1,32}\Z")
_CANDIDATE = re.compile(
    r"[A-Za-z0-9+/]{1,32} [0-9]{1,3} [A-Za-z-]{1,16} [0-9]{1,10} [^ ]{1,253} [0-9]{1,5} typ [a-z]{1,16}( .*)?\Z"
)


@dataclass(frozen=True, slots=True)
class Fragment:
    """What a fragment says. `media` and `mid`: its first m= line and that one's mid, "" without."""

    ufrag: str = ""
    pwd: str = ""
    media: str = ""
    mid: str = ""
    candidates: int = 0


def parse(text: str) -> Fragment:
    """ValueError: malformed, over a cap, or with the credentials of more than one transport."""
    lines = _lines(text)
    media = [line[2:] for line in lines if line.startswith("m=")]
    for each in media:
        if not _MEDIA.match(each):
            raise ValueError("an m= line is malformed")
    candidates = _values(lines, "candidate")
    if len(candidates) > MAX_CANDIDATES:
        raise ValueError(f"more than {MAX_CANDIDATES} candidates")
    for candidate in candidates:
        if not _CANDIDATE.match(candidate):
            raise ValueError("a candidate is malformed")
    mids = _values(lines, "mid")
    if not all(_MID.match(mid) for mid in mids):
        raise ValueError("a mid is no token")
    ufrag, pwd = _one(lines, "ice-ufrag"), _one(lines, "ice-pwd")
    if bool(ufrag) != bool(pwd):
        raise ValueError("ice-ufrag and ice-pwd go together")
    return Fragment(ufrag, pwd, media[0] if media else "", mids[0] if mids else "", len(candidates))


def restarted(asked: Fragment, ufrag: str, pwd: str, candidates: Sequence[str]) -> str:
    """Our side of a restart, in the shape of what was asked (RFC 9725 §4.3.3: with all our candidates again)."""
    lines = ["a=ice-lite"]
    if asked.mid:
        lines.append(f"a=group:BUNDLE {asked.mid}")
    if asked.media:
        lines.append(f"m={asked.media}")
        if asked.mid:
            lines.append(f"a=mid:{asked.mid}")
    lines += [f"a=ice-ufrag:{ufrag}", f"a=ice-pwd:{pwd}"]
    lines += [f"a=candidate:{candidate}" for candidate in candidates]
    lines.append("a=end-of-candidates")
    return "".join(f"{line}\r\n" for line in lines)


def ufrag_of(offer: str) -> str:
    """The first user fragment of a whole offer, "" without."""
    found = re.search(r"^a=ice-ufrag:([A-Za-z0-9+/]{4,256})\s*$", offer, re.MULTILINE)
    return found.group(1) if found else ""


def _lines(text: str) -> list[str]:
    if len(text) > MAX_SIZE:
        raise ValueError(f"longer than {MAX_SIZE} characters")
    lines = [line for line in text.replace("\r\n", "\n").split("\n") if line]
    if len(lines) > MAX_LINES:
        raise ValueError(f"more than {MAX_LINES} lines")
    if not all(_LINE.match(line) for line in lines):
        raise ValueError("a line is too long or is none of type=value")
    return lines


def _values(lines: Iterable[str], name: str) -> list[str]:
    begin = f"a={name}:"
    return [line[len(begin) :].strip() for line in lines if line.startswith(begin)]


def _one(lines: Iterable[str], name: str) -> str:
    """The one value of a credential, wherever it stands and however often; "" without."""
    values = set(_values(lines, name))
    if len(values) > 1:
        raise ValueError(f"several different {name}")
    value = next(iter(values), "")
    if values and not _CREDENTIAL.match(value):
        raise ValueError(f"{name} is malformed")
    return value
