"""The lines of our answer, as real browsers took them (RFC 8829 §5.3.1). Pure; decides nothing.

Every section repeats the transport's lines, since not every stack looks for them in the tagged one only.
"""

import ipaddress
from collections.abc import Iterator, Mapping, Sequence

from sfu.sdp import codecs
from sfu.sdp.negotiated import Codec, LocalDescription, Track
from sfu.sdp.simulcast import Layers
from sfu.sdp.text import Description, Section

HOST_PREFERENCE, TCP_PREFERENCE = 126, 90
"""Type preference of host candidates (RFC 8445 §5.1.2.2); over TCP after all that use UDP (RFC 6544 §4.2)."""
PASSIVE = 4 << 13
"""Direction preference of a passive TCP host candidate, in its local preference (RFC 6544 §4.2)."""


def write(
    offer: Description,
    mids: tuple[str, ...],
    bundled: list[str],
    tracks: Mapping[int, tuple[Track, Layers]],
    role: str,
    local: LocalDescription,
) -> str:
    """The whole answer: one section for each of the offer's, in its order; `bundled`: mids of the group, if any."""
    lines = ["v=0", f"o=- {local.first_ssrc} 1 IN IP4 127.0.0.1", "s=-", "t=0 0", "a=ice-lite"]
    if bundled:
        lines.append("a=group:BUNDLE " + " ".join(bundled))
    if "extmap-allow-mixed" in offer.session:
        lines.append("a=extmap-allow-mixed")
    lines.append("a=msid-semantic: WMS *")
    for index, section in enumerate(offer.sections):
        if index in tracks:
            lines += _accepted(section, *tracks[index], role, local)
        else:
            lines += _refused(section, mids[index], role, local)
    return "".join(line + "\r\n" for line in lines)


def _refused(section: Section, mid: str, role: str, local: LocalDescription) -> Iterator[str]:
    """With the transport's lines, too: GStreamer 1.22 takes no answer that has a section without."""
    yield f"m={section.kind} 0 {section.proto} {' '.join(section.formats)}"
    yield "c=IN IP4 0.0.0.0"
    yield from _transport(role, local)
    if mid:
        yield f"a=mid:{mid}"
    yield "a=inactive"


def _accepted(
    section: Section, track: Track, layers: Layers, role: str, local: LocalDescription
) -> Iterator[str]:
    host, port = local.candidates[0]
    payload_types = [
        str(number)
        for codec in track.codecs
        for number in (codec.payload_type, codec.rtx_payload_type)
        if number is not None
    ]
    yield f"m={track.kind} {port} {section.proto} {' '.join(payload_types)}"
    yield f"c=IN IP{ipaddress.ip_address(host).version} {host}"
    yield from _transport(role, local)
    yield "a=rtcp-mux"
    if "rtcp-rsize" in section.attributes:
        yield "a=rtcp-rsize"
    if track.mid:
        yield f"a=mid:{track.mid}"
    yield "a=recvonly" if track.direction == "source" else "a=sendonly"
    for codec in track.codecs:
        yield from _codec(codec, track, local.max_audio_bitrate)
    if "extmap-allow-mixed" in section.attributes:
        yield "a=extmap-allow-mixed"
    # No direction even where Firefox offered one (extmap:9/sendonly): seen to work, and other stacks know none.
    for uri, identifier in track.extensions.items():
        yield f"a=extmap:{identifier} {uri}"
    yield from _layers(layers)
    if track.direction == "slot":
        yield from _ssrcs(track, local.cname)
    yield from _candidates(local)


def _transport(role: str, local: LocalDescription) -> Iterator[str]:
    yield f"a=ice-ufrag:{local.ufrag}"
    yield f"a=ice-pwd:{local.pwd}"
    yield f"a=fingerprint:sha-256 {local.fingerprint}"
    yield "a=setup:passive" if role == "server" else "a=setup:active"


def _codec(codec: Codec, track: Track, max_audio_bitrate: int) -> Iterator[str]:
    channels = "/2" if codec.name == "opus" else ""
    yield f"a=rtpmap:{codec.payload_type} {codecs.encoding(codec.name)}/{codec.clock_rate}{channels}"
    if codec.name == "opus":
        wishes = "minptime=10;useinbandfec=1"
        if track.direction == "source":
            wishes += f";usedtx=1;maxaveragebitrate={max_audio_bitrate}"
        yield f"a=fmtp:{codec.payload_type} {wishes}"
    elif codecs.encoding(codec.name) == "H264":
        yield f"a=fmtp:{codec.payload_type} {_h264(codec)}"
    for feedback in sorted(codec.feedback):
        yield f"a=rtcp-fb:{codec.payload_type} {feedback}"
    if codec.rtx_payload_type is not None:
        yield f"a=rtpmap:{codec.rtx_payload_type} rtx/{codec.clock_rate}"
        yield f"a=fmtp:{codec.rtx_payload_type} apt={codec.payload_type}"


def _h264(codec: Codec) -> str:
    """Mode and profile must be the offer's, the level may be ours alone (RFC 6184 §8.2.2)."""
    mode = "0" if codec.name == "H264/0" else "1"
    profile = codecs.profile_of(codec.fmtp)
    wishes = f"level-asymmetry-allowed=1;packetization-mode={mode}"
    return f"{wishes};profile-level-id={profile}" if profile else wishes


def _layers(layers: Layers) -> Iterator[str]:
    """RFC 8853 §5.3: the offer's streams turned round, each with the one alternative we take."""
    for rid, restrictions in layers.restrictions.items():
        yield f"a=rid:{rid} recv {restrictions}".rstrip()
    if layers.rids:
        yield "a=simulcast:recv " + ";".join(layers.rids)


def _ssrcs(track: Track, cname: str) -> Iterator[str]:
    """An own stream id per slot, or the browser would try to play slots in sync. The primary SSRC must stand
    before its RTX one: the other way round Chromium shows nothing and says nothing."""
    yield f"a=msid:slot-{track.name} {track.name}"
    if track.rtx_ssrc is not None:
        yield f"a=ssrc-group:FID {track.ssrc} {track.rtx_ssrc}"
    yield f"a=ssrc:{track.ssrc} cname:{cname}"
    if track.rtx_ssrc is not None:
        yield f"a=ssrc:{track.rtx_ssrc} cname:{cname}"


def _candidates(local: LocalDescription) -> Iterator[str]:
    for candidate in candidates(local.candidates, local.tcp_candidates):
        yield f"a=candidate:{candidate}"
    yield "a=end-of-candidates"


def candidates(udp: Sequence[tuple[str, int]], tcp: Sequence[tuple[str, int]]) -> Iterator[str]:
    """Values of `a=candidate` (RFC 8839 §5.1, RFC 6544 §4.5) for (host, port) pairs, the best first."""
    for index, (host, port) in enumerate(udp):
        priority = _priority(HOST_PREFERENCE, 0xFFFF - index)
        yield f"{index + 1} 1 udp {priority} {host} {port} typ host"
    for index, (host, port) in enumerate(tcp):
        priority = _priority(TCP_PREFERENCE, PASSIVE + 0x1FFF - index)
        yield f"{len(udp) + index + 1} 1 tcp {priority} {host} {port} typ host tcptype passive"


def _priority(kind: int, preference: int) -> int:
    """RFC 8445 §5.1.2.1, of the only component."""
    return kind << 24 | preference << 8 | 0xFF
