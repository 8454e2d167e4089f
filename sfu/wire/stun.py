"""STUN binding requests and responses of ICE (RFC 8489, RFC 8445 §7), on aioice's message class.

Pure. Raises only ValueError on bytes from the network. Serves the server (ice.py) and the light client.
"""

import struct
from dataclasses import dataclass

from aioice.stun import Class, Message, Method, parse_message

MAGIC_COOKIE = b"\x21\x12\xa4\x42"
HEADER = 20
FINGERPRINT_HEADER = b"\x80\x28\x00\x04"
USE_CANDIDATE = "USE-CANDIDATE"
ROLE_CONFLICT = (487, "Role Conflict")


@dataclass(frozen=True, slots=True)
class BindingRequest:
    """A parsed but not yet authenticated connectivity check (RFC 8445 §7.1)."""

    message: Message
    transaction: bytes
    local_ufrag: str
    """Of the one who is asked: which peer this is for."""
    remote_ufrag: str
    nominates: bool
    """USE-CANDIDATE is there."""
    controlled: bool
    """The asker says ICE-CONTROLLED."""

    def authentic(self, password: str) -> bool:
        """MESSAGE-INTEGRITY is there and made with `password` (ours); compared in constant time."""
        return bool(self.message.check_message_integrity(password.encode()))


def parse(data: bytes) -> Message:
    """Any STUN message. ValueError unless length, magic cookie, attributes and a FINGERPRINT, if any, are
    right."""
    if len(data) < HEADER or len(data) % 4 or data[4:8] != MAGIC_COOKIE:
        raise ValueError("not a STUN message")
    try:
        return parse_message(data)
    except struct.error as error:  # aioice lets it out on an attribute too short for its type
        raise ValueError(f"STUN attribute: {error}") from error


def parse_request(data: bytes) -> BindingRequest:
    """A binding request with a USERNAME of two fragments; anything else is a ValueError."""
    message = parse(data)
    if message.message_method != Method.BINDING or message.message_class != Class.REQUEST:
        raise ValueError("not a binding request")
    if data[-8:-4] != FINGERPRINT_HEADER:
        raise ValueError("no fingerprint (RFC 8445 §7.1)")
    local, colon, remote = message.attributes.get("USERNAME", "").partition(":")
    if not (local and colon and remote):
        raise ValueError("no user name of two fragments")
    return BindingRequest(
        message=message,
        transaction=message.transaction_id,
        local_ufrag=local,
        remote_ufrag=remote,
        nominates=USE_CANDIDATE in message.attributes,
        controlled="ICE-CONTROLLED" in message.attributes,
    )


def success(request: BindingRequest, password: str, mapped: tuple[str, int]) -> bytes:
    """The success response, saying `mapped`, the (host, port) the request came from."""
    return _response(request, Class.RESPONSE, {"XOR-MAPPED-ADDRESS": mapped}, password)


def role_conflict(request: BindingRequest, password: str) -> bytes:
    """Error 487: the asker must take the controlling role (RFC 8445 §7.3.1.1)."""
    return _response(request, Class.ERROR, {"ERROR-CODE": ROLE_CONFLICT}, password)


def _response(
    request: BindingRequest,
    message_class: Class,
    attributes: dict[str, tuple[str, int] | tuple[int, str]],
    password: str,
) -> bytes:
    message = Message(Method.BINDING, message_class, request.transaction, attributes)
    message.add_message_integrity(password.encode())
    return bytes(message)


def build_request(
    transaction: bytes,
    user_name: str,
    password: str,
    *,
    priority: int = 1,
    nominate: bool = False,
    controlling: int | None = 1,
) -> bytes:
    """A check as a controlling (or, with `controlling=None`, controlled) client sends it.

    `user_name` is "<server's ufrag>:<own ufrag>", `password` the server's, `controlling` the tie-breaker.
    """
    message = Message(
        Method.BINDING, Class.REQUEST, transaction, {"USERNAME": user_name, "PRIORITY": priority}
    )
    if controlling is None:
        message.attributes["ICE-CONTROLLED"] = 1
    else:
        message.attributes["ICE-CONTROLLING"] = controlling
    if nominate:
        message.attributes[USE_CANDIDATE] = None
    message.add_message_integrity(password.encode())
    return bytes(message)


def parse_success(data: bytes, password: str) -> tuple[bytes, tuple[str, int]]:
    """(transaction, our address as the server saw it) of an authentic success response, else ValueError."""
    message = parse(data)
    if message.message_method != Method.BINDING or message.message_class != Class.RESPONSE:
        raise ValueError("not a binding success response")
    if not message.check_message_integrity(password.encode()):
        raise ValueError("wrong message integrity")
    mapped = message.attributes.get("XOR-MAPPED-ADDRESS")
    if mapped is None:
        raise ValueError("no mapped address")
    return message.transaction_id, mapped
