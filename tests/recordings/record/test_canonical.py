"""RFC 8785 for what records consist of, checked by an encoder written apart, from the RFC's text."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recordings.record.canonical import LARGEST, Json, decode, encode, recode

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
NAMES = st.text(st.characters(max_codepoint=127), max_size=8)
VALUES: st.SearchStrategy[Json] = st.recursive(
    st.booleans() | st.integers(-LARGEST, LARGEST) | TEXT,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(NAMES, inner, max_size=4),
    max_leaves=20,
)
ESCAPES = {"\b": "\\b", "\t": "\\t", "\n": "\\n", "\f": "\\f", "\r": "\\r", '"': '\\"', "\\": "\\\\"}


def plain(value: Json) -> str:
    """§3.2.2.2 strings, §3.2.3 order by UTF-16 code units, no white space."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, str):
        return '"' + "".join(map(sign, value)) + '"'
    if isinstance(value, list):
        return "[" + ",".join(map(plain, value)) + "]"
    names = sorted(value, key=lambda name: name.encode("utf-16-be"))
    return "{" + ",".join(f"{plain(name)}:{plain(value[name])}" for name in names) + "}"


def sign(one: str) -> str:
    if one in ESCAPES:
        return ESCAPES[one]
    return f"\\u{ord(one):04x}" if ord(one) < 0x20 else one


@given(VALUES)
def test_the_same_bytes_as_the_other_encoder(value: Json) -> None:
    data = encode(value)
    assert data == plain(value).encode()
    assert json.loads(data) == value


@given(st.dictionaries(NAMES, VALUES, max_size=5))
def test_read_back_and_written_again(value: dict[str, Json]) -> None:
    assert decode(encode(value)) == value
    assert encode(decode(encode(value))) == encode(value)


@given(st.dictionaries(NAMES, VALUES, max_size=5))
def test_the_fast_writer_writes_the_same(value: dict[str, Json]) -> None:
    assert recode(value) == encode(value)


def test_names_stand_in_order_without_white_space() -> None:
    assert (
        encode({"b": [1, True], "\r": "\u2028", "A": {"": -0}})
        == '{"\\r":"\u2028","A":{"":0},"b":[1,true]}'.encode()
    )


@pytest.mark.parametrize(
    "value",
    [
        1.0,
        0.5,
        None,
        {"a": [1, {"b": 2.5}]},
        {"a": None},
        "\ud800",
        {"\udfff": 1},
        2**53,
        -(2**53),
        b"x",
        {"tên": 1},
    ],
)
def test_what_a_record_may_not_hold(value: object) -> None:
    with pytest.raises(ValueError):
        encode(value)  # type: ignore[arg-type]


@pytest.mark.parametrize("data", [b"", b"[]", b"1", b"{", b"null", b"\xff", b'{"a":"\\ud800"}'])
def test_what_is_no_record(data: bytes) -> None:
    with pytest.raises(ValueError):
        decode(data)
