"""Cards of a class, out of a real database."""

from collections.abc import Iterator

import pytest
from sqlalchemy import event
from sqlalchemy.engine import Connection, CursorResult, Engine

from server.school.rights.actor import PROGRAM
from server.school.ways.cards import class_ways, issue_cards
from server.store.database import Database
from tests.server.school.times import MONDAY_0750

OWN, OTHER = ("hs-8a3-01", "hs-8a3-02"), ("hs-8a4-01", "hs-8a4-02")


@pytest.fixture
def asked() -> Iterator[list[tuple[str, object]]]:
    """Every statement and its parameters."""
    found: list[tuple[str, object]] = []

    def keep(
        _c: Connection, _cursor: CursorResult[object], statement: str, parameters: object, *_: object
    ) -> None:
        found.append((statement, parameters))

    event.listen(Engine, "before_cursor_execute", keep)
    yield found
    event.remove(Engine, "before_cursor_execute", keep)


async def test_a_class_s_ways_ask_for_its_cards_only(
    school: Database, asked: list[tuple[str, object]]
) -> None:
    await issue_cards(school, b"s" * 32, OWN + OTHER, PROGRAM, MONDAY_0750, ends_older=False)
    asked.clear()
    found = await class_ways(school, "8a3")
    assert [one.person for one in found.pupils if one.issued_at == MONDAY_0750] == list(OWN)
    of_cards = [parameters for statement, parameters in asked if "FROM cards" in statement]
    assert of_cards == [("8a3",)]
