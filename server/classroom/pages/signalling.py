"""Who may connect by Socket.IO, and what a browser may ask: tokens, limits, commands and their answers (acks).

Listens to sockets.py and speaks to Hub and Room. An ack is {ok: true} or {ok: false, code, message}; the codes are
those of lesson.messages.RefusalCode and bad_message, too_fast, not_saved, bug.
"""

import time
from collections.abc import Callable
from typing import Annotated

import msgspec
import structlog
from msgspec import Meta, Struct
from sqlalchemy.exc import SQLAlchemyError

from lesson.messages import AnyCommand, PersonId, Refused
from server.classroom.hub import Hub
from server.classroom.opening import NoLesson
from server.classroom.pages.device import Device
from server.classroom.pages.sockets import Line, Refuse
from server.classroom.room import Room
from server.http.limits import RateLimit
from server.http.tokens import JoinClaims, TokenError, Tokens
from server.school.signin.revocations import Revocations
from server.store.eventlog import EventLog, NotKept

Key = Annotated[str, Meta(min_length=1, max_length=64)]

log = structlog.get_logger("classroom.signalling")


class Auth(Struct, frozen=True):
    """What a page shows when it connects. `epoch` and `number`: the last it knew, when it comes back.

    `also`: the token of a second pupil at this device.
    """

    token: str
    also: Annotated[tuple[str, ...], Meta(max_length=1)] = ()
    device: Key | None = None
    epoch: Key | None = None
    number: int | None = None


class Signalling:
    """`clock` is UTC ms, `monotonic` seconds for the limits."""

    def __init__(
        self,
        hub: Hub,
        tokens: Tokens,
        revocations: Revocations,
        eventlog: EventLog,
        clock: Callable[[], int],
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._hub = hub
        self._tokens = tokens
        self._revocations = revocations
        self._eventlog = eventlog
        self._clock = clock
        self._monotonic = monotonic
        self._devices: dict[Line, tuple[Room, Device]] = {}
        self._connects = RateLimit(burst=400, every_ms=50)
        """Per address: a whole school may come back at once through one address."""
        self._commands = RateLimit(burst=30, every_ms=100)
        """Per person; more is told to be too fast."""
        self._floods = RateLimit(burst=150, every_ms=20)
        """Per person; who goes on when told is cut off."""

    async def connect(self, line: Line, auth: object, address: str) -> Callable[[], None]:
        """Raises Refuse: expired, forged, foreign, revoked, unknown_lesson, lesson_ended, busy."""
        if self._connects.take(address, self._monotonic_ms()):
            raise Refuse("busy")
        try:
            shown = msgspec.convert(auth, Auth)
        except msgspec.ValidationError as error:
            raise Refuse("forged") from error
        claims = self._claims(shown.token)
        name = shown.device or f"line-{id(line):x}"
        await self._paired(claims, name)
        room = await self._room(claims)
        also = tuple([await self._second(token, claims, room) for token in shown.also])
        if room.gone:
            raise Refuse("busy")
        if room.full(claims) and room.replaces(claims.person, name) is None:
            raise Refuse("busy")
        device = Device(name, claims, line, shown.epoch, shown.number, also)
        self._devices[line] = (room, device)
        return lambda: self._connected(line)

    def _claims(self, token: str) -> JoinClaims:
        try:
            claims = self._tokens.read_join(token, self._clock())
        except TokenError as error:
            raise Refuse(error.code) from error
        if self._revocations.stopped(claims.jti, claims.person, claims.card):
            raise Refuse("revoked")
        return claims

    async def _paired(self, claims: JoinClaims, device: str) -> None:
        try:
            paired = await self._hub.pairings.open(claims, device, self._clock())
        except SQLAlchemyError as error:  # it cannot be written down: nobody is let in
            raise Refuse("busy") from error
        if not paired:
            raise Refuse("expired")

    async def _room(self, claims: JoinClaims) -> Room:
        try:
            room = await self._hub.open(claims.lesson)
        except NoLesson as error:
            raise Refuse(error.code) from error
        except NotKept as error:
            raise Refuse("busy") from error
        lapsed = await self._hub.lapsed(claims)
        if lapsed or self._revocations.stopped(
            claims.jti, claims.person, claims.card
        ):  # withdrawn while we waited
            raise Refuse("revoked")
        return room

    async def _second(self, token: str, first: JoinClaims, room: Room) -> JoinClaims:
        """Another pupil of the same room; neither may be somebody who proved nothing."""
        claims = self._claims(token)
        pupils = first.role == claims.role == "student" and first.person != claims.person
        if not pupils or first.unproved or claims.unproved:
            raise Refuse("foreign")
        if await self._room(claims) is not room:
            raise Refuse("busy" if room.gone else "foreign")
        if room.crowded(claims):
            raise Refuse("busy")
        return claims

    def _connected(self, line: Line) -> None:
        known = self._devices.get(line)
        if known is None:
            return
        room, device = known
        try:
            room.join(device)
        except Exception:
            log.exception("device could not join", lesson=room.id)
            line.close()

    def alive(self, line: Line) -> None:
        """A frame came."""
        known = self._devices.get(line)
        if known is not None and known[1] in known[0].devices:
            known[0].alive(known[1])

    def command(self, line: Line, payload: object) -> dict[str, object]:
        """The ack."""
        known = self._devices.get(line)
        if known is None or known[1] not in known[0].devices:
            return _refusal("not_present")
        room, device = known
        key, now = f"{room.id}~{device.person}", self._monotonic_ms()
        if self._floods.take(key, now):
            log.warning("flooding device cut off", lesson=room.id)
            line.close()
            return _refusal("too_fast")
        if self._commands.take(key, now):
            return _refusal("too_fast")
        try:
            person, asked = _addressed(payload)
            command: AnyCommand = msgspec.convert(asked, AnyCommand)
        except msgspec.ValidationError as error:
            return _refusal("bad_message", str(error)[:200])
        return self._do(room, device, command, person)

    def _do(
        self, room: Room, device: Device, command: AnyCommand, person: PersonId | None
    ) -> dict[str, object]:
        if room.gone or not self._eventlog.accepts:
            return _refusal("not_saved")
        try:
            room.command(device, command, person)
        except Refused as refusal:
            return _refusal(refusal.code)
        except Exception:
            log.exception("command failed", lesson=room.id, command=type(command).__name__)
            return _refusal("bug")
        return {"ok": True}

    def closed(self, line: Line) -> None:
        """The socket is gone."""
        known = self._devices.pop(line, None)
        if known is not None:
            known[0].leave(known[1])

    def _monotonic_ms(self) -> int:
        return round(self._monotonic() * 1000)


def _addressed(payload: object) -> tuple[PersonId | None, object]:
    """Who at the device asks (`as`, None: the first), and what. Raises ValidationError."""
    if not isinstance(payload, dict) or "as" not in payload:
        return None, payload
    person = msgspec.convert(payload["as"], PersonId)
    return person, {name: value for name, value in payload.items() if name != "as"}


def _refusal(code: str, message: str = "") -> dict[str, object]:
    return {"ok": False, "code": code, "message": message}
