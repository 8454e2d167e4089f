"""Whom and what short names mean: "Ng. Lan", "cô Lan", "Văn", "T.Anh". Pure.

Letters with their marks go first ("Hùng" is not "Hưng" while there is a Hùng), then without. A name that may mean
several is nobody's: the caller asks the assignments, then a person.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence

from server.school.importing.plans.known import KnownClass, KnownSubject, KnownTeacher
from server.school.planning.subjects import is_activities
from server.school.texts import fold

_TITLE = re.compile(r"^(thầy|cô|th|gv|mr|mrs|ms|t|c)[\s.]+", re.IGNORECASE)
_WORDS = re.compile(r"[^\W\d_]+")
_CLASS = re.compile(r"^(lop|lp)\s+")

ALIASES: Mapping[str, tuple[str, ...]] = {
    "ngu van": ("văn", "ngữ văn", "n.văn", "NV"),
    "tieng anh": ("anh", "T.Anh", "TA", "anh văn", "AV", "ngoại ngữ", "NN", "ngoại ngữ 1"),
    "toan": ("toán", "toán học"),
    "vat li": ("lí", "lý", "V.lí", "V.lý"),
    "hoa hoc": ("hóa",),
    "sinh hoc": ("sinh",),
    "giao duc the chat": ("thể dục", "TD", "GDTC", "thể chất"),
    "giao duc cong dan": ("GDCD", "công dân", "CD"),
    "giao duc kinh te va phap luat": ("KTPL", "GDKT-PL", "GDKTPL", "kinh tế pháp luật"),
    "giao duc quoc phong va an ninh": ("GDQP", "QPAN", "GDQP-AN", "quốc phòng"),
    "khoa hoc tu nhien": ("KHTN",),
    "tin hoc": ("tin",),
    "cong nghe": ("CN", "C.nghệ", "CNghệ", "công nghệ"),
    "am nhac": ("nhạc", "ÂN"),
    "mi thuat": ("MT", "mỹ thuật", "M.thuật"),
    "lich su": ("sử",),
    "dia li": ("địa", "địa lý"),
    "noi dung giao duc cua dia phuong": ("GDĐP", "GD địa phương", "NDGDĐP"),
    "hoat dong trai nghiem": ("HĐTN", "TN", "HĐTN-HN", "HĐTNHN", "trải nghiệm"),
    "tieng viet": ("TV",),
    "tu nhien va xa hoi": ("TNXH", "TN&XH"),
    "dao duc": ("ĐĐ",),
    "khoa hoc": ("KH",),
}
"""What timetables call the subjects of the programme of 2018, by the folded beginning of the name."""


def loose(text: str) -> str:
    """Folded, with y as i: "Vật lý" and "Vật lí" are one."""
    return fold(text).replace("y", "i")


class ClassNames:
    """Classes by what headings call them: "6A1", "Lớp 6a1", "6/1"."""

    def __init__(self, classes: Iterable[KnownClass]) -> None:
        self._by_name = {_joined(one.code): one for one in classes}

    def find(self, text: str) -> KnownClass | None:
        """The class a whole text names; what follows in parentheses or lines below (its teacher, room) is left out."""
        first = re.split(r"[\n(]", text.strip(), maxsplit=1)[0]
        return self._by_name.get(_joined(first))

    def looks_like_one(self, text: str) -> bool:
        """Whether a text that names no class has the form of one: a mistyped or unknown class."""
        first = re.split(r"[\n(]", text.strip(), maxsplit=1)[0]
        return re.fullmatch(r"(lop)?1?[0-9][a-z][a-z0-9]{0,3}", _joined(first)) is not None


class SubjectNames:
    """Subjects by code, name, short name and what schools usually call them."""

    def __init__(self, subjects: Iterable[KnownSubject]) -> None:
        self._subjects = tuple(subjects)
        self._exact = _index(self._subjects, lambda text: _marked(text))
        self._loose = _index(self._subjects, loose)

    def find(self, text: str) -> list[KnownSubject]:
        """None, one, or those it may be."""
        return self._exact.get(_marked(text)) or self._loose.get(loose(text)) or []

    @property
    def activities(self) -> KnownSubject | None:
        """Hoạt động trải nghiệm: chào cờ and sinh hoạt lớp are periods of it."""
        return next((one for one in self._subjects if is_activities(one.name)), None)


class TeacherNames:
    """Teachers by sector code, full name, and any shortening that ends in the given name."""

    def __init__(self, teachers: Iterable[KnownTeacher]) -> None:
        self._teachers = tuple(teachers)
        self._found: dict[str, list[KnownTeacher]] = {}

    def find(self, text: str) -> list[KnownTeacher]:
        """Who it may be."""
        if text not in self._found:
            self._found[text] = self._look(text)
        return self._found[text]

    def _look(self, text: str) -> list[KnownTeacher]:
        coded = [one for one in self._teachers if one.moet_id and one.moet_id == text.strip()]
        if coded:
            return coded
        for said in (text, _TITLE.sub("", text.strip())):
            for form in (_marked_words, _bare_words):
                words = form(said)
                whole = [one for one in self._teachers if form(one.full_name) == words]
                found = whole or [one for one in self._teachers if _shortens(words, form(one.full_name))]
                if found:
                    return found
        return []


def _index(subjects: Sequence[KnownSubject], form: Callable[[str], str]) -> dict[str, list[KnownSubject]]:
    """Own names win over usual ones."""
    own: dict[str, list[KnownSubject]] = {}
    usual: dict[str, list[KnownSubject]] = {}
    for one in subjects:
        for name in one.names:
            _put(own, form(name), one)
        for beginning, aliases in ALIASES.items():
            if loose(one.name) == beginning or (
                beginning.startswith("hoat") and loose(one.name).startswith(beginning)
            ):
                for alias in aliases:
                    _put(usual, form(alias), one)
    return {**usual, **own}


def _put(where: dict[str, list[KnownSubject]], key: str, one: KnownSubject) -> None:
    known = where.setdefault(key, [])
    if one not in known:
        known.append(one)


def _joined(text: str) -> str:
    return _CLASS.sub("", fold(text)).replace(" ", "")


def _marked(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).casefold().split())


def _marked_words(text: str) -> list[str]:
    return _WORDS.findall(_marked(text))


def _bare_words(text: str) -> list[str]:
    return fold(text).split()


def _shortens(words: Sequence[str], full: Sequence[str]) -> bool:
    """Whether the last word is the given name and each before it begins a word of the full name, in order."""
    if not words or not full or words[-1] != full[-1]:
        return False
    place = 0
    for word in words[:-1]:
        while place < len(full) - 1 and not full[place].startswith(word):
            place += 1
        if place >= len(full) - 1:
            return False
        place += 1
    return True
