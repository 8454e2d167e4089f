"""Attacks on tokens: none opens a door."""

import base64
import hmac
import json
from hashlib import sha256, sha512
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.http.tokens import DayClaims, Issued, JoinClaims, TokenError, Tokens
from tests.server.http.world import SECRET

NOW = 1_800_000_000_000
TOKENS = Tokens(SECRET.encode())
GOOD: dict[str, Any] = {
    "kind": "join", "lesson": "l1", "person": "hs-8a3-05", "name": "Lê Gia Bảo", "role": "student", "jti": "j1",
    "exp": NOW // 1000 + 60, "iat": NOW // 1000,
}  # fmt: skip


def b64(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def signed(header: object, claims: object, key: bytes = SECRET.encode(), digest: Any = sha256) -> str:
    """A JWS made by hand, independent of the library."""
    text = f"{b64(json.dumps(header).encode())}.{b64(json.dumps(claims).encode())}"
    return f"{text}.{b64(hmac.new(key, text.encode(), digest).digest())}"


def code_of(token: str, lesson: str | None = None, now: int = NOW) -> str:
    with pytest.raises(TokenError) as caught:
        TOKENS.read_join(token, now, lesson)
    return caught.value.code


def issued() -> Issued:
    return TOKENS.join("l1", "hs-8a3-05", "Lê Gia Bảo", "student", 60, NOW)


def test_what_was_put_in_comes_out() -> None:
    made = issued()
    claims = TOKENS.read_join(made.token, NOW, "l1")
    assert (claims.lesson, claims.person, claims.name, claims.role) == (
        "l1",
        "hs-8a3-05",
        "Lê Gia Bảo",
        "student",
    )
    assert (claims.jti, claims.exp * 1000, claims.iat * 1000) == (made.jti, made.expires_at, NOW)
    day = TOKENS.day("gv-01", "teacher", "Lan", NOW)
    assert TOKENS.read(day.token, NOW).person == "gv-01"


def test_a_token_made_by_hand_with_the_key_is_good() -> None:
    assert TOKENS.read_join(signed({"alg": "HS256", "typ": "JWT"}, GOOD), NOW).jti == "j1"


def name_in(issued: Issued) -> str:
    claims = TOKENS.read(issued.token, NOW)
    assert isinstance(claims, JoinClaims | DayClaims)
    return claims.name


@pytest.mark.parametrize("letter", ["n", "ễ", "\u0e49", "\u05d0", "😀", "<", '"', "\x01"])
def test_a_name_of_300_letters_of_any_script_fits(letter: str) -> None:
    name, lesson, person = letter * 300, "l" * 64, "p" * 64
    join = TOKENS.join(lesson, person, name, "observer", 60, NOW)
    day = TOKENS.day(person, "observer", name, NOW)
    assert TOKENS.read_join(join.token, NOW, lesson).name == name
    assert name_in(day) == name
    assert max(len(join.token), len(day.token)) < 3200


def test_a_longer_name_is_cut_and_the_link_works() -> None:
    assert name_in(TOKENS.join("l1", "p", "ễ" * 5000, "student", 60, NOW)) == "ễ" * 300
    assert name_in(TOKENS.day("p", "student", "ễ" * 5000, NOW)) == "ễ" * 300


def test_expired_to_the_millisecond() -> None:
    made = issued()
    TOKENS.read_join(made.token, made.expires_at - 1)
    assert code_of(made.token, now=made.expires_at) == "expired"


def test_another_lesson_or_kind_is_foreign() -> None:
    assert code_of(issued().token, lesson="l2") == "foreign"
    assert code_of(TOKENS.day("gv-01", "teacher", "Lan", NOW).token) == "foreign"


@pytest.mark.parametrize(
    "header",
    [
        {"alg": "none"},
        {"alg": "None"},
        {"alg": "HS512"},
        {"alg": "RS256"},
        {},
        {"alg": ["HS256"]},
        {"alg": "HS256", "crit": ["exp"]},
        {"alg": "HS256", "b64": False, "crit": ["b64"]},
        [],
        "HS256",
    ],
)
def test_only_the_one_algorithm(header: object) -> None:
    digest = sha512 if header == {"alg": "HS512"} else sha256
    assert code_of(signed(header, GOOD, digest=digest)) == "forged"


def test_alg_none_without_a_signature() -> None:
    for name in ("none", "NONE", "HS256"):
        text = f"{b64(json.dumps({'alg': name}).encode())}.{b64(json.dumps(GOOD).encode())}."
        assert code_of(text) == "forged"


@pytest.mark.parametrize("key", [b"", b"x" * 32, SECRET.encode()[:-1]])
def test_another_key(key: bytes) -> None:
    assert code_of(signed({"alg": "HS256"}, GOOD, key=key)) == "forged"


def test_a_key_brought_along_is_not_used() -> None:
    own = b"k" * 32
    jwk = {"kty": "oct", "k": b64(own)}
    assert code_of(signed({"alg": "HS256", "jwk": jwk}, GOOD, key=own)) == "forged"
    assert code_of(signed({"alg": "HS256", "kid": "../../dev/null"}, GOOD, key=b"")) == "forged"


@pytest.mark.parametrize(
    "change",
    [
        {"exp": "tomorrow"},
        {"exp": None},
        {"exp": 1e308},
        {"role": "headmaster"},
        {"person": ""},
        {"person": "a b"},
        {"person": "x" * 65},
        {"kind": "session"},
        {"name": ["x"]},
        {"jti": ""},
    ],
)
def test_claims_of_the_wrong_shape(change: dict[str, Any]) -> None:
    assert code_of(signed({"alg": "HS256"}, {**GOOD, **change})) == "forged"


@pytest.mark.parametrize("missing", sorted(GOOD))
def test_claims_that_lack_one(missing: str) -> None:
    claims = {name: value for name, value in GOOD.items() if name != missing}
    assert code_of(signed({"alg": "HS256"}, claims)) == "forged"


def test_changed_payload_keeps_the_old_signature() -> None:
    header, _, signature = issued().token.split(".")
    assert (
        code_of(f"{header}.{b64(json.dumps({**GOOD, 'role': 'teacher'}).encode())}.{signature}") == "forged"
    )


@pytest.mark.parametrize(
    "text", ["", ".", "..", "a.b.c", "a.b.c.d.e", "é", "\x00", "[]" * 99, "a" * 4097, "." * 4000]
)
def test_no_token_at_all(text: str) -> None:
    assert code_of(text) == "forged"


def test_huge_but_well_signed() -> None:
    assert code_of(signed({"alg": "HS256"}, {**GOOD, "more": "x" * 4096})) == "forged"


@given(st.text(max_size=300))
def test_any_text_raises_token_error_only(text: str) -> None:
    assert code_of(text) == "forged"


@given(st.binary(max_size=200), st.binary(max_size=200))
def test_any_bytes_signed_with_the_key(header: bytes, claims: bytes) -> None:
    text = f"{b64(header)}.{b64(claims)}"
    token = f"{text}.{b64(hmac.new(SECRET.encode(), text.encode(), sha256).digest())}"
    assert code_of(token) == "forged"


def test_two_tokens_differ_and_a_short_secret_is_refused() -> None:
    assert issued().jti != issued().jti
    with pytest.raises(ValueError, match="32 bytes"):
        Tokens(b"short")
