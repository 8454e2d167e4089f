"""The school's subjects and what files and people call them."""

from collections.abc import Iterable, Sequence
from typing import Annotated

from msgspec import Meta, Struct
from msgspec.structs import asdict
from sqlalchemy import select
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection

from server.school.texts import fold
from server.store.tables import subjects


class Subject(Struct, frozen=True, forbid_unknown_fields=True):
    """A subject: "NGUVAN", "Ngữ văn", "Văn". An inactive one is taught no more."""

    code: Annotated[str, Meta(pattern=r"^[A-Z0-9_]{1,20}$")]
    name: Annotated[str, Meta(min_length=1, max_length=100)]
    short: Annotated[str, Meta(min_length=1, max_length=30)]
    periods_per_year: Annotated[int, Meta(ge=1, le=1000)] | None = None
    active: bool = True


class TwoNames(ValueError):
    """Another subject has that name already; the argument is the code of the one refused."""


_COMMON = (
    ("TIENGVIET", "Tiếng Việt", "TV", "tieu_hoc"),
    ("TOAN", "Toán", "Toán", "tieu_hoc thcs thpt gdtx"),
    ("NGUVAN", "Ngữ văn", "Văn", "thcs thpt gdtx"),
    ("TIENGANH", "Tiếng Anh", "Anh", "tieu_hoc thcs thpt gdtx"),
    ("DAODUC", "Đạo đức", "ĐĐ", "tieu_hoc"),
    ("TNXH", "Tự nhiên và Xã hội", "TNXH", "tieu_hoc"),
    ("KHOAHOC", "Khoa học", "KH", "tieu_hoc"),
    ("LSDL", "Lịch sử và Địa lí", "LS&ĐL", "tieu_hoc"),
    ("KHTN", "Khoa học tự nhiên", "KHTN", "thcs"),
    ("VATLI", "Vật lí", "Lí", "thpt gdtx"),
    ("HOAHOC", "Hóa học", "Hóa", "thpt gdtx"),
    ("SINHHOC", "Sinh học", "Sinh", "thpt gdtx"),
    ("LICHSU", "Lịch sử", "Sử", "thcs thpt gdtx"),
    ("DIALI", "Địa lí", "Địa", "thcs thpt gdtx"),
    ("GDCD", "Giáo dục công dân", "GDCD", "thcs"),
    ("GDKTPL", "Giáo dục kinh tế và pháp luật", "KTPL", "thpt gdtx"),
    ("TINHOC", "Tin học", "Tin", "tieu_hoc thcs thpt gdtx"),
    ("CONGNGHE", "Công nghệ", "CN", "tieu_hoc thcs thpt gdtx"),
    ("GDTC", "Giáo dục thể chất", "GDTC", "tieu_hoc thcs thpt"),
    ("GDQPAN", "Giáo dục quốc phòng và an ninh", "QPAN", "thpt"),
    ("AMNHAC", "Âm nhạc", "Nhạc", "tieu_hoc thcs thpt"),
    ("MITHUAT", "Mĩ thuật", "MT", "tieu_hoc thcs thpt"),
    ("HDTN", "Hoạt động trải nghiệm, hướng nghiệp", "HĐTN", "tieu_hoc thcs thpt gdtx"),
    ("GDDP", "Nội dung giáo dục của địa phương", "GDĐP", "thcs thpt"),
)
"""Subjects of the programme of 2018 and the levels that teach them."""


def common_subjects(level: str) -> list[Subject]:
    """What schools of the level teach, a list to begin with; all for a school that did not say."""
    return [
        Subject(code, name, short)
        for code, name, short, levels in _COMMON
        if not level or level in levels.split()
    ]


def is_activities(name: str) -> bool:
    """Of a subject's name: hoạt động trải nghiệm. Chào cờ and sinh hoạt lớp are periods of it."""
    return fold(name).startswith("hoat dong trai nghiem")


def names_of(subject: Subject) -> Sequence[str]:
    """What files call it: code, name, short name; "Địa lí" of "Lịch sử và Địa lí (Địa lí)"."""
    inner = subject.name.partition("(")[2].rstrip(") ")
    return [text for text in (subject.code, subject.name, subject.short, inner) if text]


async def all_subjects(connection: AsyncConnection) -> list[Subject]:
    """Every subject, by name."""
    columns = [subjects.c[name] for name in Subject.__struct_fields__]
    rows = await connection.execute(select(*columns).order_by(subjects.c.name))
    return [Subject(**row._mapping) for row in rows]


async def keep_subjects(connection: AsyncConnection, new: Iterable[Subject]) -> None:
    """Adds subjects and changes those of the same code; no others are touched. Raises TwoNames."""
    for one in new:
        row = insert(subjects).values(asdict(one))
        try:
            await connection.execute(row.on_conflict_do_update(index_elements=["code"], set_=asdict(one)))
        except IntegrityError as error:
            raise TwoNames(one.code) from error
