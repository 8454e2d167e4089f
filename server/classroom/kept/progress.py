"""How far each lesson is, written into its row; the lesson record when it ended."""

import asyncio

import structlog
from sqlalchemy.exc import SQLAlchemyError

from lesson.attendance import taught_time
from lesson.state import State
from server.classroom.room import Room
from server.school.kept.records import make_missing, record_ended
from server.school.rooms import record_progress
from server.store.database import Database
from server.store.eventlog import EventLog

AGAIN_S = 2.0

log = structlog.get_logger("classroom.progress")


class Progress:
    """For lists, and the next start."""

    def __init__(self, database: Database, eventlog: EventLog) -> None:
        self._database = database
        self._eventlog = eventlog
        self._changed: asyncio.Queue[Room] = asyncio.Queue()

    def note(self, room: Room) -> None:
        """The lesson was opened, started or ended."""
        self._changed.put_nowait(room)

    async def run(self) -> None:
        """Until cancelled. Tried again while the database fails."""
        while True:
            room = await self._changed.get()
            try:
                await self._write(room)
            except SQLAlchemyError as error:
                reason = str(getattr(error, "orig", error))
                log.error("lesson's row not written", lesson=room.id, reason=reason)
                await asyncio.sleep(AGAIN_S)
                self._changed.put_nowait(room)
            except Exception:  # a bug of ours in one lesson does not reach the others
                log.exception("lesson failed", lesson=room.id)

    async def catch_up(self, now: int) -> None:
        """Records of lessons that ended just before a crash, or under a version of the program that made none."""
        try:
            await make_missing(self._database, now)
        except Exception:
            log.exception("records not made up for")

    async def _write(self, room: Room) -> None:
        state = room.session.state
        await record_progress(
            self._database,
            room.id,
            state.phase,
            started_at=state.started_at,
            ended_at=state.ended_at,
            ended_reason=state.ended_reason,
            begun=begun(state) if state.phase == "ended" else None,
            unless=lambda: room.gone,
        )
        if state.phase == "ended":
            await self._eventlog.flush()
            await record_ended(self._database, room.id, room.now(), room.session.rules)


def begun(state: State) -> dict[str, int | None]:
    """Since when each line of an ended room was taught, lesson ms; None: it was not."""
    lines = {line.lesson: taught_time(state, line, state.at) for line in state.opened.lines}
    found = lines or {state.opened.lesson: taught_time(state)}
    return {lesson: None if taught is None else taught.start for lesson, taught in found.items()}
