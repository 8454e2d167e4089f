"""One kept event as each person may know it: its fields and the merge patch of that person's view.

The view of an audience is built and compared once per event; only what is private to one person costs more. Objects
returned to several people are the same object: read, do not change.
"""

from typing import cast

from msgspec import to_builtins
from msgspec.structs import replace

from lesson.messages import (
    AnyEvent,
    ClockJumped,
    ConsentChanged,
    HandRaised,
    Kept,
    PersonId,
    RecordingLimited,
    Role,
)
from lesson.patch import Json, JsonObject, diff, merge
from lesson.rules import Rules
from lesson.state import State
from lesson.view import Audience, audience, private_view, shared_view


class Broadcast:
    """Follows one session: `step` must see every kept event, in order, with the state after it."""

    def __init__(self, state: State, epoch: str, rules: Rules) -> None:
        self._state = state
        self._epoch = epoch
        self._rules = rules
        self._views: dict[Audience, tuple[State, JsonObject]] = {}

    def step(self, kept: Kept, after: State) -> "Step":
        """What to tell about this event; use it before the next step."""
        if kept.number != self._state.number + 1 or after.number != kept.number:
            raise ValueError(f"event {kept.number} does not follow event {self._state.number}")
        before, self._state = self._state, after
        return Step(self, kept, before, after, self._epoch)

    def shared(self, state: State, audience: Audience) -> JsonObject:
        """The audience's view of `state`, built once."""
        known = self._views.get(audience)
        if known is None or known[0] is not state:
            known = self._views[audience] = (state, shared_view(state, audience, self._rules))
        return known[1]


class Step:
    """One event on its way to everybody."""

    def __init__(self, views: Broadcast, kept: Kept, before: State, after: State, epoch: str) -> None:
        self._views = views
        self._kept = kept
        self._before = before
        self._after = after
        self._epoch = epoch
        self._sides: dict[Audience, tuple[JsonObject, JsonObject]] = {}
        self._payloads: dict[tuple[Audience, bool], JsonObject] = {}

    def personal(self, role: Role, person: PersonId) -> JsonObject:
        """The `event` message for one person: {epoch, number, at, type, ...fields, patch}."""
        side = audience(role)
        old = private_view(self._before, side, person)
        new = private_view(self._after, side, person)
        payload = self._payload(side, mine=_owner(self._kept.event) == person)
        if old == new:
            return payload
        before, after = self._around(side)
        return {**payload, "patch": diff(merge(before, old), merge(after, new))}

    def _payload(self, side: Audience, mine: bool) -> JsonObject:
        payload = self._payloads.get((side, mine))
        if payload is None:
            payload = self._payloads[side, mine] = {
                "epoch": self._epoch,
                "number": self._kept.number,
                "at": self._kept.at,
                **_fields(self._kept.event, side, mine),
                "patch": diff(*self._around(side)),
            }
        return payload

    def _around(self, side: Audience) -> tuple[JsonObject, JsonObject]:
        """The audience's views before and after the event."""
        known = self._sides.get(side)
        if known is None:
            before = self._views.shared(self._before, side)
            known = self._sides[side] = (before, self._views.shared(self._after, side))
        return known


def _owner(event: AnyEvent) -> PersonId | None:
    """Who knows more of an event than the class: the asker of a question."""
    return event.person if isinstance(event, HandRaised) else None


def _fields(event: AnyEvent, side: Audience, mine: bool) -> dict[str, Json]:
    """The event's type and fields as this side may know them."""
    if side == "class" and isinstance(event, ClockJumped | ConsentChanged | RecordingLimited):
        return {"type": "hidden"}
    if side == "class" and isinstance(event, HandRaised) and not mine:
        event = replace(event, question="")
    return cast(JsonObject, to_builtins(event))
