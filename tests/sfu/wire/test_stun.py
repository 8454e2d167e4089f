import pytest
from aioice.stun import Class, Message, Method, parse_message
from hypothesis import given
from hypothesis import strategies as st

from sfu.wire import stun

TRANSACTION = bytes(range(12))
PASSWORD = "p" * 24


def request(**options: object) -> bytes:
    return stun.build_request(TRANSACTION, "server:client", PASSWORD, **options)  # type: ignore[arg-type]


def test_a_check_is_read() -> None:
    parsed = stun.parse_request(request(nominate=True))
    assert (parsed.transaction, parsed.local_ufrag, parsed.remote_ufrag) == (TRANSACTION, "server", "client")
    assert parsed.nominates and not parsed.controlled
    assert parsed.authentic(PASSWORD)
    assert not parsed.authentic("q" * 24)


def test_a_controlled_asker_says_so() -> None:
    parsed = stun.parse_request(request(controlling=None))
    assert parsed.controlled and not parsed.nominates


def test_the_client_reads_the_answer() -> None:
    answer = stun.success(stun.parse_request(request()), PASSWORD, ("192.0.2.7", 4711))
    assert stun.parse_success(answer, PASSWORD) == (TRANSACTION, ("192.0.2.7", 4711))
    with pytest.raises(ValueError, match="integrity"):
        stun.parse_success(answer, "other" * 5)


def test_ipv6_is_mapped_too() -> None:
    answer = stun.success(stun.parse_request(request()), PASSWORD, ("fd00::2", 1))
    assert stun.parse_success(answer, PASSWORD)[1] == ("fd00::2", 1)


def test_role_conflict_is_an_authentic_487() -> None:
    message = parse_message(stun.role_conflict(stun.parse_request(request()), PASSWORD))
    assert message.message_class == Class.ERROR and message.error_code == 487
    assert message.check_message_integrity(PASSWORD.encode())
    with pytest.raises(ValueError, match="success"):
        stun.parse_success(bytes(message), PASSWORD)


def test_without_integrity_nothing_is_authentic() -> None:
    message = Message(Method.BINDING, Class.REQUEST, TRANSACTION, {"USERNAME": "server:client"})
    with pytest.raises(ValueError, match="fingerprint"):
        stun.parse_request(bytes(message))
    message.add_fingerprint()
    assert not stun.parse_request(bytes(message)).authentic(PASSWORD)


@pytest.mark.parametrize("user_name", ["", "server", ":client", "server:"])
def test_user_names_of_one_fragment(user_name: str) -> None:
    with pytest.raises(ValueError, match="user name"):
        stun.parse_request(stun.build_request(TRANSACTION, user_name, PASSWORD))


@pytest.mark.parametrize(
    "data",
    [
        b"",
        request()[:19],
        request()[:-4],
        request() + bytes(4),
        request()[:4] + b"\x00\x00\x00\x00" + request()[8:],
        request()[:-1] + bytes([request()[-1] ^ 1]),  # FINGERPRINT
        bytes(Message(Method.BINDING, Class.INDICATION, TRANSACTION, {"USERNAME": "a:b"})),
        bytes(Message(Method.ALLOCATE, Class.REQUEST, TRANSACTION, {"USERNAME": "a:b"})),
    ],
)
def test_what_is_no_check_is_a_value_error(data: bytes) -> None:
    with pytest.raises(ValueError):
        stun.parse_request(data)


def test_a_flipped_bit_anywhere_is_not_authentic() -> None:
    whole = request(nominate=True)
    for index in range(len(whole) * 8):
        data = bytearray(whole)
        data[index // 8] ^= 1 << index % 8
        try:
            parsed = stun.parse_request(bytes(data))
        except ValueError:
            continue
        assert not parsed.authentic(PASSWORD), index


@given(st.binary(max_size=200))
def test_random_bytes_raise_only_value_error(data: bytes) -> None:
    with pytest.raises(ValueError):
        stun.parse_request(data)


@given(st.binary(max_size=120).map(lambda body: body[: len(body) & ~3]))
def test_random_attributes_raise_only_value_error(body: bytes) -> None:
    header = b"\x00\x01" + len(body).to_bytes(2, "big") + stun.MAGIC_COOKIE + TRANSACTION
    for parse in (stun.parse_request, lambda data: stun.parse_success(data, PASSWORD)):
        try:
            parse(header + body)
        except ValueError:
            continue


@given(st.sampled_from([6, 8, 9, 0x20, 0x24, 0x25, 0x8028, 0x8029, 0x802A]), st.binary(max_size=40))
def test_known_attributes_of_any_content_raise_only_value_error(kind: int, value: bytes) -> None:
    padded = value + bytes(-len(value) % 4)
    body = kind.to_bytes(2, "big") + len(value).to_bytes(2, "big") + padded
    header = b"\x00\x01" + len(body).to_bytes(2, "big") + stun.MAGIC_COOKIE + TRANSACTION
    try:
        stun.parse_request(header + body)
    except ValueError:
        return
