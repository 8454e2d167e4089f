"""Canonical JSON (RFC 8785) of what records consist of: objects, lists, strings, whole numbers, true and false.

Numbers with a fraction and null are errors here: JavaScript's number format (RFC 8785 §3.2.2.3) is never needed.
"""

from typing import TypeAlias

import msgspec
import rfc8785

Json: TypeAlias = "dict[str, Json] | list[Json] | str | int | bool"
JsonObject: TypeAlias = dict[str, Json]

LARGEST = 2**53 - 1
"""RFC 7493 §2.2: larger whole numbers are not the same everywhere."""


def encode(value: Json) -> bytes:
    """The one form of `value`. Raises ValueError for what a record may not hold."""
    _check(value)
    return rfc8785.dumps(value)


def decode(data: bytes) -> JsonObject:
    """The object `data` holds. Raises ValueError: no JSON, no object, or something a record may not hold."""
    value = msgspec.json.decode(data)
    if not isinstance(value, dict):
        raise ValueError("a record is an object")
    _check(value)
    return value


def _check(value: object) -> None:
    match value:
        case dict():
            for key, inner in value.items():
                _check(key)
                _check(inner)
        case list():
            for inner in value:
                _check(inner)
        case bool() | str():
            pass  # rfc8785 refuses unpaired surrogates
        case int():
            if abs(value) > LARGEST:
                raise ValueError("a whole number beyond 2^53 in a record")
        case _:
            raise ValueError(f"a {type(value).__name__} in a record")
