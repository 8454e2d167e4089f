"""Group `channels`: when the teachers spoke, showed themselves, shared a screen, and when there was text."""

from collections import defaultdict
from collections.abc import Iterable

from lesson.attendance import bridge
from lesson.messages import Left, PersonId, Said, SourceName
from lesson.state import Interval, State
from recordings.record.fields import Channels, Span
from recordings.record.history import History, Step
from recordings.record.people import interruptions, spans

Key = tuple[PersonId, SourceName]


def channels(history: History) -> Channels:
    """Several teachers' times are joined."""
    sent = _teachers_spans(history)
    return Channels(
        video=_joined(history.cut(sent["camera"])),
        audio=_joined(history.cut(sent["mic"])),
        screen=_joined(history.cut(sent["screen"])),
        text=_text(history),
        faults=tuple(one for one in interruptions(history) if one.part == "media"),
    )


def _teachers_spans(history: History) -> dict[SourceName, list[Interval]]:
    begun: dict[Key, int] = {}
    sent: dict[SourceName, list[Interval]] = defaultdict(list)
    on: frozenset[Key] = frozenset()
    for step in history.steps:
        if step.before.people is step.after.people:
            continue
        now_on = _on(step.after)
        for key in now_on - on:
            begun[key] = step.kept.at
        for key in on - now_on:
            start = begun.pop(key)
            sent[key[1]].append(Interval(start, max(start, _ended(step))))
        on = now_on
    return sent


def _on(state: State) -> frozenset[Key]:
    return frozenset(
        (person.person, source)
        for person in state.people.values()
        if person.role in ("teacher", "co_teacher")
        for source in person.sources
    )


def _ended(step: Step) -> int:
    """Who went without a word sent nothing after the last sign of life."""
    event = step.kept.event
    return min(event.last_seen, step.kept.at) if isinstance(event, Left) else step.kept.at


def _joined(sent: Iterable[Interval]) -> tuple[Span, ...]:
    return spans(bridge(sorted(sent, key=lambda part: (part.start, part.end)), 0))


def _text(history: History) -> tuple[Span, ...]:
    said = [
        step.kept.at
        for step in history.steps
        if isinstance(step.kept.event, Said) and history.has(step.kept.at)
    ]
    return (Span(said[0], said[-1]),) if said else ()
