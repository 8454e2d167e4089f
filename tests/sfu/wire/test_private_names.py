"""The private names sfu/wire/dtls.py and stun.py rest on: this fails first when an upgrade moves them."""

from importlib.metadata import version

import pylibsrtp
from aioice.stun import Class, Message, Method, parse_message
from aiortc import rtcdtlstransport
from OpenSSL import SSL
from pylibsrtp import _binding

from sfu.wire.arena import ffi


def test_pinned_versions() -> None:
    assert (version("aiortc"), version("aioice"), version("pylibsrtp")) == ("1.16.0", "0.13.0", "1.0.0")


def test_aiortc() -> None:
    certificate = rtcdtlstransport.RTCCertificate.generateCertificate()
    context = certificate._create_ssl_context([rtcdtlstransport.SRTP_AEAD_AES_128_GCM])
    assert isinstance(context, SSL.Context)
    assert set(rtcdtlstransport.X509_DIGEST_ALGORITHMS) == {"sha-256", "sha-384", "sha-512"}
    profile = rtcdtlstransport.SRTP_AES128_CM_SHA1_80
    assert (profile.openssl_profile, profile.key_length, profile.salt_length) == (
        b"SRTP_AES128_CM_SHA1_80",
        16,
        14,
    )
    assert profile.get_key_and_salt(bytes(range(60)), 1) == bytes([*range(16, 32), *range(46, 60)])


def test_pylibsrtp() -> None:
    for name in ("srtp_protect", "srtp_unprotect", "srtp_protect_rtcp", "srtp_unprotect_rtcp"):
        signature = _binding.ffi.typeof(getattr(_binding.lib, name))
        assert [argument.cname for argument in signature.args] == ["struct srtp_ctx_t_ *", "void *", "int *"]
    assert _binding.lib.srtp_err_status_ok == 0
    assert pylibsrtp.ERRORS[9:11] == [
        "replay check failed (bad index)",
        "replay check failed (index too old)",
    ]
    policy = pylibsrtp.Policy(key=bytes(30), ssrc_type=pylibsrtp.Policy.SSRC_ANY_OUTBOUND)
    assert _binding.ffi.typeof(pylibsrtp.Session(policy)._srtp[0]).cname == "struct srtp_ctx_t_ *"


def test_one_cffi_library_takes_memory_of_another() -> None:
    assert _binding.ffi.typeof("int *") is ffi.typeof("int *")


def test_aioice() -> None:
    message = Message(Method.BINDING, Class.REQUEST, bytes(12), {"USERNAME": "a:b"})
    message.add_message_integrity(b"key")
    assert parse_message(bytes(message)).check_message_integrity(b"key")
