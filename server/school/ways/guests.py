"""A guest's name: what is taken out of it, what it may not be. Pure."""

import re
import unicodedata
from collections.abc import Iterable
from typing import Literal

MAX_GUEST_NAME = 60
_SPACES = re.compile(r"\s+")
_TAGS = re.compile(r"<[^<>]*>|[<>&\"`{}\\]")
_FIRST_WORDS = ("em ", "con ", "ban ", "hs ", "hoc sinh ", "hoc vien ")
_FINE = "'’.-(),"

NameFault = Literal["bad_name", "name_taken"]


def guest_name(typed: str, roster: Iterable[str]) -> tuple[str, NameFault | None]:
    """The name as it is shown, or why there is none.

    Control and direction signs, tags and doubled spaces go. bad_name: nothing is left, more than 60 signs, or letters
    that are not Latin (they can look like others). name_taken: it begins like a name of the class's list.
    """
    plain = "".join(_kept(sign) for sign in unicodedata.normalize("NFC", typed))
    name = _SPACES.sub(" ", _TAGS.sub("", plain)).strip()
    if not _readable(name):
        return "", "bad_name"
    said = _as_read(name)
    if any(_imitates(said, other) for other in map(_folded, roster) if other):
        return "", "name_taken"
    return name, None


def _imitates(said: str, other: str) -> bool:
    return f"{said} ".startswith(f"{other} ") or said.replace(" ", "") == other.replace(" ", "")


def _as_read(name: str) -> str:
    """Without what pupils are called by. "PH em Lê Gia Bảo" stays: so parents call themselves."""
    said = _folded(name)
    return next((said[len(word) :] for word in _FIRST_WORDS if said.startswith(word)), said)


def _kept(sign: str) -> str:
    """Cc, Cf (direction marks, joiners), Cs, Co, Cn go; line ends count as spaces."""
    if sign.isspace():
        return " "
    return "" if unicodedata.category(sign).startswith("C") else sign


def _readable(name: str) -> bool:
    if not 1 <= len(name) <= MAX_GUEST_NAME or not any(sign.isalpha() for sign in name):
        return False
    return all(
        sign in _FINE or sign == " " or "0" <= sign <= "9" or unicodedata.name(sign, "").startswith("LATIN ")
        for sign in name
    )


def _folded(name: str) -> str:
    """How a name is read at a glance: no case, no marks, no punctuation, đ as d."""
    bare = "".join(
        sign for sign in unicodedata.normalize("NFKD", name.casefold()) if not unicodedata.combining(sign)
    )
    return " ".join("".join(sign if sign.isalnum() else " " for sign in bare.replace("đ", "d")).split())
