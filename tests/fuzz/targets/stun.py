"""STUN and ICE-lite: checks as they come, and the same made authentic, so that more than the parser is reached."""

import binascii
import hmac

from sfu.wire import stun
from sfu.wire.address import Path, pack_address
from sfu.wire.ice import MAX_PATHS, REMEMBERED, IceLite

UFRAG, PASSWORD = "0123456789abcdef", "p" * 32
PATHS = tuple(Path(0, pack_address("192.0.2.1", 1000 + port)) for port in range(12))
TRACED = ("sfu.wire.stun", "sfu.wire.ice")


def one(data: bytes) -> None:
    """First byte: how the rest is completed (bit 0 fingerprint, 1 integrity), and where it comes from."""
    if not data:
        return
    message, ice = completed(data[1:], data[0]), IceLite(UFRAG, PASSWORD, "abcd", 0.0)
    try:
        request = stun.parse_request(message)
    except ValueError:
        return
    assert request.local_ufrag and request.remote_ufrag and len(request.transaction) == 12
    assert not request.authentic("another password")
    for number in range(3):
        path = PATHS[(data[0] >> 2) + number & 7]
        answer = ice.handle(request, path, number * 1.0)
        if answer is None:
            assert number or not ice.paths
        else:
            check(answer, request)
    assert len(ice.paths) <= MAX_PATHS and len(ice._seen) <= REMEMBERED


def check(answer: bytes, request: stun.BindingRequest) -> None:
    """Ours is well-formed, and not larger than twice the question (no amplifier)."""
    assert len(answer) < 200
    if not request.controlled:
        transaction, mapped = stun.parse_success(answer, PASSWORD)
        assert transaction == request.transaction and mapped[0] == "192.0.2.1"


def completed(message: bytes, how: int) -> bytes:
    """With the length, the integrity and the fingerprint that belong to it."""
    if len(message) < 20:
        return message
    message = message[:2] + (len(message) - 20 & 0xFFFF).to_bytes(2, "big") + stun.MAGIC_COOKIE + message[8:]
    if how & 2:
        message = message[:2] + (len(message) + 4 & 0xFFFF).to_bytes(2, "big") + message[4:]
        digest = hmac.digest(PASSWORD.encode(), message, "sha1")
        message += b"\x00\x08\x00\x14" + digest
    if how & 1:
        message = message[:2] + (len(message) - 12 & 0xFFFF).to_bytes(2, "big") + message[4:]
        crc = binascii.crc32(message) ^ 0x5354554E
        message += stun.FINGERPRINT_HEADER + crc.to_bytes(4, "big")
    return message


def _attributes(message: bytes) -> bytes:
    """Without integrity and fingerprint."""
    return message[:-32]


SEEDS = [
    bytes([how])
    + _attributes(
        stun.build_request(
            bytes(range(12)), f"{UFRAG}:abcd", PASSWORD, nominate=nominate, controlling=controlling
        )
    )
    for how in (3, 7, 1)
    for nominate, controlling in ((True, 1), (False, None))
]
SEEDS += [bytes([0]) + stun.build_request(bytes(12), "a:b", "x", nominate=True), bytes([3]) + bytes(20)]
