import asyncio
import datetime
import random
from collections.abc import Callable

import pytest
from aiortc.rtcdtlstransport import SRTP_AEAD_AES_128_GCM, SRTP_AES128_CM_SHA1_80, RTCCertificate
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from hypothesis import given
from hypothesis import strategies as st
from OpenSSL import SSL

from sfu.wire import dtls
from sfu.wire.dtls import (
    ServerCertificate,
    matches,
)
from tests.sfu.wire.dtls_pair import End, LossyPair, pair, pump, shake_hands

GCM, CM = "SRTP_AEAD_AES_128_GCM", "SRTP_AES128_CM_SHA1_80"


def hello(ciphers: bytes, tweak: Callable[[SSL.Context], None] = lambda context: None) -> bytes:
    """A ClientHello offering `ciphers`."""
    context = SSL.Context(SSL.DTLS_METHOD)
    context.set_max_proto_version(dtls.DTLS_1_2)
    context.set_cipher_list(ciphers)
    tweak(context)
    connection = SSL.Connection(context)
    connection.set_connect_state()
    with pytest.raises(SSL.WantReadError):
        connection.do_handshake()
    return connection.bio_read(4096)


NO_COMMON_CIPHER = hello(b"AES128-GCM-SHA256")
CLEAR_ALERT = bytes([21, 254, 253]) + bytes(8) + bytes([0, 2, 2, 40])


def test_both_ends_connect_once_with_gcm() -> None:
    server, client = pair()
    shake_hands(server, client)
    assert server.session.state == client.session.state == "connected"
    assert [srtp.profile for srtp in server.srtp + client.srtp] == [GCM, GCM]
    assert server.closed == client.closed == []


@pytest.mark.parametrize(
    ("ours", "theirs", "expected"),
    [
        (
            (SRTP_AEAD_AES_128_GCM, SRTP_AES128_CM_SHA1_80),
            (SRTP_AES128_CM_SHA1_80, SRTP_AEAD_AES_128_GCM),
            GCM,
        ),
        ((SRTP_AEAD_AES_128_GCM, SRTP_AES128_CM_SHA1_80), (SRTP_AES128_CM_SHA1_80,), CM),
        ((SRTP_AES128_CM_SHA1_80,), (SRTP_AEAD_AES_128_GCM, SRTP_AES128_CM_SHA1_80), CM),
    ],
)
def test_the_servers_order_decides_the_profile(ours: tuple, theirs: tuple, expected: str) -> None:
    server, client = pair(End("server", ServerCertificate(ours)), End("client", ServerCertificate(theirs)))
    shake_hands(server, client)
    assert [srtp.profile for srtp in server.srtp + client.srtp] == [expected] * 2


def test_no_common_profile_closes() -> None:
    server, client = pair(
        End("server", ServerCertificate((SRTP_AEAD_AES_128_GCM,))),
        End("client", ServerCertificate((SRTP_AES128_CM_SHA1_80,))),
    )
    shake_hands(server, client)
    assert server.closed == ["profile"] and not server.srtp and not client.srtp


def rsa_certificate() -> ServerCertificate:
    key = rsa.generate_private_key(65537, 2048)
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "rsa")])
    today = datetime.datetime.now(tz=datetime.UTC)
    builder = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    builder = builder.serial_number(1).not_valid_before(today).not_valid_after(today + datetime.timedelta(1))
    return ServerCertificate(certificate=RTCCertificate(key, builder.sign(key, hashes.SHA256())))  # type: ignore[arg-type]


@pytest.mark.parametrize("whose", ["server", "client"])
def test_peers_with_rsa_certificates(whose: str) -> None:
    certificate = rsa_certificate()
    server = End("server", certificate) if whose == "server" else None
    client = End("client", certificate) if whose == "client" else None
    both = pair(server, client)
    shake_hands(*both)
    assert all(end.session.state == "connected" for end in both)


def test_datagrams_stay_small() -> None:
    server, client = pair(End("server", rsa_certificate()), End("client", rsa_certificate()))
    sizes: list[int] = []
    client.session.start(0.0)
    while server.inbox or client.inbox:
        for end in (server, client):
            while end.inbox:
                sizes.append(len(end.inbox[0]))
                end.session.datagram(end.inbox.popleft(), 0.0)
    assert client.session.state == "connected"
    assert max(sizes) <= dtls.DTLS_PAYLOAD


async def test_lost_flights_are_repeated() -> None:
    single = [{number} for number in range(8)]
    pairs = [LossyPair(lost) for lost in [*single, {0, 2}, {1, 3}, {2, 4}, {0, 3, 4}]]
    await asyncio.gather(*(pair.connect() for pair in pairs))
    assert all(not end.closed for pair in pairs for end in (pair.server, pair.client))


@pytest.mark.parametrize("role", ["server", "client"])
def test_a_wrong_fingerprint_closes(role: str) -> None:
    server, client = pair()
    victim, other = (server, client) if role == "server" else (client, server)
    victim.join(other, [("sha-256", ServerCertificate().fingerprint)])
    shake_hands(server, client)
    assert victim.closed == ["fingerprint"] and not victim.srtp and victim.session.srtp is None


def test_fingerprints_of_all_three_hashes() -> None:
    certificate = RTCCertificate.generateCertificate()
    own = {one.algorithm: one.value for one in certificate.getFingerprints()}
    cert = certificate._cert
    for algorithm, value in own.items():
        assert matches(cert, [(algorithm, value)])
        assert matches(cert, [(algorithm.upper(), value.lower())])
        assert not matches(cert, [(algorithm, value[:-1] + ("0" if value[-1] != "0" else "1"))])
    assert matches(cert, [("sha-256", "00:11"), ("sha-256", own["sha-256"])])
    assert not matches(cert, [("sha-256", own["sha-256"]), ("sha-512", "00:11")])  # the strongest decides
    assert not matches(cert, [])
    assert not matches(cert, [("sha-1", "00:11"), ("sha-256", "é")])


@pytest.mark.parametrize(
    "harm",
    [
        NO_COMMON_CIPHER,
        b"\x16\xfe\xfd" + bytes(10),
        CLEAR_ALERT,
        b"\x14",
        bytes([22]) * 1400,
    ],
)
def test_harm_before_the_handshake_does_not_stop_it(harm: bytes) -> None:
    server, client = pair()
    server.session.start(0.0)
    server.session.datagram(harm, 0.0)
    assert not client.inbox  # an answer would end the real client's handshake
    shake_hands(server, client)
    assert server.session.state == client.session.state == "connected"


@pytest.mark.parametrize("harm", [NO_COMMON_CIPHER, CLEAR_ALERT, CLEAR_ALERT * 3])
def test_harm_in_the_middle_of_the_handshake_does_not_stop_it(harm: bytes) -> None:
    server, client = pair()
    client.session.start(0.0)
    server.session.datagram(server.inbox.popleft(), 0.0)
    server.session.datagram(harm, 0.0)
    pump(server, client)
    assert server.session.state == client.session.state == "connected"


def test_harm_once_connected_changes_nothing() -> None:
    server, client = pair()
    shake_hands(server, client)
    for harm in (
        NO_COMMON_CIPHER,
        b"\x17\xfe\xfd" + bytes(60),
        bytes([21, 254, 253]) + bytes(9) + b"\x02\x02\x28",
    ):
        server.session.datagram(harm, 1.0)
        client.session.datagram(harm, 1.0)
    pump(server, client)
    assert server.session.state == client.session.state == "connected"
    assert server.closed == client.closed == []


def test_a_flood_of_hellos_ends_that_session_only() -> None:
    server, client = pair()
    for _ in range(dtls.MAX_RESTARTS + 5):
        server.session.datagram(NO_COMMON_CIPHER, 0.0)
    assert server.closed == ["handshake"]
    server, client = pair(server=End("server", server.certificate))
    shake_hands(server, client)
    assert server.session.state == "connected"


def test_a_flood_of_garbage_ends_that_session() -> None:
    server, _ = pair()
    for _ in range(dtls.MAX_HANDSHAKE_DATAGRAMS + 5):
        server.session.datagram(b"\x16garbage", 0.0)
    assert server.closed == ["flood"]


def test_a_client_stops_at_a_refusal() -> None:
    _, client = pair()
    client.session.start(0.0)
    client.session.datagram(bytes([21, 254, 253]) + bytes(9) + bytes([2, 2, 40]), 0.0)
    assert client.closed == ["handshake"]
    client.session.datagram(b"\x16more", 0.0)
    client.session.tick(99.0)
    assert client.closed == ["handshake"]


@pytest.mark.parametrize("role", ["server", "client"])
def test_a_handshake_has_a_deadline(role: str) -> None:
    server, client = pair()
    end = server if role == "server" else client
    assert end.session.next_due(5.0) is None
    end.session.start(5.0)
    due = end.session.next_due(5.0)
    assert due is not None and due <= 5.0 + dtls.HANDSHAKE_TIME
    end.session.tick(5.0 + dtls.HANDSHAKE_TIME - 0.1)
    assert end.closed == []
    end.session.tick(5.0 + dtls.HANDSHAKE_TIME)
    assert end.closed == ["timeout"]
    assert end.session.next_due(30.0) is None


def test_goodbye_reaches_the_other_side() -> None:
    server, client = pair()
    shake_hands(server, client)
    client.session.close()
    client.session.close()
    pump(server, client)
    assert (server.closed, server.session.state, server.session.srtp) == (["peer"], "closed", None)
    assert client.closed == []
    server.session.close()


def test_closing_before_anything_happened() -> None:
    server, client = pair()
    server.session.close()
    shake_hands(server, client)
    assert not server.srtp and server.session.state == "closed"


@given(st.lists(st.binary(max_size=300), max_size=12))
def test_random_datagrams_never_raise(datagrams: list[bytes]) -> None:
    server, client = pair(End("server", CERTIFICATE), End("client", CERTIFICATE))
    client.session.start(0.0)
    for data in datagrams:
        server.session.datagram(b"\x16" + data, 0.0)
        server.session.datagram(b"\x16\xfe\xfd" + bytes(8) + len(data).to_bytes(2, "big") + data, 0.0)
        client.session.datagram(b"\x16\xfe\xfd" + bytes(8) + len(data).to_bytes(2, "big") + data, 0.0)


CERTIFICATE = ServerCertificate()


@given(st.integers(0, 2**32))
def test_mutated_flights_never_raise(seed: int) -> None:
    chance = random.Random(seed)
    server, client = pair(End("server", CERTIFICATE), End("client", CERTIFICATE))
    client.session.start(0.0)
    for _ in range(6):
        for end in (server, client):
            while end.inbox:
                flight = bytearray(end.inbox.popleft())
                if chance.random() < 0.3:
                    flight[chance.randrange(len(flight))] ^= chance.randrange(1, 256)
                end.session.datagram(bytes(flight), 0.0)
    assert {server.session.state, client.session.state} <= {"new", "handshake", "connected", "closed"}
