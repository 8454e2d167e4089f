"""Internal ids: of people random, never a sector code; of classes readable, they stand in addresses."""

import re
import secrets
import unicodedata
from collections.abc import Container

_NO_WORD = re.compile(r"[^a-z0-9]+")


def new_person_id() -> str:
    """12 signs nobody else has."""
    return f"p{secrets.token_hex(6)}"


def new_class_id(code: str, taken: Container[str]) -> str:
    """ "8a3" of 8A3, with something behind it when a class of an earlier year has that."""
    plain = unicodedata.normalize("NFKD", code.replace("đ", "d").replace("Đ", "D")).casefold()
    slug = _NO_WORD.sub("-", "".join(sign for sign in plain if not unicodedata.combining(sign))).strip("-")
    found = slug or "lop"
    while found in taken:
        found = f"{slug or 'lop'}-{secrets.token_hex(2)}"
    return found
