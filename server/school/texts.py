"""Short texts people type or files carry: names of days off, titles, rooms. Pure."""

import re
import unicodedata

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
