"""An event as each audience may know it: whole, with less in it, or not at all."""

from msgspec.structs import replace

from lesson.messages import (
    Admitted,
    AnyEvent,
    ClockJumped,
    ConsentChanged,
    HandRaised,
    Joined,
    Knocked,
    Left,
    LessonEnded,
    LessonStarted,
    ModeSet,
    PersonId,
    RecordingLimited,
    Removed,
    Said,
    SaidDeleted,
    SourceSet,
    Unclear,
    UnclearOver,
)
from lesson.state import State
from lesson.view import Audience, listed


def ends(event: AnyEvent, before: State) -> frozenset[PersonId]:
    """Whom the event is about: they know more of it than the class."""
    if isinstance(event, Said):
        return frozenset({event.person, event.to})
    if isinstance(event, SaidDeleted):
        line = before.said[event.line]
        return frozenset({line.person, line.to})
    person = getattr(event, "person", None)
    return frozenset() if person is None else frozenset({person})


def told(event: AnyEvent, before: State, after: State, side: Audience, mine: bool) -> AnyEvent | None:
    """The event for this audience, `mine` for one of its `ends`; None: hidden."""
    if side == "door":
        return _at_door(event, mine)
    about = after.people[event.person] if isinstance(event, Joined | Left | ModeSet | SourceSet) else None
    if about is not None and not mine and not listed(about, side):
        return None
    return event if side == "staff" else _in_class(event, before, after, mine)


def _at_door(event: AnyEvent, mine: bool) -> AnyEvent | None:
    match event:
        case LessonStarted() | LessonEnded():
            return event
        case Knocked() | Admitted() if mine:
            return event
        case Removed() if mine:
            return replace(event, reason="")
    return None


def _in_class(event: AnyEvent, before: State, after: State, mine: bool) -> AnyEvent | None:
    match event:
        case ClockJumped() | ConsentChanged() | RecordingLimited():
            return None
        case Unclear() | UnclearOver() | Knocked():
            return event if mine else None
        case HandRaised():
            return event if mine else replace(event, question="")
        case Said():
            return event if mine or event.to == "class" else None
        case SaidDeleted():
            return event if mine or not before.said[event.line].private else None
        case Admitted() | Removed() | Left():
            return _passed_door(event, before, after, mine)
    return event


def _passed_door(
    event: Admitted | Removed | Left, before: State, after: State, mine: bool
) -> AnyEvent | None:
    """The class sees who comes in and goes out, not who stands at the door."""
    was_in, known = before.people[event.person].present, after.people[event.person]
    match event:
        case Admitted() if not mine:
            came = known.present and not was_in
            return Joined(known.person, known.name, known.role) if came else None
        case Removed():
            return replace(event, reason="") if mine or was_in else None
        case Left():
            return event if mine or was_in else None
    return event
