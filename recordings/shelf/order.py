"""order.json of a lesson's journals: since when it is recorded, when not, and whether it is over.

Control writes it (at the begin, before the first KeepSources; at each pause; at the end), the recorder reads it.
All times are lesson time, UTC ms (lesson/clock.py).
"""

from pathlib import Path

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from recordings.shelf.replaced import make_folder, replace_file, sync_folder

NAME = "order.json"
LONGEST = 24 * 3600 * 1000
"""ms: no lesson lasts longer."""


class Pause(Struct, frozen=True):
    """From when to when nothing is recorded; `to` None: it goes on."""

    from_: int = msgspec.field(name="from")
    to: int | None = None


class Order(Struct, frozen=True, kw_only=True):
    """What is to be recorded of one lesson. `started_at` is the zero of the recording's timeline.

    `clock`: ms to add to the machine's monotonic ms to get lesson time, as in KeepSources. With it the recorder knows
    the time while nobody sends anything; None: it learns it from the first journal.
    """

    lesson: str
    started_at: int
    v: int = 1
    ended_at: int | None = None
    pauses: tuple[Pause, ...] = ()
    clock: int | None = None

    def paused(self, at: int) -> "Order":
        """Paused from `at` on; the same when it is already."""
        if self.pauses and self.pauses[-1].to is None:
            return self
        return replace(self, pauses=(*self.pauses, Pause(at)))

    def resumed(self, at: int) -> "Order":
        """Going on at `at`; the same when it is not paused."""
        if not self.pauses or self.pauses[-1].to is not None:
            return self
        return replace(self, pauses=(*self.pauses[:-1], replace(self.pauses[-1], to=at)))

    def ended(self, at: int) -> "Order":
        """Over at `at`; a pause that goes on ends then. The same when it is over already."""
        return self if self.ended_at is not None else replace(self.resumed(at), ended_at=at)


_decoder = msgspec.json.Decoder(Order)


def read_order(folder: Path) -> Order | None:
    """Of journals/<lesson>; None when there is none. Raises ValueError when it is broken, OSError."""
    try:
        data = (folder / NAME).read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        return None
    order = _decoder.decode(data)
    if order.v != 1:
        raise ValueError(f"order.json of version {order.v}")
    return order


def write_order(folder: Path, order: Order) -> None:
    """Makes the folder when it is not there; on disk when it returns. Raises OSError; the old order then stays."""
    make_folder(folder)
    replace_file(folder / NAME, msgspec.json.encode(order))
    sync_folder(folder)
