"""The recording of a lesson by API: what there is, who may see it, and the class as a student saw it.

Who may: programs and the office; the lesson's teacher, staff and roster students with a join token; its teacher and
the students of its class with a day token. Media elements come with the cookie of `create_pass`.
"""

import asyncio
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any, Literal

import structlog
from msgspec import Meta, Struct

from lesson.messages import COMPANION, LessonOpened, PersonId, Role
from lesson.permissions import TRUSTED
from recordings.replay import Jump, Limited, Replay, Span, recorded_since
from recordings.shelf.index import read_index
from recordings.shelf.recording import Gap, Recording, Track
from server.http.api.lessons import known_lesson, phase_of
from server.http.auth import PASS, ByDay, ByJoin, ByKey, ByOffice, ByPass, Caller, of_lesson
from server.http.call import PLAYERS, VIEWERS, Call, Reply, Route, token_limit
from server.http.deps import Deps
from server.http.errors import ApiError
from server.http.reach import check_reach
from server.http.replays import alias_key, folder_of, opening_of, recording_of
from server.school.calendar import moment
from server.school.days import role_in
from server.school.kept.history import consent_changes
from server.school.lessons import Lesson, Phase, Teacher
from server.school.people import person_by_id

PASS_S = 6 * 3600
"""Longer than any lesson is watched at one go."""

_log = structlog.get_logger("server.http.recording")

Count = Annotated[int, Meta(ge=0, le=2**53)]


class TrackAnswer(Struct, frozen=True):
    """One file: the class's sound, or what one person sent. `init`: bytes of its initialisation segment."""

    id: str
    kind: Literal["class", "audio", "video"]
    person: PersonId | None
    name: str
    source: str | None
    codec: str
    mime: str
    init: int
    bytes: int
    from_ms: int
    to_ms: int
    width: int | None
    height: int | None
    url: str


class GapAnswer(Struct, frozen=True, rename={"start": "from", "end": "to"}):
    """Where something is missing (ms); `to` null: it goes on. `track` null: of the whole recording."""

    start: int
    end: int | None
    reason: str
    track: str | None


class RecordingAnswer(Struct, frozen=True):
    """Times in ms count from `started_at`. `duration_ms`: what can be played now. `bytes`: of all tracks.

    `unrecorded`: when somebody who did not agree to be recorded had the floor. `limited`: when the disk took less.
    `trouble`: see docs/protocol.md.
    """

    lesson: str
    title: str
    subject: str
    class_name: str
    period: str
    teacher: Teacher | None
    starts_at: datetime
    phase: Phase
    state: Literal["none", "live", "final"]
    started_at: datetime | None
    ended_at: datetime | None
    saved_to: datetime | None
    duration_ms: int
    bytes: int
    tracks: tuple[TrackAnswer, ...]
    gaps: tuple[GapAnswer, ...]
    unrecorded: tuple[Span, ...]
    limited: tuple[Limited, ...]
    trouble: str


class AfterQuery(Struct, frozen=True):
    """What comes after the `next` of the answer before."""

    after: Count = 0


class IndexAnswer(Struct, frozen=True):
    """Each segment: begin and length in ms, offset and length in bytes, its keyframes in ms."""

    segments: tuple[tuple[int, int, int, int, tuple[int, ...]], ...]
    next: int


ReplayStep = Annotated[
    dict[str, Any],
    Meta(description="`number`, `at_ms`, `type`, the fields of that event and `patch`: see docs/protocol.md"),
]


class ReplayAnswer(Struct, frozen=True):
    """The class as a student saw it. `snapshot`: the view after event `number`, before `zero_at` (UTC ms); null when
    the call came with `after`. A change of consent counts from the beginning: then all comes again, snapshot too."""

    zero_at: int
    number: int
    snapshot: Annotated[dict[str, Any], Meta(description="View of docs/protocol.md")] | None
    steps: tuple[ReplayStep, ...]
    jumps: tuple[Jump, ...]
    next: int


class PassAnswer(Struct, frozen=True):
    """Until when the cookie opens the recording's files."""

    expires_at: datetime


@dataclass(frozen=True)
class Viewing:
    """Somebody who may see the lesson's recording, and what there is of it."""

    lesson: Lesson
    opened: LessonOpened
    agreed: frozenset[PersonId]
    """Who agreed to be recorded, and did not withdraw while the lesson ran."""
    recording: Recording | None

    def tracks(self) -> tuple[Track, ...]:
        """Those of the class and of people who agreed."""
        found = self.recording.tracks if self.recording else ()
        return tuple(
            track
            for track in found
            if track.person is None or track.person.removesuffix(COMPANION) in self.agreed
        )

    def track(self, track_id: str) -> Track:
        """Raises ApiError `no_recording`."""
        for track in self.tracks():
            if track.id == track_id:
                return track
        raise ApiError("no_recording")


_WATCHERS: frozenset[Role | None] = TRUSTED | {"student"}
"""No observers, no guests."""


async def viewing(call: Call) -> Viewing:
    """Raises ApiError and TokenError when the caller may not see it."""
    of_lesson(call.caller, call.part("id"))
    lesson = await known_lesson(call.deps, call.part("id"))
    check_reach(call, lesson)
    opened = await opening_of(call.deps.database, lesson)
    if not await _may(call.deps, call.caller, lesson, opened):
        raise ApiError("not_allowed")
    agreed = recorded_since(opened, await consent_changes(call.deps.database, lesson.room_id))
    return Viewing(lesson, opened, frozenset(agreed), await recording_of(call.deps.settings, lesson.room_id))


async def get_recording(call: Call) -> RecordingAnswer:
    """GET /api/v1/lessons/{id}/recording"""
    seen = await viewing(call)
    if seen.recording is None:
        return _recording(call.deps, seen, (), ())
    async with _replay(call, seen.lesson, seen.recording) as replay:
        return _recording(call.deps, seen, tuple(replay.unrecorded), tuple(replay.limited))


async def get_index(call: Call) -> IndexAnswer:
    """GET /api/v1/lessons/{id}/recording/tracks/{track}/index"""
    seen = await viewing(call)
    track, after = seen.track(call.part("track")), call.asked(AfterQuery).after
    folder = folder_of(call.deps.settings, seen.lesson.room_id)
    assert folder is not None
    try:
        found = await asyncio.to_thread(read_index, folder, track.id, after)
    except (OSError, ValueError) as error:
        raise ApiError("recording_damaged") from error
    return IndexAnswer(tuple((one.t, one.d, one.o, one.n, one.k) for one in found), after + len(found))


async def get_replay(call: Call) -> ReplayAnswer:
    """GET /api/v1/lessons/{id}/recording/events"""
    seen, after = await viewing(call), call.asked(AfterQuery).after
    if seen.recording is None:
        raise ApiError("no_recording")
    await call.deps.hub.written(seen.lesson.room_id)
    if after == 0:
        _log.info("replay opened", lesson=seen.lesson.id, role=_role(call.caller))
    async with _replay(call, seen.lesson, seen.recording) as replay:
        after = 0 if after < replay.changed else after
        return ReplayAnswer(
            zero_at=seen.recording.started_at,
            number=replay.number,
            snapshot=replay.snapshot if after == 0 else None,
            steps=tuple(replay.steps_after(after)),
            jumps=tuple(jump for number, jump in replay.jumps if number > after),
            next=replay.last,
        )


async def create_pass(call: Call) -> PassAnswer | Reply:
    """POST /api/v1/lessons/{id}/recording/pass"""
    lesson = (await viewing(call)).lesson
    if isinstance(call.caller, ByOffice):  # its own cookie does
        return PassAnswer(moment(call.caller.session.expires_at))
    assert isinstance(call.caller, ByJoin | ByDay)
    issued = call.deps.tokens.replay_pass(lesson.id, call.caller.claims, PASS_S, call.now)
    path = f"/api/v1/lessons/{lesson.id}/recording"
    return Reply(PassAnswer(moment(issued.expires_at)), (PASS, issued.token), PASS_S, path)


def _replay(call: Call, lesson: Lesson, recording: Recording) -> AbstractAsyncContextManager[Replay]:
    deps, room = call.deps, lesson.room_id
    key = alias_key(deps.settings, room)
    return deps.replays.of(deps.database, room, recording.started_at, key, deps.rules)


async def _may(deps: Deps, caller: Caller, lesson: Lesson, opened: LessonOpened) -> bool:
    """Who is at the door of the lesson, or was removed, sees nothing of it, whichever link shows it. A pass opens at
    each use what the token it is for would open now."""
    if not isinstance(caller, ByJoin | ByDay | ByPass):
        return True
    role, person = caller.claims.role, caller.claims.person
    if deps.hub.kept_out(lesson.room_id, person):
        return False
    if isinstance(caller, ByDay) or (isinstance(caller, ByPass) and caller.claims.by_day):
        found = await person_by_id(deps.database, person)
        return found is not None and role_in(found, lesson) in _WATCHERS
    if role == "student":
        return any(entry.person == person and entry.role == "student" for entry in opened.roster)
    return role in TRUSTED


def _role(caller: Caller) -> str:
    """For the log: never who."""
    if isinstance(caller, ByJoin | ByDay):
        return caller.claims.role
    return "program" if isinstance(caller, ByKey) else "office"


def _recording(
    deps: Deps, seen: Viewing, unrecorded: tuple[Span, ...], limited: tuple[Limited, ...]
) -> RecordingAnswer:
    lesson, kept, tracks = seen.lesson, seen.recording, seen.tracks()
    until = None if kept is None else kept.saved_to if kept.ended_at is None else kept.ended_at
    return RecordingAnswer(
        lesson=lesson.id,
        title=lesson.title,
        subject=lesson.subject,
        class_name=lesson.class_name,
        period=lesson.period,
        teacher=lesson.teacher,
        starts_at=moment(lesson.starts_at),
        phase=phase_of(deps, lesson),
        state=kept.state if kept else "none",
        started_at=moment(kept.started_at) if kept else None,
        ended_at=moment(kept.ended_at) if kept and kept.ended_at is not None else None,
        saved_to=moment(kept.saved_to) if kept else None,
        duration_ms=max(0, until - kept.started_at) if kept and until is not None else 0,
        bytes=sum(track.bytes for track in tracks),
        tracks=tuple(_track(seen, track) for track in tracks),
        gaps=_gaps(kept, tracks),
        unrecorded=unrecorded,
        limited=limited,
        trouble=kept.trouble if kept else "",
    )


def _track(seen: Viewing, track: Track) -> TrackAnswer:
    names = {entry.person: entry.name for entry in seen.opened.roster}
    return TrackAnswer(
        id=track.id,
        kind=track.kind,
        person=track.person,
        name=names.get(track.person or "", ""),
        source=track.source,
        codec=track.codec,
        mime=track.mime,
        init=track.init,
        bytes=track.bytes,
        from_ms=track.from_,
        to_ms=track.to,
        width=track.width,
        height=track.height,
        url=f"/api/v1/lessons/{seen.lesson.id}/recording/tracks/{track.id}/media",
    )


def _gaps(kept: Recording | None, tracks: tuple[Track, ...]) -> tuple[GapAnswer, ...]:
    """Those of the whole and of the tracks given out."""
    shown = {None, *(track.id for track in tracks)}
    found: tuple[Gap, ...] = kept.gaps if kept else ()
    return tuple(GapAnswer(gap.from_, gap.to, gap.reason, gap.track) for gap in found if gap.track in shown)


ROUTES: tuple[Route, ...] = (
    Route(
        "GET", "/api/v1/lessons/{id}/recording", "What there is of a lesson's recording", get_recording,
        VIEWERS, answer=RecordingAnswer, errors=("unknown_lesson", "recording_damaged"), act="recordings.read",
    ),
    Route(
        "GET", "/api/v1/lessons/{id}/recording/events", "The class as a student saw it", get_replay,
        VIEWERS, query=AfterQuery, answer=ReplayAnswer,
        errors=("unknown_lesson", "no_recording", "recording_damaged"), act="recordings.read",
    ),
    Route(
        "POST", "/api/v1/lessons/{id}/recording/pass", "A cookie for media elements, which send no header", create_pass,
        ("office", "join", "day"), answer=PassAnswer, status=201,
        errors=("unknown_lesson", "recording_damaged"), limit=token_limit, act="recordings.read",
    ),
    Route(
        "GET", "/api/v1/lessons/{id}/recording/tracks/{track}/index", "The segments of a track that are on disk",
        get_index, PLAYERS, query=AfterQuery, answer=IndexAnswer,
        errors=("unknown_lesson", "no_recording", "recording_damaged"), act="recordings.read",
    ),
)  # fmt: skip
