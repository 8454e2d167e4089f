"""One kept event as each person may know it: its fields and the merge patch of that person's view.

The view of an audience is built and compared once per event; only what is private to one person costs more. Objects
returned to several people are the same object: read, do not change.
"""

from typing import cast

from msgspec import to_builtins

from lesson.messages import Kept, PersonId, Role
from lesson.patch import JsonObject, diff, merge
from lesson.rules import Rules
from lesson.state import State
from lesson.told import ends, told
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
            known = self._views[audience] = (state, shared_view(state, audience, self._rules, known))
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
        self._ends = ends(kept.event, before)
        self._same = (
            before.people is after.people
            and before.hands is after.hands
            and before.private_chat is after.private_chat
            and (before.class_chat is after.class_chat or not after.private_chat)
        )
        """Nothing changed that is private to anybody."""

    def personal(
        self, role: Role, person: PersonId, unproved: bool = False, also: tuple[PersonId, ...] = ()
    ) -> JsonObject:
        """The `event` message for one device: {epoch, number, at, type, ...fields, patch}.

        `also`: the second pupil at it. `unproved`: see lesson/acts/door.py.
        """
        people = (person, *also)
        side = audience(self._after, role, people, unproved)
        payload = self._payload(side, mine=not self._ends.isdisjoint(people))
        if self._same:
            return payload
        was = audience(self._before, role, people, unproved)
        old, new = private_view(self._before, was, people), private_view(self._after, side, people)
        if was == side and old == new:
            return payload
        before = merge(self._around(was)[0], old)
        return {**payload, "patch": diff(before, merge(self._around(side)[1], new))}

    def _payload(self, side: Audience, mine: bool) -> JsonObject:
        payload = self._payloads.get((side, mine))
        if payload is None:
            event = told(self._kept.event, self._before, self._after, side, mine)
            fields: JsonObject = {"type": "hidden"} if event is None else cast(JsonObject, to_builtins(event))
            payload = self._payloads[side, mine] = {
                "epoch": self._epoch,
                "number": self._kept.number,
                "at": self._kept.at,
                **fields,
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
