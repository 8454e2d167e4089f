"""The lights of one lesson: what each person is told of the own line, and the teacher of everybody. Pure.

Nothing of it is stored or reaches a log; who went is forgotten.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from lesson.messages import Hearing, OwnLine, PersonId, VideoSlot
from server.classroom.health.lines import HEARINGS, LIGHTS, Lamp, Report, hearing, own
from sfu.link import PeerLine

OWN_EVERY_S = 10.0
"""A line that does not change is told so often: its figures are for who looks at them."""
VIDEO: tuple[VideoSlot, ...] = ("v0", "v1", "v2")


@dataclass(slots=True)
class _Person:
    hears: Lamp = field(default_factory=Lamp)
    own: Lamp = field(default_factory=Lamp)
    line: OwnLine | None = None
    told: OwnLine | None = None
    told_at: float = 0.0

    def due(self, now: float) -> bool:
        """What is shown changed, or was told long ago."""
        if self.line is None or self.told is None:
            return self.line is not None
        changed = (self.line.state, self.line.slots) != (self.told.state, self.told.slots)
        return changed or now - self.told_at >= OWN_EVERY_S


class Lamps:
    """`now`: monotonic s."""

    def __init__(self) -> None:
        self._people: dict[PersonId, _Person] = {}

    def step(self, reports: Mapping[PersonId, Report], now: float) -> dict[PersonId, OwnLine]:
        """One report of everybody who is there; what people are to be told of their own lines."""
        self._people = {name: self._people.get(name) or _Person() for name in reports}
        due: dict[PersonId, OwnLine] = {}
        for name, report in reports.items():
            person = self._people[name]
            person.hears.step(hearing(report, person.hears.weak))
            person.own.step(own(report, person.own.weak))
            person.line = _own_line(report, person.own)
            if person.line is not None and person.due(now):
                due[name] = person.told = person.line
                person.told_at = now
        return due

    def line(self, person: PersonId) -> OwnLine | None:
        """As of the last report."""
        known = self._people.get(person)
        return None if known is None else known.line

    @property
    def hearing(self) -> dict[PersonId, Hearing]:
        """Everybody of whom it is known."""
        lamps = {name: person.hears.shown for name, person in self._people.items()}
        return {name: HEARINGS[shown] for name, shown in lamps.items() if shown is not None}


def _own_line(report: Report, lamp: Lamp) -> OwnLine | None:
    if lamp.shown is None:
        return None
    recv, send = report.recv, report.send
    lines = [line for line in (recv, send) if line is not None]
    return OwnLine(
        path=next((line.path for line in lines if line.path), ""),
        round_trip=next((line.round_trip for line in lines if line.round_trip), 0),
        up=sum(line.up for line in lines),
        down=sum(line.down for line in lines),
        up_loss=0 if send is None else send.up_loss,
        down_loss=0 if recv is None else recv.down_loss,
        estimate=0 if recv is None else recv.estimate,
        state=LIGHTS[lamp.shown],
        slots=_slots(recv),
    )


def _slots(recv: PeerLine | None) -> dict[VideoSlot, str]:
    return {} if recv is None else {slot: recv.slots[slot] for slot in VIDEO if slot in recv.slots}
