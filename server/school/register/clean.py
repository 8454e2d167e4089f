"""What people and files may write of a person, checked and put in one form. Pure; raises BadField with a code."""

import re
import unicodedata
from datetime import date

from server.school.texts import BadText, plain

MAX_NAME = 100
MAX_CLASS = 20
OLDEST_YEARS, YOUNGEST_YEARS = 110, 3
_NAME_SIGNS = frozenset(" '’ʼ-.")
_OLD_FONTS = frozenset("¨©ª«¬®¯°±²³´µ¶·¸¹º»¼½¾¿×÷¡¢£¤¥¦§")
"""What TCVN3 letters look like when a file of that age is read as Unicode ("NguyÔn V¨n An")."""
_MOET = re.compile(r"[0-9]{10}")
_CITIZEN = re.compile(r"[0-9]{12}")
_EMAIL = re.compile(r"[^@\s<>\"',;]{1,64}@[A-Za-z0-9.-]{1,190}\.[A-Za-z]{2,}")
_CLASS = re.compile(r"[\w][\w./ -]*")


class BadField(ValueError):
    """`code` is one of importing/words.py; the API and the page know it, too."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def clean_name(text: str) -> str:
    """A full name as it is printed: composed, one space between words."""
    name = _plain(text, MAX_NAME)
    if not name:
        raise BadField("missing")
    if _OLD_FONTS & set(name):
        raise BadField("wrong_encoding")
    if not all(
        unicodedata.category(sign)[0] in "LM" or sign.isdigit() or sign in _NAME_SIGNS for sign in name
    ):
        raise BadField("bad_name")
    if not any(sign.isalpha() for sign in name):
        raise BadField("bad_name")
    return name


def given_name(full_name: str) -> str:
    """The last word, which is the given name of nearly everybody; a person may say otherwise (Y Khôi Niê)."""
    return full_name.rsplit(" ", 1)[-1]


def clean_text(text: str, limit: int) -> str:
    """A short text of any other kind."""
    return _plain(text, limit)


def clean_class(text: str) -> str:
    """A class's name, e.g. "8A3", "10/2", "Lá 1"."""
    code = _plain(text, MAX_CLASS)
    if not _CLASS.fullmatch(code):
        raise BadField("bad_class")
    return code


def clean_moet(text: str) -> str:
    """Mã định danh of the sector database: 10 digits."""
    code = "".join(text.split())
    if not _MOET.fullmatch(code) or not code.isascii():
        raise BadField("bad_id")
    return code


def clean_citizen(text: str) -> str:
    """Số định danh cá nhân: 12 digits."""
    code = "".join(text.split())
    if not _CITIZEN.fullmatch(code) or not code.isascii():
        raise BadField("bad_id")
    return code


def clean_birth(day: date, today: date) -> str:
    """The ISO date of a birth that is possible for somebody at a school."""
    age = today.year - day.year
    if age < YOUNGEST_YEARS:
        raise BadField("future_birth")
    if age > OLDEST_YEARS:
        raise BadField("bad_date")
    return day.isoformat()


def clean_email(text: str) -> str:
    """An address that looks like one, in lower case."""
    email = _plain(text, 254).casefold()
    if not _EMAIL.fullmatch(email):
        raise BadField("bad_email")
    return email


def _plain(text: str, limit: int) -> str:
    try:
        one_line = plain(text)
    except BadText as error:
        raise BadField("bad_text") from error
    if len(one_line) > limit:
        raise BadField("too_long")
    return one_line
