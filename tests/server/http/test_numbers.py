"""Numbers people send: SQLite has 64 bits, Python and JSON have more (https://sqlite.org/datatype3.html)."""

from collections.abc import Iterator

import pytest
from msgspec import Struct, inspect

from server.http.api.routes import ROUTES
from tests.server.http.world import World, refused

MOST = 2**53


@pytest.mark.parametrize("path", ["/lessons/{id}/events?after=", "/office/leave-notes?before="])
async def test_more_than_64_bits_is_refused(world: World, path: str) -> None:
    answer = await world.call("GET", path.format(id=world.lesson) + str(2**63))
    await refused(answer, 422, "bad_query")


def test_every_number_that_is_sent_has_an_end() -> None:
    shapes = {shape for route in ROUTES for shape in (route.query, route.body) if shape is not None}
    assert [name for shape in shapes for name in endless(shape)] == []


def endless(shape: type[Struct]) -> Iterator[str]:
    info = inspect.type_info(shape)
    assert isinstance(info, inspect.StructType)
    for field in info.fields:
        for kind in within(field.type):
            if isinstance(kind, inspect.IntType) and not (kind.le is not None and kind.le <= MOST):
                yield f"{shape.__name__}.{field.name}"
            if isinstance(kind, inspect.StructType):
                yield from endless(kind.cls)


def within(kind: inspect.Type) -> Iterator[inspect.Type]:
    match kind:
        case inspect.UnionType(types=types):
            for one in types:
                yield from within(one)
        case inspect.ListType(item_type=item) | inspect.VarTupleType(item_type=item):
            yield from within(item)
        case inspect.DictType(value_type=value):
            yield from within(value)
        case _:
            yield kind
