"""How long an Opus packet lasts (RFC 6716 §3.1 and §3.2), in samples of the 48 kHz RTP clock."""

_SILK = (480, 960, 1920, 2880)
_HYBRID = (480, 960)
_CELT = (120, 240, 480, 960)


LONGEST = 5760
"""120 ms (§3.2.5)."""


def samples(payload: bytes) -> int:
    """Duration of one packet; 0 when it is empty, its frame count is missing, or it says more than any lasts."""
    if not payload:
        return 0
    config, code = payload[0] >> 3, payload[0] & 3
    if config < 12:
        frame = _SILK[config & 3]
    elif config < 16:
        frame = _HYBRID[config & 1]
    else:
        frame = _CELT[config & 3]
    if code == 0:
        return frame
    if code < 3:
        return 2 * frame
    total = frame * (payload[1] & 0x3F) if len(payload) > 1 else 0
    return total if total <= LONGEST else 0
