"""What a kind of file brings to the three steps: its fields, what it must know, how it plans and how it writes."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

from msgspec import Struct
from sqlalchemy.ext.asyncio import AsyncConnection

from server.school.importing.headings import Field
from server.school.importing.plan import Plan
from server.school.importing.sheets.sheet import Sheet
from server.school.rights.actor import Actor
from server.school.rights.table import Act

C = TypeVar("C", bound=Struct)
T = TypeVar("T")

Progress = Callable[[int, int], None]
"""Told now and then: rows done, of how many."""


class Asked(Struct, Generic[C], frozen=True):
    """What `plan` goes by besides the file: the database as it is (`context`) and what people said."""

    context: C
    mapping: Mapping[str, str] = {}
    """Folded heading → field, "" to leave it out: remembered ones, and those of this upload."""
    choices: Mapping[str, str] = {}
    """`Undecided.key` → a candidate's id, "new" or "skip"."""
    options: Mapping[str, str] = {}
    """What was chosen beside the file, e.g. {"class": "8A3"}, {"first_day": "2026-09-07"}."""


@dataclass(frozen=True)
class Kind(Generic[C, T]):
    """`gather` reads the context in one transaction; `plan` runs in a child process and is pure; `write` changes the
    database in the caller's transaction and notes it in the audit log."""

    name: str
    """As in import_mappings.kind and the API's address."""
    act: Act
    fields: tuple[Field, ...]
    context: type[C]
    value: type[T]
    gather: Callable[[AsyncConnection, int, Mapping[str, str]], Awaitable[C]]
    """(connection, now, options) → context."""
    plan: Callable[[tuple[Sheet, ...], Asked[C], Progress], Plan[T]]
    write: Callable[[AsyncConnection, Plan[T], Actor, int], Awaitable[None]]
    """(connection, plan, actor, now); `now` is UTC ms."""
