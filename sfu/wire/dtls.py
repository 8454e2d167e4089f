"""DTLS 1.2 and the SRTP keys it yields (RFC 5764), for the server and for the light client, by plain calls.

The only file that touches private names of aiortc and pylibsrtp (both pinned;
tests/sfu/wire/test_private_names.py fails first when one moves). Of aiortc it uses the certificate and the
SRTP profiles, of pylibsrtp the sessions and the C library beneath. `RTCDtlsTransport` itself needs a task and
a queue per peer, and one ClientHello without a common cipher ends it: docs/decisions/dtls-by-plain-calls.md.
"""

import hmac
from collections.abc import Callable, Sequence
from typing import Any, Literal

import pylibsrtp
from aiortc.rtcdtlstransport import (
    SRTP_AEAD_AES_128_GCM,
    SRTP_AES128_CM_SHA1_80,
    X509_DIGEST_ALGORITHMS,
    RTCCertificate,
    SRTPProtectionProfile,
)
from cryptography import x509
from OpenSSL import SSL
from pylibsrtp import _binding

from sfu.wire.arena import Slot, ffi

Role = Literal["server", "client"]

HANDSHAKE_TIME = 20.0
"""Seconds from the start to `connected`, else closed."""
MAX_HANDSHAKE_DATAGRAMS = 200
MAX_RESTARTS = 8
"""Fresh starts a server allows itself after a handshake that failed (no common cipher, garbage, a forged
alert)."""
MAX_STREAMS = 64
"""SSRCs one peer may send from: each costs libsrtp memory until the session ends."""
DTLS_PAYLOAD = 1200
"""Bytes of DTLS records put into one datagram."""
RECORD_HEADER = 13
ALERT = 21
DTLS_1_2 = 0xFEFD
REPLAY_WINDOW = 1024
RTP_TRAILER = 16 + 128
RTCP_TRAILER = 4 + 16 + 128
"""Bytes libsrtp may write past a packet: SRTP_MAX_TRAILER_LEN, SRTP_MAX_SRTCP_TRAILER_LEN."""

PROFILES = (SRTP_AEAD_AES_128_GCM, SRTP_AES128_CM_SHA1_80)
"""Ours by preference; the DTLS server's order decides. GCM costs less CPU and both browsers take it."""

CIPHERS = b":".join(
    b"ECDHE-" + key + b"-" + cipher
    for cipher in (b"AES128-GCM-SHA256", b"CHACHA20-POLY1305", b"AES256-GCM-SHA384")
    for key in (b"ECDSA", b"RSA")
) + (b":ECDHE-ECDSA-AES128-SHA:ECDHE-ECDSA-AES256-SHA")

_protect = _binding.lib.srtp_protect
_OK: int = _binding.lib.srtp_err_status_ok
_NO_ROOM = "no room behind the packet for libsrtp's trailer"
_REPLAYS = tuple(
    pylibsrtp.ERRORS.index(f"replay check failed ({what})") for what in ("bad index", "index too old")
)


class SrtpError(ValueError):
    """A packet libsrtp refused: forged, for keys we do not have, malformed."""


class SrtpReplay(SrtpError):
    """A packet that came before, or one too old to tell."""


class ServerCertificate:
    """One self-signed ECDSA P-256 certificate, shared by all sessions of a process (a client has one too)."""

    def __init__(
        self,
        profiles: Sequence[SRTPProtectionProfile] = PROFILES,
        certificate: RTCCertificate | None = None,
    ) -> None:
        self.profiles = tuple(profiles)
        certificate = certificate or RTCCertificate.generateCertificate()
        self.fingerprint = next(
            print_.value for print_ in certificate.getFingerprints() if print_.algorithm == "sha-256"
        )
        """SHA-256 as SDP writes it: upper-case pairs joined by colons."""
        self.context = _context(certificate, self.profiles)


def _context(certificate: RTCCertificate, profiles: Sequence[SRTPProtectionProfile]) -> SSL.Context:
    """aiortc's context, kept to DTLS 1.2, with RSA peers and without session cache (sessions never
    resume)."""
    context: SSL.Context = certificate._create_ssl_context(list(profiles))
    context.set_max_proto_version(DTLS_1_2)
    context.set_cipher_list(CIPHERS)
    context.set_session_cache_mode(SSL.SESS_CACHE_OFF)
    context.set_options(SSL.OP_NO_QUERY_MTU | SSL.OP_NO_RENEGOTIATION)
    return context


class Srtp:
    """The two SRTP sessions of a connected peer. Packets are changed where they lie."""

    def __init__(self, profile: SRTPProtectionProfile, material: bytes, role: Role) -> None:
        """`material` is exported by DTLS: client key, server key, client salt, server salt (RFC 5764
        §4.2)."""
        self.profile: str = profile.openssl_profile.decode()
        ours = 1 if role == "server" else 0
        self._sender = _session(
            profile, profile.get_key_and_salt(material, ours), pylibsrtp.Policy.SSRC_ANY_OUTBOUND
        )
        self._receiver = _session(
            profile, profile.get_key_and_salt(material, 1 - ours), pylibsrtp.Policy.SSRC_ANY_INBOUND
        )
        self._out = self._sender._srtp[0]
        self._in = self._receiver._srtp[0]
        self._length = ffi.new("int *")
        self._streams: set[bytes] = set()

    def unprotect_rtp(self, slot: Slot, length: int) -> int:
        """Decrypt the RTP packet in the first `length` bytes of `slot`; its new length. SrtpError,
        SrtpReplay."""
        return self._receive(_binding.lib.srtp_unprotect, slot, length, 8)

    def unprotect_rtcp(self, slot: Slot, length: int) -> int:
        """The same for a compound RTCP packet."""
        return self._receive(_binding.lib.srtp_unprotect_rtcp, slot, length, 4)

    def protect_rtp(self, slot: Slot, length: int) -> int:
        """Encrypt in place; the new length. `slot` must have RTP_TRAILER bytes after `length`. SrtpError,
        also when a sequence number is used twice: GCM must never see one twice, so a retransmission goes as
        RTX."""
        if length + RTP_TRAILER > len(slot.view):
            raise SrtpError(_NO_ROOM)
        self._length[0] = length  # no helper here: this runs once for every packet to every receiver
        code = _protect(self._out, slot.pointer, self._length)
        if code != _OK:
            _refuse(code)
        protected: int = self._length[0]
        return protected

    def protect_rtcp(self, slot: Slot, length: int) -> int:
        """The same for RTCP, with RTCP_TRAILER bytes to spare."""
        if length + RTCP_TRAILER > len(slot.view):
            raise SrtpError(_NO_ROOM)
        self._length[0] = length
        code = _binding.lib.srtp_protect_rtcp(self._out, slot.pointer, self._length)
        if code != _OK:
            _refuse(code)
        return int(self._length[0])

    def _receive(self, call: Callable[..., int], slot: Slot, length: int, ssrc_at: int) -> int:
        ssrc = bytes(slot.view[ssrc_at : ssrc_at + 4])
        known = ssrc in self._streams
        if not known and len(self._streams) >= MAX_STREAMS:
            raise SrtpError("too many SSRCs")
        self._length[0] = length
        code = call(self._in, slot.pointer, self._length)
        if code != _OK:
            _refuse(code)
        if not known:
            self._streams.add(ssrc)
        return int(self._length[0])


def _refuse(code: int) -> None:
    text = pylibsrtp.ERRORS[code] if code < len(pylibsrtp.ERRORS) else f"error {code}"
    raise SrtpReplay(text) if code in _REPLAYS else SrtpError(text)


def _session(profile: SRTPProtectionProfile, key: bytes, ssrc_type: int) -> pylibsrtp.Session:
    policy = pylibsrtp.Policy(key=key, ssrc_type=ssrc_type, srtp_profile=profile.libsrtp_profile)
    policy.window_size = REPLAY_WINDOW
    policy.allow_repeat_tx = False
    return pylibsrtp.Session(policy)


class DtlsSession:
    """One DTLS association. The owner feeds `datagram`, calls `tick` at `next_due`, and sends what `send` is
    given.

    States: new → handshake → connected → closed. `on_connected(srtp)` and `on_closed(reason)` are called at
    most once each, from within `start`, `datagram`, `tick` or `close`; reason is one of timeout, handshake,
    fingerprint, profile, peer (it said goodbye), flood.
    """

    def __init__(
        self,
        certificate: ServerCertificate,
        role: Role,
        remote_fingerprints: Sequence[tuple[str, str]],
        send: Callable[[bytes], None],
        on_connected: Callable[[Srtp], None],
        on_closed: Callable[[str], None],
    ) -> None:
        """`remote_fingerprints`: (algorithm, value) as in the peer's SDP. `send` takes one datagram."""
        self.state: Literal["new", "handshake", "connected", "closed"] = "new"
        self.srtp: Srtp | None = None
        self._certificate = certificate
        self._role = role
        self._fingerprints = tuple(remote_fingerprints)
        self._send = send
        self._on_connected = on_connected
        self._on_closed = on_closed
        self._deadline = 0.0
        self._datagrams = 0
        self._restarts = 0
        self._ssl = self._connection()

    def _connection(self) -> SSL.Connection:
        connection = SSL.Connection(self._certificate.context)
        if self._role == "server":
            connection.set_accept_state()
        else:
            connection.set_connect_state()
        connection.set_ciphertext_mtu(DTLS_PAYLOAD)
        return connection

    def start(self, now: float) -> None:
        """Call when there is a path to send on: arms the deadline; a client sends its ClientHello.
        Idempotent."""
        if self.state == "new":
            self.state = "handshake"
            self._deadline = now + HANDSHAKE_TIME
            self._handshake()

    def datagram(self, data: bytes, now: float) -> None:
        """One datagram of DTLS records from the peer's address. Never raises on what is in it."""
        if self.state == "new":
            self.start(now)
        if self.state == "closed" or not data:
            return
        if self.state == "connected":
            self._ssl.bio_write(data)
            self._read()
            return
        self._datagrams += 1
        if self._datagrams > MAX_HANDSHAKE_DATAGRAMS:
            self._close("flood")
            return
        if self._role == "server":
            data = _without_alerts(data)
        if data:
            self._ssl.bio_write(data)
            self._handshake()

    def next_due(self, now: float) -> float | None:
        """When to call `tick`. OpenSSL measures its retransmission time (1 s, doubling) by its own clock."""
        if self.state != "handshake":
            return None
        left = self._ssl.DTLSv1_get_timeout()
        return self._deadline if left is None else min(self._deadline, now + left)

    def tick(self, now: float) -> None:
        """Repeat a lost flight, or give up after HANDSHAKE_TIME. Cheap: may be called more often than due."""
        if self.state != "handshake":
            return
        if now >= self._deadline:
            self._close("timeout")
            return
        try:
            self._ssl.DTLSv1_handle_timeout()
        except SSL.Error:
            self._restart()
        self._flush()

    def close(self) -> None:
        """Say goodbye (close_notify) and forget the keys. Does not call `on_closed`."""
        if self.state == "connected":
            try:
                self._ssl.shutdown()
            except SSL.Error:
                self._ssl.get_shutdown()  # the peer was first; nothing to say
            self._flush()
        self.state = "closed"
        self.srtp = None

    def _handshake(self) -> None:
        try:
            self._ssl.do_handshake()
        except SSL.WantReadError:
            self._flush()
        except SSL.Error:
            if self._role == "client":
                self._flush()
            self._restart()
        else:
            self._flush()
            self._secured()

    def _restart(self) -> None:
        """After a failed handshake: a server begins anew, so that a forged hello cannot end the peer, and says
        nothing, as its alert would end the peer's own handshake; a client stops."""
        self._restarts += 1
        if self._role == "client" or self._restarts > MAX_RESTARTS:
            self._close("handshake")
        else:
            self._ssl = self._connection()

    def _secured(self) -> None:
        certificate = self._ssl.get_peer_certificate(as_cryptography=True)
        if certificate is None or not matches(certificate, self._fingerprints):
            self._close("fingerprint")
            return
        chosen = self._ssl.get_selected_srtp_profile()
        profile = next(
            (known for known in self._certificate.profiles if known.openssl_profile == chosen), None
        )
        if profile is None:
            self._close("profile")
            return
        size = 2 * (profile.key_length + profile.salt_length)
        material = self._ssl.export_keying_material(b"EXTRACTOR-dtls_srtp", size)
        self.srtp = Srtp(profile, material, self._role)
        self.state = "connected"
        self._on_connected(self.srtp)

    def _read(self) -> None:
        """Records after the handshake: a repeated flight is answered by OpenSSL, application data is
        dropped."""
        try:
            self._ssl.recv(DTLS_PAYLOAD * 2)
        except SSL.ZeroReturnError:
            self._close("peer")
            return
        except SSL.Error:
            if self._ssl.get_shutdown() & SSL.RECEIVED_SHUTDOWN:
                self._close("peer")
                return
        self._flush()

    def _close(self, reason: str) -> None:
        self.state = "closed"
        self.srtp = None
        self._on_closed(reason)

    def _flush(self) -> None:
        """Hand out what OpenSSL wrote: whole records, as many as fit in one datagram."""
        try:
            data = self._ssl.bio_read(1 << 16)
        except SSL.WantReadError:
            return
        for datagram in _datagrams(data):
            self._send(datagram)


def _without_alerts(data: bytes) -> bytes:
    """The records but those of alerts in the clear: anybody can forge them to end a handshake."""
    kept = b""
    while len(data) >= RECORD_HEADER:
        length = RECORD_HEADER + int.from_bytes(data[11:13], "big")
        if data[0] != ALERT or data[3:5] != b"\0\0":
            kept += data[:length]
        data = data[length:]
    return kept + data


def _datagrams(data: bytes) -> list[bytes]:
    """DTLS 1.2 records (RFC 6347 §4.1: length in the last two bytes of the header) packed into datagrams."""
    datagrams: list[bytes] = []
    start = end = 0
    while end < len(data):
        length = RECORD_HEADER + int.from_bytes(data[end + 11 : end + 13], "big")
        if end > start and end + length - start > DTLS_PAYLOAD:
            datagrams.append(data[start:end])
            start = end
        end += length
    if start < len(data):
        datagrams.append(data[start:])
    return datagrams


def matches(certificate: x509.Certificate, fingerprints: Sequence[tuple[str, str]]) -> bool:
    """One of the fingerprints of the strongest hash given is the certificate's (RFC 8122 §5), in constant
    time."""
    for algorithm in ("sha-512", "sha-384", "sha-256"):
        claimed = [value for name, value in fingerprints if name.lower() == algorithm]
        if claimed:
            digest: Any = certificate.fingerprint(X509_DIGEST_ALGORITHMS[algorithm])
            text = digest.hex(":").upper().encode()
            return any([hmac.compare_digest(text, value.upper().encode()) for value in claimed])
    return False
