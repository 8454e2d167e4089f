"""Which sources are kept, who may pause that, and who is told what."""

import pytest
from msgspec.structs import replace

from lesson.broadcast import Broadcast
from lesson.messages import (
    AcceptFloor,
    EndLesson,
    GiveFloor,
    Kept,
    LessonOpened,
    PauseRecording,
    RecordingLimited,
    ResumeRecording,
    SetSource,
    SourceName,
    StartLesson,
)
from lesson.patch import JsonObject
from lesson.permissions import may_record
from lesson.rules import Rules
from lesson.state import Pause, apply, fold
from tests.lesson.school import AN, BINH, OPENED, ROLES, TEACHER, Lesson, refused


def live(opened: LessonOpened = OPENED) -> Lesson:
    """The teacher sends mic and camera, An (consenting) and Bình (not) have the floor and speak."""
    lesson = Lesson(opened=opened)
    lesson.come(*ROLES)
    lesson.do(TEACHER, StartLesson())
    for person in (AN, BINH, "khach"):
        lesson.do(TEACHER, GiveFloor(person))
        lesson.do(person, AcceptFloor())
    for person in (TEACHER, AN, BINH, "khach"):
        lesson.do(person, SetSource("mic", True))
        lesson.do(person, SetSource("camera", True))
    return lesson


def kept(lesson: Lesson) -> set[tuple[str, SourceName]]:
    sources: tuple[SourceName, ...] = ("mic", "camera", "screen", "screen_audio")
    state = lesson.session.state
    return {(who, source) for who in state.people for source in sources if may_record(state, who, source)}


def recording(lesson: Lesson, person: str) -> object:
    view = lesson.session.snapshot(ROLES[person], person)["lesson"]
    assert isinstance(view, dict)
    return view.get("recording")


def test_only_what_the_consenting_send_is_kept() -> None:
    assert kept(live()) == {(TEACHER, "mic"), (TEACHER, "camera"), (AN, "mic"), (AN, "camera")}


def test_a_lesson_that_is_not_recorded_keeps_nothing_and_says_nothing() -> None:
    lesson = live(replace(OPENED, recording=False))
    assert kept(lesson) == set()
    assert recording(lesson, TEACHER) is None
    assert refused(lesson, TEACHER, PauseRecording()) == "not_recorded"
    assert refused(lesson, TEACHER, ResumeRecording()) == "not_recorded"
    assert lesson.session.limited("audio", "disk", lesson.now) == []


def test_nothing_is_kept_before_the_start_and_after_the_end() -> None:
    lesson = Lesson()
    lesson.come(TEACHER, AN)
    lesson.do(TEACHER, SetSource("mic", True))
    assert kept(lesson) == set() and recording(lesson, AN) is None
    lesson.do(TEACHER, StartLesson())
    assert kept(lesson) == {(TEACHER, "mic")} and recording(lesson, AN) == "on"
    lesson.do(TEACHER, PauseRecording())
    lesson.do(TEACHER, EndLesson())
    assert kept(lesson) == set() and recording(lesson, AN) is None
    assert refused(lesson, TEACHER, ResumeRecording()) == "lesson_ended"


def test_the_teacher_pauses_and_everybody_sees_it() -> None:
    lesson = live()
    assert lesson.do(TEACHER, PauseRecording()) == ["recording_paused"]
    assert kept(lesson) == set()
    assert {recording(lesson, person) for person in ROLES} == {"paused"}
    assert refused(lesson, TEACHER, PauseRecording()) == "already"
    assert lesson.do(TEACHER, ResumeRecording()) == ["recording_resumed"]
    assert refused(lesson, TEACHER, ResumeRecording()) == "already"
    assert {recording(lesson, person) for person in ROLES} == {"on"}
    assert (AN, "mic") in kept(lesson)


@pytest.mark.parametrize("person", [AN, "khach", "du-gio", "kt"])
def test_nobody_else_pauses(person: str) -> None:
    assert refused(live(), person, PauseRecording()) == "not_allowed"


def test_pauses_have_their_times_and_end_with_the_lesson() -> None:
    lesson = live()
    begin = lesson.now
    for command in (PauseRecording(), ResumeRecording(), PauseRecording()):
        lesson.stay(5, *ROLES)
        lesson.do(TEACHER, command)
    lesson.stay(5, *ROLES)
    assert lesson.session.state.pauses == (Pause(begin + 5000, begin + 10_000), Pause(begin + 15_000))
    lesson.do(TEACHER, EndLesson())
    assert lesson.session.state.pauses[-1] == Pause(begin + 15_000, begin + 20_000)
    assert not lesson.session.state.recording_paused
    assert fold(lesson.kept) == lesson.session.state


def test_little_space_keeps_the_sound_and_none_keeps_nothing() -> None:
    lesson = live()
    assert lesson.session.limited("all", "", lesson.now) == []
    assert len(lesson.session.limited("audio", "disk", lesson.now)) == 1
    assert lesson.session.limited("audio", "fault", lesson.now) == []
    assert kept(lesson) == {(TEACHER, "mic"), (AN, "mic")}
    lesson.session.limited("nothing", "disk", lesson.now)
    assert kept(lesson) == set() and recording(lesson, AN) == "on"
    lesson.session.limited("all", "", lesson.now)
    assert (AN, "camera") in kept(lesson)
    assert fold(lesson.kept) == lesson.session.state


def test_the_class_knows_neither_consent_nor_limits() -> None:
    lesson = live()
    people = lesson.session.snapshot("teacher", TEACHER)["people"]
    assert isinstance(people, dict)
    consents = {who: person["consent"] for who, person in people.items() if isinstance(person, dict)}
    assert consents[AN] is True and consents[BINH] is False and consents["khach"] is False
    assert "consent" not in str(lesson.session.snapshot("student", AN))
    known = {who: lesson.session.snapshot(role, who).get("recorded") for who, role in ROLES.items()}
    assert (known[AN], known[BINH], known["khach"]) == (True, False, False)
    assert known[TEACHER] is None and known["kt"] is None
    assert "recorded" not in live(replace(OPENED, recording=False)).session.snapshot("student", AN)
    told = limited(lesson)
    assert told["student"]["type"] == "hidden" and told["student"]["patch"] == {}
    assert told["staff"]["to"] == "audio"


def test_a_change_of_consent_counts_at_once_and_is_private() -> None:
    lesson = live()
    before = lesson.session.state
    assert len(lesson.session.consented(AN, False, lesson.now)) == 1
    assert kept(lesson) == {(TEACHER, "mic"), (TEACHER, "camera")}
    step = Broadcast(before, "epoch-1", Rules()).step(lesson.kept[-1], lesson.session.state)
    told = {who: step.personal(role, who) for who, role in ROLES.items()}
    assert told[AN]["patch"] == {"recorded": False} and told[AN]["type"] == "hidden"
    assert told[BINH]["patch"] == told["du-gio"]["patch"] == {} and told[BINH]["type"] == "hidden"
    assert told[TEACHER]["patch"] == told["kt"]["patch"] == {"people": {AN: {"consent": False}}}
    assert (told[TEACHER]["type"], told[TEACHER]["person"]) == ("consent_changed", AN)
    lesson.session.consented(BINH, True, lesson.now)
    assert (BINH, "mic") in kept(lesson)
    assert fold(lesson.kept) == lesson.session.state


def test_what_changes_no_consent() -> None:
    lesson = live()
    for person, consent in ((AN, True), (BINH, False), ("khach", True), ("hs-99", True)):
        assert lesson.session.consented(person, consent, lesson.now) == []
    lesson.do(TEACHER, EndLesson())
    assert lesson.session.consented(AN, False, lesson.now) == []


def limited(lesson: Lesson) -> dict[str, JsonObject]:
    state = lesson.session.state
    event = Kept(state.number + 1, state.at, RecordingLimited("audio", "disk"))
    step = Broadcast(state, "epoch-1", Rules()).step(event, apply(state, event))
    return {"student": step.personal("student", AN), "staff": step.personal("staff", "kt")}
