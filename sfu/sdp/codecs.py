"""The codecs we speak, in our order of preference, and how to find them in an offer's section. Pure.

A new codec is one more line of CODECS (and a `fits` for its fmtp, as H264 profiles will need).
"""

from collections.abc import Callable
from dataclasses import dataclass

from sfu.sdp.negotiated import Codec, Kind
from sfu.sdp.text import MAX_FORMATS, BadSdp, Section, number

MAX_FMTP = 512
VIDEO_FEEDBACK = ("transport-cc", "ccm fir", "nack", "nack pli")


def _anything(fmtp: str) -> bool:
    return True


@dataclass(frozen=True, slots=True)
class Known:
    """A codec of ours. `fits(fmtp)` refuses variants we do not do."""

    kind: Kind
    name: str
    clock_rate: int
    channels: int
    feedback: tuple[str, ...] = ()
    fits: Callable[[str], bool] = _anything


CODECS = (
    # No transport-cc on audio: browsers would then send padding-only packets on the audio SSRC.
    Known("audio", "opus", 48000, 2),
    Known("video", "VP8", 90000, 1, VIDEO_FEEDBACK),
)


@dataclass(frozen=True, slots=True)
class _Format:
    """One payload type of the offer."""

    payload_type: int
    name: str
    clock_rate: int
    channels: int
    fmtp: str


def agreed(section: Section) -> tuple[Codec, ...]:
    """Codecs both sides have, ours first by preference; of each the first payload type that fits."""
    formats = _formats(section)
    feedback = _feedback(section)
    found: list[Codec] = []
    for known in CODECS:
        match = next((one for one in formats if known.kind == section.kind and _same(known, one)), None)
        if match is not None:
            payload_type = match.payload_type
            offered = feedback.get(str(payload_type), set()) | feedback.get("*", set())
            found.append(
                Codec(
                    payload_type,
                    known.name,
                    known.clock_rate,
                    _rtx_of(match, formats),
                    match.fmtp,
                    frozenset(offered.intersection(known.feedback)),
                )
            )
    return tuple(found)


def _same(known: Known, offered: _Format) -> bool:
    return (
        offered.name.lower() == known.name.lower()
        and offered.clock_rate == known.clock_rate
        and offered.channels == known.channels
        and known.fits(offered.fmtp)
    )


def _rtx_of(codec: _Format, formats: list[_Format]) -> int | None:
    """The payload type of its retransmissions (RFC 4588 §8.6)."""
    wanted = f"apt={codec.payload_type}"
    for one in formats:
        parameters = one.fmtp.replace(" ", "").split(";")
        if one.name.lower() == "rtx" and one.clock_rate == codec.clock_rate and wanted in parameters:
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
