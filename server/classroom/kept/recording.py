"""What is kept of one lesson: the sources whose packets the media worker writes to journals, and their order.json.

A lesson's room calls `follow` after whatever happened, and `limit` before. Nothing is kept before the order is on disk,
nothing of who did not consent ever (lesson.permissions.may_record). Journals, clocks: ARCHITECTURE.md, recording.
"""

from lesson.messages import COMPANION, Feed, KeptMedia, LimitReason
from lesson.permissions import may_record
from lesson.state import State
from recordings.shelf.order import Order, Pause
from server.classroom.kept.disk import Disk
from server.classroom.kept.orders import Orders
from server.classroom.showing.stage import permitted
from server.classroom.webrtc.media import Media

CAMERA_LINES = 180
"""Of the layer kept of a camera: beside the screen a face is small, and 45 minutes of it are 37 MB instead of 100.
Screens are kept as large as they come: one reads them."""


class Recording:
    """`clock`: ms to add to monotonic ms for this lesson's time."""

    def __init__(self, lesson: str, clock: int, media: Media, orders: Orders, disk: Disk) -> None:
        self.since: int | None = None
        """Lesson time from which something is kept without a break, as far as this process knows."""
        self._lesson = lesson
        self._clock = clock
        self._media = media
        self._orders = orders
        self._disk = disk
        self._seen: State | None = None
        self._order: Order | None = None

    def limit(self) -> tuple[KeptMedia, LimitReason]:
        """How much the disk lets us keep, and what is in the way."""
        trouble = self._orders.trouble(self._lesson)
        if trouble and not self._orders.begun(self._lesson):
            return "nothing", "disk" if trouble == "disk_full" else "fault"
        limit = self._disk.limit
        return limit, "" if limit == "all" else "disk"

    def follow(self, state: State, now: int, stale: bool) -> None:
        """Worker and order as the state now wants them; `stale`: connections or the order changed besides."""
        if state is self._seen and not stale:
            return
        self._seen = state
        order = order_of(state, self._clock)
        if order is None:
            return
        if state.phase == "ended":
            self.since = None  # the journals ended with the lesson's connections (Media.close_lesson)
        elif self._orders.begun(self._lesson):
            sources = self._sources(state)
            self.since = None if not sources else now if self.since is None else self.since
            labels = {name: f"{feed.person}/{feed.source}" for name, feed in sources.items()}
            lines = {name: CAMERA_LINES for name, feed in sources.items() if _face(feed)}
            self._media.keep(self._lesson, self._clock, labels, lines)
        if order != self._order:
            self._order = order
            self._orders.want(order)

    def vanished(self) -> None:
        """Somebody removed the lesson's journals: begin anew with the next `follow`."""
        self._media.keep(self._lesson, self._clock, {}, {})
        self._orders.forget(self._lesson)
        self._seen = self._order = self.since = None

    def _sources(self, state: State) -> dict[str, Feed]:
        """What is kept now, by its name at the worker."""
        named = (
            (self._media.source_name(self._lesson, feed), feed)
            for feed in permitted(state)
            if may_record(state, feed.person, feed.source)
        )
        return {name: feed for name, feed in named if name is not None}


def _face(feed: Feed) -> bool:
    """A teacher's second phone shows a notebook: kept as large as it comes."""
    return feed.source == "camera" and not feed.person.endswith(COMPANION)


def order_of(state: State, clock: int | None) -> Order | None:
    """What is to be recorded of a lesson; None when it is not recorded or has not started."""
    if not state.opened.recording or state.started_at is None:
        return None
    return Order(
        lesson=state.opened.lesson,
        started_at=state.started_at,
        ended_at=state.ended_at,
        pauses=tuple(Pause(pause.start, pause.end) for pause in state.pauses),
        clock=clock,
    )
