"""Group `recording`: what of the lesson was recorded, and with whose knowledge and consent."""

from lesson.messages import ConsentChanged, RecordingLimited, RecordingPaused, RecordingResumed
from lesson.state import Interval
from recordings.record.fields import ConsentChange, Consents, Limit, Recording, Shown, Span, known
from recordings.record.history import History
from recordings.record.people import spans


def recording(history: History) -> Recording:
    """From the events."""
    opened = history.final.opened
    span = _recorded(history)
    roster = [person.consent for person in history.final.people.values() if person.on_roster]
    return Recording(
        policy=opened.recording,
        recorded=known(span),
        pauses=_pauses(history) if span else (),
        limits=_limits(history) if span else (),
        consents=Consents(sum(roster), len(roster) - sum(roster)),
        consent_changes=_changes(history),
        notices=_notices(history, span) if span else (),
    )


def _recorded(history: History) -> Span | None:
    """Recording runs while the lesson is live."""
    started = history.final.started_at
    if not history.final.opened.recording or started is None:
        return None
    return Span(max(started, history.since), history.ended_at)


def _pauses(history: History) -> tuple[Span, ...]:
    pauses: list[Interval] = []
    since: int | None = None
    for step in history.steps:
        event = step.kept.event
        if isinstance(event, RecordingPaused) and since is None:
            since = step.kept.at
        elif isinstance(event, RecordingResumed) and since is not None:
            pauses.append(Interval(since, step.kept.at))
            since = None
    if since is not None:
        pauses.append(Interval(since, max(since, history.ended_at)))
    return spans(history.cut(pauses))


def _limits(history: History) -> tuple[Limit, ...]:
    return tuple(
        Limit(step.kept.at, step.kept.event.to, step.kept.event.reason)
        for step in history.steps
        if isinstance(step.kept.event, RecordingLimited) and step.kept.at <= history.ended_at
    )


def _changes(history: History) -> tuple[ConsentChange, ...]:
    return tuple(
        ConsentChange(step.kept.at, step.kept.event.person, step.kept.event.consent)
        for step in history.steps
        if isinstance(step.kept.event, ConsentChanged)
        and step.kept.at <= history.ended_at
        and step.kept.event.person in history.final.people
    )


def _notices(history: History, recorded: Span) -> tuple[Shown, ...]:
    """The page shows the notice from the start of the recording; to who joins later, on joining."""
    shown = []
    for person in history.final.people.values():
        there = [part for part in person.intervals if part.end >= recorded.start]
        if there and there[0].start <= recorded.end:
            shown.append(Shown(person.person, max(there[0].start, recorded.start)))
    return tuple(shown)
