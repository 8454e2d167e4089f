"""The codecs we speak, in our order of preference, and how to find them in an offer's section. Pure.

H264 counts as two codecs, one for each packetization mode (RFC 6184 §6): a receiver of mode 0 cannot take what a
sender of mode 1 makes. VP8 comes first for everybody who has it. A new codec is one more line of CODECS.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

from sfu.sdp.negotiated import Codec, Kind
from sfu.sdp.text import MAX_FORMATS, BadSdp, Section, number

MAX_FMTP = 512
VIDEO_FEEDBACK = ("transport-cc", "ccm fir", "nack", "nack pli")
LIKE_RTCP = range(64, 96)
"""Payload types that cannot be told from RTCP on one port (RFC 5761 §4)."""
PROFILES = ("42e0", "42c0", "4200", "4d", "64", "")
"""Beginnings of H264's profile-level-id, what most receivers decode first: constrained baseline, baseline, main, high."""

_PROFILE = re.compile(r"[0-9a-f]{6}\Z")


def _anything(_fmtp: str) -> int | None:
    return 0


@dataclass(frozen=True, slots=True)
class Known:
    """A codec of ours. `rank(fmtp)` puts several payload types of one section in order, the lowest first; None
    refuses a variant we do not do."""

    kind: Kind
    name: str
    encoding: str
    """Its name in SDP."""
    clock_rate: int
    channels: int
    feedback: tuple[str, ...] = ()
    rank: Callable[[str], int | None] = _anything


def _h264(mode: str) -> Callable[[str], int | None]:
    def rank(fmtp: str) -> int | None:
        given = parameters(fmtp)
        if given.get("packetization-mode", "0") != mode:
            return None
        profile = profile_of(fmtp) or "420000"  # RFC 6184 §8.1: baseline when nothing is said
        return next(place for place, begin in enumerate(PROFILES) if profile.startswith(begin))

    return rank


CODECS = (
    # No transport-cc on audio: browsers would then send padding-only packets on the audio SSRC.
    Known("audio", "opus", "opus", 48000, 2),
    Known("video", "VP8", "VP8", 90000, 1, VIDEO_FEEDBACK),
    Known("video", "H264", "H264", 90000, 1, VIDEO_FEEDBACK, _h264("1")),
    Known("video", "H264/0", "H264", 90000, 1, VIDEO_FEEDBACK, _h264("0")),
)


@dataclass(frozen=True, slots=True)
class _Format:
    """One payload type of the offer."""

    payload_type: int
    encoding: str
    clock_rate: int
    channels: int
    fmtp: str


def agreed(section: Section) -> tuple[Codec, ...]:
    """Codecs both sides have, ours first by preference; of each the payload type that fits best."""
    formats = _formats(section)
    feedback = _feedback(section)
    found: list[Codec] = []
    for known in CODECS:
        match = _best(known, formats) if known.kind == section.kind else None
        if match is not None:
            offered = feedback.get(str(match.payload_type), set()) | feedback.get("*", set())
            found.append(
                Codec(
                    match.payload_type,
                    known.name,
                    known.clock_rate,
                    _rtx_of(match, formats),
                    match.fmtp,
                    frozenset(offered.intersection(known.feedback)),
                )
            )
    return tuple(found)


def encoding(name: str) -> str:
    """What SDP calls the codec `name`: both modes of H264 are H264 there."""
    return name.partition("/")[0]


def parameters(fmtp: str) -> dict[str, str]:
    """`a=1;b=2` by name (in lower case), the first of each."""
    found: dict[str, str] = {}
    for part in fmtp.split(";"):
        name, _, value = part.partition("=")
        found.setdefault(name.strip().lower(), value.strip())
    return found


def profile_of(fmtp: str) -> str:
    """H264's profile-level-id in lower case; "" when there is none or it is malformed."""
    profile = parameters(fmtp).get("profile-level-id", "").lower()
    return profile if _PROFILE.match(profile) else ""


def _best(known: Known, formats: list[_Format]) -> _Format | None:
    ranked = [
        (rank, place)
        for place, offered in enumerate(formats)
        if _same(known, offered) and (rank := known.rank(offered.fmtp)) is not None
    ]
    return formats[min(ranked)[1]] if ranked else None


def _same(known: Known, offered: _Format) -> bool:
    return (
        offered.encoding.lower() == known.encoding.lower()
        and offered.clock_rate == known.clock_rate
        and offered.channels == known.channels
        and offered.payload_type not in LIKE_RTCP
    )


def _rtx_of(codec: _Format, formats: list[_Format]) -> int | None:
    """The payload type of its retransmissions (RFC 4588 §8.6)."""
    for one in formats:
        if (
            one.encoding.lower() == "rtx"
            and one.clock_rate == codec.clock_rate
            and parameters(one.fmtp).get("apt") == str(codec.payload_type)
            and one.payload_type not in LIKE_RTCP
        ):
            return one.payload_type
    return None


def _formats(section: Section) -> list[_Format]:
    """The formats of the m= line that have an rtpmap, in its order."""
    fmtp = {key: value[:MAX_FMTP] for key, value in _by_format(section, "fmtp")}
    maps = dict(reversed(_by_format(section, "rtpmap")))
    formats: list[_Format] = []
    for text in dict.fromkeys(section.formats):
        if text in maps:
            name, _, rest = maps[text].partition("/")
            rate, _, channels = rest.partition("/")
            formats.append(
                _Format(
                    number(text, "a payload type", 0, 127),
                    name,
                    number(rate.strip(), "a clock rate", 1, 1_000_000),
                    number(channels.strip() or "1", "a channel count", 1, 255),
                    fmtp.get(text, ""),
                )
            )
    return formats


def _feedback(section: Section) -> dict[str, set[str]]:
    feedback: dict[str, set[str]] = {}
    for key, value in _by_format(section, "rtcp-fb", at_most=8 * MAX_FORMATS):
        feedback.setdefault(key, set()).add(" ".join(value.split()))
    return feedback


def _by_format(section: Section, name: str, at_most: int = MAX_FORMATS) -> list[tuple[str, str]]:
    """Lines `a=name:<format> <value>`. BadSdp when one has no value."""
    pairs: list[tuple[str, str]] = []
    for line in section.attributes.all(name, at_most):
        key, _, value = line.partition(" ")
        if not value.strip():
            raise BadSdp(f"an a={name} line without a value")
        pairs.append((key, value.strip()))
    return pairs
