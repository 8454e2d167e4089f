"""Group `interaction`: what each person did, counted. What was said stays in the events, not in the record."""

from collections import Counter, defaultdict

from lesson.messages import FloorDeclined, FloorOffered, HandRaised, PersonId, Said
from lesson.state import Interval
from recordings.record.fields import Counts, Interaction, PersonCounts
from recordings.record.history import History, Step, held_floors

Tallies = dict[PersonId, Counter[str]]
"""Each person's counts by the names of the fields of Counts."""


def interaction(history: History) -> Interaction:
    """Who was there, in the roster's order, and the class together."""
    tallies: Tallies = defaultdict(Counter)
    for step in history.steps:
        _held(step, history, tallies)
        if not history.has(step.kept.at):
            continue
        _hands(step, tallies)
        _offers(step, tallies)
        _chat(step, tallies)
    there = [person for person, known in history.final.people.items() if known.intervals]
    total: Counter[str] = Counter()
    for person in history.final.people:
        total.update(tallies[person])
    people = tuple(_person(person, tallies[person]) for person in there)
    return Interaction(total=_counts(total), people=people)


def _hands(step: Step, tallies: Tallies) -> None:
    """A hand up that gets another question is the same hand."""
    event = step.kept.event
    if not isinstance(event, HandRaised):
        return
    before = step.before.hands.get(event.person)
    counts = tallies[event.person]
    counts["hands"] += before is None
    counts["questions"] += bool(event.question) and (before is None or before.question != event.question)


def _offers(step: Step, tallies: Tallies) -> None:
    event = step.kept.event
    if isinstance(event, FloorOffered):
        tallies[event.person]["offered"] += 1
    elif isinstance(event, FloorDeclined):
        tallies[event.person]["declined"] += 1


def _held(step: Step, history: History, tallies: Tallies) -> None:
    """A floor held across the bell of a double lesson counts in both periods, in each with its own time."""
    if step.before.floors is step.after.floors:
        return
    before, after = held_floors(step.before), held_floors(step.after)
    for person in before.keys() - after.keys():
        for part in history.cut([Interval(before[person].since, step.kept.at)]):
            tallies[person]["floors"] += 1
            tallies[person]["floor_ms"] += part.end - part.start


def _chat(step: Step, tallies: Tallies) -> None:
    event = step.kept.event
    if isinstance(event, Said):
        tallies[event.person]["messages"] += 1
        tallies[event.person]["replies"] += event.reply_to is not None


def _counts(counts: Counter[str]) -> Counts:
    return Counts(**{name: counts[name] for name in Counts.__struct_fields__})


def _person(person: PersonId, counts: Counter[str]) -> PersonCounts:
    return PersonCounts(person=person, **{name: counts[name] for name in Counts.__struct_fields__})
