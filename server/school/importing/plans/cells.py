"""What a cell of a timetable says: "Toán - Lan", "Văn\\nThuận (P.12)", "Chào cờ". Pure."""

import re
from collections.abc import Iterator

from msgspec import Struct

from server.school.importing.plans.known import KnownSubject
from server.school.importing.plans.names import SubjectNames, TeacherNames
from server.school.lessons import Kind
from server.school.texts import fold

_KINDS: dict[str, Kind] = {
    "chao co": "chao_co", "cc": "chao_co", "shdc": "chao_co", "sinh hoat duoi co": "chao_co", "ccdt": "chao_co",
    "shl": "sinh_hoat_lop", "sinh hoat lop": "sinh_hoat_lop", "sh lop": "sinh_hoat_lop", "shcn": "sinh_hoat_lop",
    "sinh hoat": "sinh_hoat_lop", "sinh hoat cuoi tuan": "sinh_hoat_lop", "gvcn": "sinh_hoat_lop",
    "hdtn shdc": "chao_co", "hdtn shl": "sinh_hoat_lop", "hdtn sinh hoat lop": "sinh_hoat_lop",
    "hdtn sinh hoat duoi co": "chao_co", "hdtn chao co": "chao_co",
}  # fmt: skip
_NOTHING = frozenset({"", "x", "nghi", "trong"})
_ROOM = re.compile(
    r"[\s(,;–-]*\(?\b(?:p|ph|phòng)\.?\s*([A-Z]?[0-9][0-9A-Za-z.\-]{0,8})\)?\s*$", re.IGNORECASE
)
_STRONG = re.compile(r"\s*\n\s*|\s+[-–—/]\s+|\s*[–—]\s*")
_WEAK = re.compile(r"\s*[-/:]\s*|\s*\(\s*|\s*,\s*")


class Said(Struct, frozen=True):
    """A cell's parts. `subject`: what was understood; `subject_text` what it calls it. `teacher_text` "": nobody."""

    kind: Kind = "tiet_hoc"
    subjects: tuple[KnownSubject, ...] = ()
    subject_text: str = ""
    teacher_text: str = ""
    room: str | None = None


def read_cell(text: str, subjects: SubjectNames, teachers: TeacherNames) -> Said | None:
    """The parts of a cell; None for an empty one. A subject nobody knows has no `subjects`."""
    if fold(text) in _NOTHING:
        return None
    text, room = _without_room(text.strip())
    plain = _kind(text, "")
    if plain is not None:
        return Said(plain, subject_text=text, room=room)
    whole = subjects.find(text)
    if whole:
        return Said(subjects=tuple(whole), subject_text=text, room=room)
    for left, right in _splits(text):
        kind = _kind(left, right)
        if kind is not None:
            return Said(kind, subject_text=left, teacher_text=right, room=room)
        found = subjects.find(left)
        if found:
            return Said(subjects=tuple(found), subject_text=left, teacher_text=right, room=room)
    for left, right in _splits(text):  # the teacher's name first
        found = subjects.find(right)
        if found and teachers.find(left):
            return Said(subjects=tuple(found), subject_text=right, teacher_text=left, room=room)
    left, right = next(_splits(text), (text, ""))
    return Said(subject_text=left, teacher_text=right, room=room)


def _kind(left: str, right: str) -> Kind | None:
    """Chào cờ and sinh hoạt lớp; "HĐTN (SHL)" is the latter, too."""
    return _KINDS.get(fold(left)) or _KINDS.get(f"{fold(left)} {fold(right)}")


def _without_room(text: str) -> tuple[str, str | None]:
    found = _ROOM.search(text)
    if found is None or found.start() == 0:
        return text, None
    return text[: found.start()].strip(), found[1]


def _splits(text: str) -> Iterator[tuple[str, str]]:
    """Where subject and teacher may part: at line breaks and dashes with spaces first, then at any sign."""
    for pattern in (_STRONG, _WEAK):
        for found in pattern.finditer(text):
            left, right = text[: found.start()].strip(), text[found.end() :].strip(" )\n\t")
            if left and right:
                yield " ".join(left.split()), " ".join(right.split())
