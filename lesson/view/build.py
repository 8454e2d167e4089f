"""A state as one audience knows it, and what one person knows besides."""

from collections.abc import Iterable
from typing import Literal, cast

from msgspec import structs, to_builtins

from lesson.acts.door import outside
from lesson.attendance import Taught, attended, is_pupil, running_since, taught_time
from lesson.messages import ClassControls, PersonId, Role
from lesson.patch import JsonObject, merge
from lesson.permissions import TRUSTED
from lesson.rules import Rules
from lesson.state import Hand, Person, State, Tally
from lesson.view.shapes import (
    AttendanceView,
    Audience,
    ChatView,
    FloorView,
    HandView,
    LessonView,
    LoweredView,
    PersonView,
)

Earlier = tuple[State, JsonObject]
"""A state and the view of it."""


def audience(state: State, role: Role, people: Iterable[PersonId], unproved: bool = False) -> Audience:
    """What a device knows: of two pupils at it, one in the class is enough. See acts/door.py of `unproved`."""
    if all(outside(state, person, role, unproved) for person in people):
        return "door"
    return "staff" if role in TRUSTED else "class"


def listed(person: Person, audience: Audience) -> bool:
    """Whether the audience has the person in its list of people."""
    if audience == "staff":
        return person.role != "camera"
    return person.role not in ("camera", "observer") and (person.on_roster or person.been_in)


def view(
    state: State,
    role: Role,
    person: PersonId,
    rules: Rules,
    unproved: bool = False,
    also: tuple[PersonId, ...] = (),
) -> JsonObject:
    """The whole view of one person, or of two pupils at one device."""
    people = (person, *also)
    side = audience(state, role, people, unproved)
    return merge(shared_view(state, side, rules), private_view(state, side, people))


def shared_view(state: State, audience: Audience, rules: Rules, earlier: Earlier | None = None) -> JsonObject:
    """What everybody of an audience knows. `earlier`: of the same audience; what did not change is taken from it."""
    if audience == "door":
        return _outdoors(state)
    before, known = earlier or (None, {})
    staff = audience == "staff"
    same_hands = before is not None and before.hands is state.hands
    built: JsonObject = {
        "lesson": to_builtins(_lesson(state)),
        "people": _people(state, audience, earlier),
        "hands": known["hands"] if same_hands else _hands(state, questions=staff),
        "floor": {
            name: to_builtins(FloorView(one.state, one.since, one.by)) for name, one in state.floors.items()
        },
        "stage": to_builtins(state.stage),
        "chat": to_builtins(_chat(state.chat if staff else state.class_chat)),
    }
    if staff:
        built["attendance"] = _attendance(state, rules, earlier)
        built["lowered"] = {
            name: to_builtins(LoweredView(one.hand.since, one.at)) for name, one in state.lowered.items()
        }
    return built


def private_view(state: State, audience: Audience, people: tuple[PersonId, ...]) -> JsonObject:
    """What only these of the audience (one, or two pupils at one device) know besides, as a merge patch."""
    if audience == "staff":
        return {}
    if audience == "door":
        return {"people": {one: _own_door(state.people[one]) for one in people if one in state.people}}
    found: JsonObject = {}
    first = state.people.get(people[0]) if people else None
    if first is not None and state.opened.recording:
        found["recorded"] = first.consent
    asked = {one: {"question": hand.question} for one, hand in _own_hands(state, people)}
    if asked:
        found["hands"] = cast(JsonObject, asked)
    own = {one: _own(state.people[one]) for one in people if one in state.people}
    if any(own.values()):
        found["people"] = cast(JsonObject, {one: shown for one, shown in own.items() if shown})
    if any(one in state.private_chat for one in people):
        found["chat"] = to_builtins(_chat(_own_chat(state, people)))
    return found


def _own_hands(state: State, people: tuple[PersonId, ...]) -> list[tuple[PersonId, Hand]]:
    hands = ((one, state.hands.get(one)) for one in people)
    return [(one, hand) for one, hand in hands if hand is not None and hand.question]


def _own(person: Person) -> JsonObject:
    """Of oneself, besides what the class knows; all of it for who is not listed there."""
    if not listed(person, "class"):
        return _person(person, "staff" if person.door else "class")
    found: JsonObject = {}
    if person.unclear_since is not None:
        found["unclear_since"] = person.unclear_since
    if person.door is not None:
        found["door"] = person.door
    return found


def _own_door(person: Person) -> JsonObject:
    """Nothing of what goes on inside: somebody who only says who they are may not learn where the person is."""
    shown = PersonView(person.name, person.role, False, "full", {}, door=person.door or "waiting")
    return cast(JsonObject, to_builtins(shown))


def _own_chat(state: State, people: tuple[PersonId, ...]) -> Tally:
    """The class's lines and the own private ones."""
    tallies = [state.class_chat, *(state.private_chat.get(one, Tally()) for one in people)]
    return Tally(
        last=max(tally.last for tally in tallies),
        count=sum(tally.count for tally in tallies),
        deleted=sum(tally.deleted for tally in tallies),
    )


def _chat(tally: Tally) -> ChatView:
    return ChatView(tally.last, tally.count, tally.deleted)


def _header(state: State) -> LessonView:
    """What also who waits may know."""
    opened = state.opened
    return LessonView(
        id=opened.lesson,
        title=opened.title,
        subject=opened.subject,
        class_name=opened.class_name,
        period=opened.period,
        starts_at=opened.starts_at,
        ends_at=opened.ends_at,
        phase=state.phase,
        controls=ClassControls(state.controls.waiting_room, state.controls.locked),
        started_at=state.started_at,
        ended_at=state.ended_at,
        ended_reason=state.ended_reason,
        kind=opened.kind,
    )


def _outdoors(state: State) -> JsonObject:
    nothing: JsonObject = {
        "people": {},
        "hands": {},
        "floor": {},
        "stage": {},
        "chat": {"last": 0, "count": 0},
    }
    return {"lesson": to_builtins(_header(state)), **nothing}


def _lesson(state: State) -> LessonView:
    return structs.replace(
        _header(state),
        controls=state.controls,
        recording=_recording(state),
        lines=state.opened.lines,
        quiet=state.quiet,
        observed=any(person.role == "observer" and person.present for person in state.people.values()),
        teacher_lost_since=state.teacher_lost_since,
    )


def _recording(state: State) -> Literal["on", "paused"] | None:
    """What everybody is told: `on` even while nothing fits on the disk, so that nobody relies on it."""
    if not state.opened.recording or state.phase != "live":
        return None
    return "paused" if state.recording_paused else "on"


def _people(state: State, audience: Audience, earlier: Earlier | None) -> JsonObject:
    before, known = _part(earlier, "people")
    if before is not None and before.people is state.people:
        return known
    return {
        name: _same(before, name, person, known) or _person(person, audience)
        for name, person in state.people.items()
        if listed(person, audience)
    }


def _part(earlier: Earlier | None, name: str) -> tuple[State | None, JsonObject]:
    """The earlier state and this part of its view."""
    if earlier is None:
        return None, {}
    before, view = earlier
    return before, cast(JsonObject, view[name])


def _same(before: State | None, name: PersonId, person: Person, known: JsonObject) -> JsonObject | None:
    """What was shown of a person in whom nothing changed."""
    if before is None or before.people.get(name) is not person:
        return None
    return cast(JsonObject | None, known.get(name))


def _person(person: Person, audience: Audience) -> JsonObject:
    staff = audience == "staff"
    shown = PersonView(
        name=person.name,
        role=person.role,
        present=person.present,
        mode=person.mode,
        sources={source: True for source in sorted(person.sources)},
        title=person.title,
        stt=person.stt,
        consent=person.consent if staff else None,
        class_id=person.class_id,
        at_school=person.school_since is not None,
        unclear_since=person.unclear_since if staff else None,
        door=person.door if staff else None,
        unproved=staff and person.door is not None and person.unproved,
    )
    return cast(JsonObject, to_builtins(shown))


def _hands(state: State, questions: bool) -> JsonObject:
    return {
        person: to_builtins(HandView(hand.since, place, (hand.question or None) if questions else None))
        for place, (person, hand) in enumerate(state.hands.items(), start=1)
    }


def _attendance(state: State, rules: Rules, earlier: Earlier | None) -> JsonObject:
    taught = taught_time(state)
    before, known = _part(earlier, "attendance")
    if before is not None and taught_time(before) != taught:
        before = None
    return {
        name: _same(before, name, person, known) or _attended(person, taught, rules)
        for name, person in state.people.items()
        if is_pupil(person)
    }


def _attended(person: Person, taught: Taught | None, rules: Rules) -> JsonObject:
    since = running_since(person)
    seen = attended(person, taught, since or 0, rules)
    shown = AttendanceView(
        state=seen.state,
        counted_ms=seen.counted_ms,
        late_ms=seen.late_ms,
        first_joined=seen.first_joined,
        last_seen=seen.last_seen,
        present_since=None if since is None or taught is None else max(since, taught.start),
        at_school=seen.at_school,
    )
    return cast(JsonObject, to_builtins(shown))
