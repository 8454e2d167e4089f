"""Short texts people type or files carry: names of days off, titles, rooms. Pure."""

import re
import unicodedata
from functools import lru_cache

_NO_WORD = re.compile(r"[^a-z0-9]+")
_SPACES = re.compile(r"\s+")
_HIDDEN = {"Cc", "Cf", "Cs", "Co", "Cn"}
"""Unicode categories of signs nobody sees: controls, bidi marks, halves of pairs, private and unknown ones."""


class BadText(ValueError):
    """It has a sign that cannot be kept."""


def plain(text: str) -> str:
    """One line, composed (NFC), no spaces around or doubled. Raises BadText for signs nobody can see."""
    text = _SPACES.sub(" ", unicodedata.normalize("NFC", text)).strip()
    if any(unicodedata.category(sign) in _HIDDEN for sign in text):
        raise BadText
    return text


def paragraphs(text: str) -> str:
    """The same for texts of several lines."""
    return "\n".join(plain(line) for line in text.strip().splitlines())


@lru_cache(maxsize=20_000)
def fold(text: str) -> str:
    """ "Ngày\\nsinh (1)" and "NGAY SINH 1" are one: letters and digits in one case, words apart by a space."""
    plain = unicodedata.normalize("NFKD", text.replace("đ", "d").replace("Đ", "D")).casefold()
    bare = "".join(sign for sign in plain if not unicodedata.combining(sign))
    return _NO_WORD.sub(" ", bare).strip()
