"""Any lesson whatsoever, by tests/lesson's machine, ended: its record is valid and says what attendance says."""

import json

import jsonschema
from hypothesis import HealthCheck, settings

from lesson.attendance import attendance
from lesson.messages import Kept, Said
from lesson.rules import Rules
from lesson.state import fold
from recordings.record.chain import NOTHING, Head, Walk, linked
from recordings.record.fields import Contents, Span
from recordings.record.schema import schema
from tests.lesson.test_machine import Classroom
from tests.recordings.record.lessons import CHAIN, record_of

VALIDATOR = jsonschema.Draft202012Validator(schema())


class Recorded(Classroom):
    """The same people and commands; afterwards the office ends the lesson and the record is made."""

    def teardown(self) -> None:
        if not hasattr(self, "session"):
            return
        if self.session.phase != "ended":
            self.session.end("office", None, self.now + 1)
        contents = record_of(self.kept)
        link = linked(contents, CHAIN, NOTHING)
        VALIDATOR.validate(json.loads(link.body))
        walk = Walk(CHAIN)
        assert walk.link(link) is None and walk.end(Head(1, link.hash)) is None
        agrees(self.kept, contents)


def agrees(kept: list[Kept], contents: Contents) -> None:
    """Totals against the folds, and times within the lesson."""
    state = fold(kept)
    assert state.ended_at is not None
    found = {one.person: one for one in attendance(state, state.ended_at, Rules())}
    group = contents.attendance
    assert {one.person: (one.status, one.counted_ms, one.late_ms) for one in group.pupils} == {
        person: (one.state, one.counted_ms, one.late_ms) for person, one in found.items()
    }
    assert group.roster == group.present + group.late + group.absent_unknown == 4
    total, people = contents.interaction.total, contents.interaction.people
    for name in total.__struct_fields__:
        assert getattr(total, name) == sum(getattr(one, name) for one in people)
    assert total.messages == sum(isinstance(one.event, Said) for one in kept)
    assert total.floors <= total.offered and total.questions >= 0
    channels = contents.channels
    for spans in (channels.audio, channels.video, channels.screen, channels.text, contents.recording.pauses):
        in_order(spans, kept[0].at, state.ended_at)


def in_order(spans: tuple[Span, ...], start: int, end: int) -> None:
    edges = [edge for span in spans for edge in (span.start, span.end)]
    assert edges == sorted(edges)
    assert all(start <= edge <= end for edge in edges)


Recorded.TestCase.settings = settings(
    max_examples=40, stateful_step_count=30, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
TestRecorded = Recorded.TestCase
