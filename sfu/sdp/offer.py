"""What an offer says about WebRTC: transport, direction, extensions, SSRCs (RFC 8829, 9143). Pure."""

import re
from dataclasses import dataclass
from typing import Literal

from sfu.sdp import negotiated
from sfu.sdp.negotiated import Fingerprint, Stream
from sfu.sdp.text import MAX_LINES, Attributes, BadSdp, Description, Section, Unsupported, number, token

PROTOCOLS = ("UDP/TLS/RTP/SAVPF", "TCP/TLS/RTP/SAVPF", "RTP/SAVPF", "UDP/TLS/RTP/SAVP", "RTP/SAVP")
MAX_MID = 32
MAX_CANDIDATES = 128
MAX_EXTENSION_ID = 255
MAX_ONE_BYTE_ID = 14
"""RFC 8285 §4.2: larger ids need the two-byte form."""

_ICE = re.compile(r"[A-Za-z0-9+/]+\Z")
_DIGEST = re.compile(r"[0-9A-F]{2}(:[0-9A-F]{2})*\Z")
_DIGEST_BYTES = {"sha-256": 32, "sha-384": 48, "sha-512": 64}

_DIRECTIONS = ("sendrecv", "sendonly", "recvonly", "inactive")

AUDIO_EXTENSIONS = (negotiated.MID, negotiated.AUDIO_LEVEL, negotiated.CAPTURE_TIME)
VIDEO_EXTENSIONS = (
    negotiated.MID,
    negotiated.RID,
    negotiated.REPAIRED_RID,
    negotiated.CAPTURE_TIME,
    negotiated.TRANSPORT_CC,
)
SOURCE_ONLY = frozenset((negotiated.RID, negotiated.REPAIRED_RID, negotiated.AUDIO_LEVEL))


@dataclass(frozen=True, slots=True)
class Transport:
    """The one transport all bundled sections share. `role` is ours."""

    ufrag: str
    pwd: str
    fingerprints: tuple[Fingerprint, ...]
    role: Literal["server", "client"]


def mids(offer: Description) -> tuple[str, ...]:
    """One per section, "" where there is none. BadSdp when one is used twice."""
    found = []
    for section in offer.sections:
        mid = section.attributes.first("mid")
        if mid is not None and (len(mid) > MAX_MID or not token(mid, "a mid")):
            raise BadSdp(f"a mid longer than {MAX_MID}")
        found.append(mid or "")
    named = [mid for mid in found if mid]
    if len(set(named)) != len(named):
        raise BadSdp("two sections with the same mid")
    return tuple(found)


def bundle(offer: Description, section_mids: tuple[str, ...]) -> tuple[int, ...] | None:
    """Indices of the sections of the BUNDLE group, the offerer-tagged one first (RFC 9143 §7.2); None without a
    group. BadSdp when the group names an unknown section or one twice."""
    for group in offer.session.all("group"):
        semantics, *members = group.split() or [""]
        if semantics == "BUNDLE" and members:
            if not set(members) <= set(section_mids) or len(set(members)) != len(members):
                raise BadSdp("the BUNDLE group does not fit the sections")
            return tuple(section_mids.index(member) for member in members)
    return None


def transport(offer: Description, bundled: list[Section]) -> Transport:
    """From the first of `bundled` (accepted ones before refused ones) that has one of its own (RFC 9143 §7.3.1;
    bundle-only sections have none), else from the session level."""
    if "ice-lite" in offer.session:
        raise Unsupported("both sides are ICE-lite")
    tagged = next((section for section in bundled if "ice-ufrag" in section.attributes), bundled[0])
    ufrag = _ice(_either(offer, tagged, "ice-ufrag"), "ice-ufrag", 4)
    pwd = _ice(_either(offer, tagged, "ice-pwd"), "ice-pwd", 22)
    tagged.attributes.all("candidate", MAX_CANDIDATES)
    lines = tagged.attributes.all("fingerprint", 8) or offer.session.all("fingerprint", 8)
    return Transport(ufrag, pwd, _fingerprints(lines), _role(_either(offer, tagged, "setup")))


def credentials(ufrag: str, pwd: str) -> tuple[str, str]:
    """New ICE credentials of the other end, checked as an offer's. BadSdp."""
    return _ice(ufrag, "ice-ufrag", 4), _ice(pwd, "ice-pwd", 22)


def _either(offer: Description, section: Section, name: str) -> str:
    value = section.attributes.first(name)
    return (offer.session.first(name) or "") if value is None else value


def _ice(text: str, what: str, shortest: int) -> str:
    """RFC 8839 §5.4."""
    if not shortest <= len(text) <= 256 or not _ICE.match(text):
        raise BadSdp(f"{what} is missing or malformed")
    return text


def _fingerprints(lines: list[str]) -> tuple[Fingerprint, ...]:
    if not lines:
        raise BadSdp("no fingerprint")
    found = []
    for line in lines:
        algorithm, _, value = line.partition(" ")
        algorithm, value = algorithm.lower(), value.strip().upper()
        if algorithm in _DIGEST_BYTES:
            if not _DIGEST.match(value) or len(value) != 3 * _DIGEST_BYTES[algorithm] - 1:
                raise BadSdp("a malformed fingerprint")
            found.append(Fingerprint(algorithm, value))
    if not found:
        raise Unsupported("no fingerprint of SHA-256, SHA-384 or SHA-512")
    return tuple(found)


def _role(setup: str) -> Literal["server", "client"]:
    """We are passive, thus the DTLS server, whenever the offer leaves us the choice (RFC 5763 §5)."""
    if setup in ("actpass", "active", ""):
        return "server"
    if setup == "passive":
        return "client"
    raise Unsupported("a=setup is none of actpass, active, passive")


def direction(offer: Description, section: Section) -> str:
    """Of the section, else of the session, else sendrecv (RFC 8866 §6.7)."""
    for attributes in (section.attributes, offer.session):
        for name in attributes.names():
            if name in _DIRECTIONS:
                return name
    return "sendrecv"


def active(section: Section) -> bool:
    """Not refused by the offerer: port 0 means refused unless the section is bundle-only (RFC 9143 §6)."""
    return section.port != 0 or "bundle-only" in section.attributes


def extensions(offer: Description, section: Section, source: bool, taken: dict[int, str]) -> dict[str, int]:
    """URI → id of those we want (RFC 8285 §5), of the section or the session; `taken` (id → URI) is shared by the
    bundle, where one id has one meaning. What we might send ourselves has an id of the one-byte form."""
    wanted = AUDIO_EXTENSIONS if section.kind == "audio" else VIDEO_EXTENSIONS
    highest = MAX_EXTENSION_ID if source else MAX_ONE_BYTE_ID
    found: dict[str, int] = {}
    for line in (*section.attributes.all("extmap"), *offer.session.all("extmap")):
        fields = line.split()
        if len(fields) < 2:
            raise BadSdp("an a=extmap line without a URI")
        identifier = number(fields[0].partition("/")[0], "an extension id", 1, 4351)
        uri = fields[1]
        if uri not in wanted or uri in found or identifier > highest or (uri in SOURCE_ONLY and not source):
            continue
        if taken.setdefault(identifier, uri) == uri and identifier not in found.values():
            found[uri] = identifier
    return found


def streams(attributes: Attributes) -> tuple[Stream, ...]:
    """Declared SSRCs, each media one with the RTX one of its FID group (RFC 5576 §4.2, RFC 4588 §8.8)."""
    pairs: dict[int, int] = {}
    for line in attributes.all("ssrc-group"):
        semantics, *members = line.split() or [""]
        if semantics == "FID" and len(members) == 2:
            pairs[_ssrc(members[0])] = _ssrc(members[1])
    declared = dict.fromkeys(_ssrc(line.partition(" ")[0]) for line in attributes.all("ssrc", 256))
    repairs = set(pairs.values())
    return tuple(Stream(ssrc, pairs.get(ssrc)) for ssrc in declared if ssrc not in repairs)


def _ssrc(text: str) -> int:
    return number(text, "an SSRC", 0, 0xFFFFFFFF)


def ssrcs(attributes: Attributes) -> set[int]:
    """Every SSRC a section names, whatever else is wrong with it."""
    words = {line.partition(" ")[0] for line in attributes.all("ssrc", MAX_LINES)}
    words.update(word for line in attributes.all("ssrc-group", MAX_LINES) for word in line.split()[1:])
    return {int(word) for word in words if word.isascii() and word.isdigit() and len(word) <= 10}
