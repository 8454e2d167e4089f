"""Which unit of the programme each period teaches: consecutive, from the last that counts. Pure."""

from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct

from server.school.planning.programmes import Unit, first_unit, unit_at


class Numbered(Struct, frozen=True):
    """A period of one class and subject. `open`: its number may be given anew; else it has it for good, and takes
    it of the programme when it `counts`."""

    key: str
    starts_at: int
    number: int | None
    open: bool
    counts: bool = True


def renumber(
    periods: Iterable[Numbered], last: int | None, units: Sequence[Unit], week: int | None
) -> Mapping[str, Unit | None]:
    """The units of the open periods by key. `last`: the number of the last period that counts before them;
    `week`: of the year, where a class begins that was never taught. None: there is no programme to count in."""
    given: dict[str, Unit | None] = {}
    first = first_unit(units, week)
    for period in sorted(periods, key=lambda one: (one.starts_at, one.key)):
        if not period.open:
            if period.counts and period.number is not None:
                last = period.number
            continue
        if last is None and first is None:
            given[period.key] = None
            continue
        last = first.number if last is None and first is not None else (last or 0) + 1
        given[period.key] = unit_at(units, last)
    return given
