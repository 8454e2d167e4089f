"""The Vietnamese order of names, and when two are one. Pure. Lists sort by given name, then by the rest from the left.

Letters compare first, tones only between equal letters (a ă â … d đ e ê …; then ngang,
huyền, hỏi, ngã, sắc, nặng); names are compared, never changed.
"""

import re
import unicodedata
from functools import lru_cache

LETTERS = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_PLACE = {letter: place for place, letter in enumerate(LETTERS, start=1)}
_TONES = {
    "\u0300": 1,
    "\u0309": 2,
    "\u0303": 3,
    "\u0301": 4,
    "\u0323": 5,
}  # huyền hỏi ngã sắc nặng; 0 is ngang

_EDE_GIRL = re.compile("^h['’]", re.IGNORECASE)  # H'Lan stands in the lists under Lan

NameKey = tuple[tuple[int, ...], tuple[int, ...]]


def name_key(full_name: str, given_name: str = "") -> tuple[NameKey, NameKey]:
    """Sort key of a person. `given_name` as the roster says it; without it the last word of the full name."""
    given = given_name or full_name.rsplit(" ", 1)[-1]
    return word_key(_EDE_GIRL.sub("", given)), word_key(full_name)


def word_key(text: str) -> NameKey:
    """Sort key of one word or phrase: its letters, then its tones. Other signs count as a space."""
    letters: list[int] = []
    tones: list[int] = []
    for sign in unicodedata.normalize("NFC", text.casefold()):
        letter, tone = _split(sign)
        letters.append(_PLACE.get(letter, 0))
        tones.append(tone)
    return tuple(letters), tuple(tones)


def _split(sign: str) -> tuple[str, int]:
    """The letter of the alphabet a sign stands for, and its tone. Marks it lacks (ŭ) are dropped."""
    if sign in _PLACE:
        return sign, 0
    parts = unicodedata.normalize("NFD", sign)
    tone = next((_TONES[mark] for mark in parts[1:] if mark in _TONES), 0)
    shaped = unicodedata.normalize("NFC", "".join(mark for mark in parts if mark not in _TONES))
    return (shaped if shaped in _PLACE else parts[0]), tone


@lru_cache(maxsize=20_000)
def same_name(name: str) -> str:
    """Equal for one name however it is typed: NFC or NFD, capitals, Hoà or Hòa. Anh and Ánh stay two."""
    return " ".join(_word(word) for word in unicodedata.normalize("NFD", name.casefold()).split())


def _word(word: str) -> str:
    tones = "".join(sign for sign in word if sign in _TONES)
    letters = unicodedata.normalize("NFC", "".join(sign for sign in word if sign not in _TONES))
    return letters.replace("’", "'").replace("ʼ", "'") + tones
