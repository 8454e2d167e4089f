"""One kept event as each person may know it: its fields and the merge patch of that person's view.

The view of an audience is built and compared once per event, of what changed; what is private to one person costs more
only where it changed. Objects returned to several people are the same object: read, do not change.
"""

from collections.abc import Mapping, Set
from dataclasses import dataclass
from typing import cast

from msgspec import to_builtins

from lesson.messages import Kept, PersonId, Role
from lesson.patch import Json, JsonObject, diff, merge
from lesson.rules import Rules
from lesson.state import State
from lesson.told import ends, told
from lesson.view import Audience, audience, private_view, shared_view

Key = tuple[Role, tuple[PersonId, ...], bool]
"""Whose a device is, by its links."""


@dataclass(slots=True)
class Seat:
    """What a device knows as whom. `stamp`: all of the state that it is made of; `number`: how far it was followed."""

    number: int
    stamp: tuple[object, ...]
    side: Audience
    private: JsonObject


class Broadcast:
    """Follows one session: `step` must see every kept event, in order, with the state after it."""

    def __init__(self, state: State, epoch: str, rules: Rules) -> None:
        self._state = state
        self._epoch = epoch
        self._rules = rules
        self._views: dict[Audience, tuple[State, JsonObject]] = {}
        self._seats: dict[Key, Seat] = {}

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

    def seat(self, state: State, key: Key) -> Seat:
        """What the device knows in `state`, made anew only when that changed."""
        role, people, unproved = key
        stamp = _stamp(state, people)
        known = self._seats.get(key)
        if known is None or known.stamp != stamp:
            side = audience(state, role, people, unproved)
            known = self._seats[key] = Seat(state.number, stamp, side, private_view(state, side, people))
        else:
            known.number = state.number
        return known

    def follow(self, before: State, after: State, key: Key, touched: Set[PersonId]) -> Seat | None:
        """What the device knew in `before`, when nothing of it changed; None when that is not known yet."""
        known = self._seats.get(key)
        if known is None or known.number != before.number or not touched.isdisjoint(key[1]):
            return None
        known.number = after.number
        return known


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
        self._touched = _touched(before, after)

    def personal(
        self, role: Role, person: PersonId, unproved: bool = False, also: tuple[PersonId, ...] = ()
    ) -> JsonObject:
        """The `event` message for one device: {epoch, number, at, type, ...fields, patch}.

        `also`: the second pupil at it. `unproved`: see lesson/acts/door.py.
        """
        key = (role, (person, *also), unproved)
        same = self._views.follow(self._before, self._after, key, self._touched)
        if same is not None:  # nearly everybody, nearly always
            return self._payload(same.side, mine=not self._ends.isdisjoint(key[1]))
        was, now = self._views.seat(self._before, key), self._views.seat(self._after, key)
        payload = self._payload(now.side, mine=not self._ends.isdisjoint(key[1]))
        if was is now:
            return payload
        if was.side != now.side:
            before = merge(self._around(was.side)[0], was.private)
            return {**payload, "patch": diff(before, merge(self._around(now.side)[1], now.private))}
        if was.private == now.private:
            return payload
        return {**payload, "patch": self._patch(cast(JsonObject, payload["patch"]), was, now)}

    def _patch(self, shared: JsonObject, was: Seat, now: Seat) -> JsonObject:
        """The audience's patch, with those parts of the view made anew of which something is private."""
        before, after = self._around(now.side)
        names = was.private.keys() | now.private.keys()
        patch = {name: value for name, value in shared.items() if name not in names}
        for name in names:
            patch |= diff(_part(before, was.private, name), _part(after, now.private, name))
        return patch

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


def _touched(before: State, after: State) -> set[PersonId]:
    """Of whom the event changed anything that `_stamp` is made of."""
    found: set[PersonId] = set()
    for was, now in (
        (before.people, after.people), (before.hands, after.hands), (before.private_chat, after.private_chat),
    ):  # fmt: skip
        if was is not now:
            found |= {one for one in was.keys() | now.keys() if was.get(one) is not now.get(one)}
    if before.class_chat != after.class_chat:
        found |= after.private_chat.keys()
    return found


def _stamp(state: State, people: tuple[PersonId, ...]) -> tuple[object, ...]:
    """What lesson/view makes audience and private view of. A class's chat counts for who has lines of their own."""
    found: list[object] = []
    for one in people:
        own = state.private_chat.get(one)
        found += (state.people.get(one), state.hands.get(one), own, None if own is None else state.class_chat)
    return tuple(found)


def _part(view: JsonObject, private: Mapping[str, Json], name: str) -> JsonObject:
    """One part of the view with what is private of it."""
    shared = {name: view[name]} if name in view else {}
    return merge(shared, {name: private[name]} if name in private else {})
