"""The class as a student saw it: patches lead where they say, and nothing is left of who did not agree."""

import json
import re
from contextlib import suppress
from typing import Any

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lesson import messages
from lesson.messages import (
    AcceptFloor,
    AnyCommand,
    ConsentChanged,
    DeclineFloor,
    EndLesson,
    Feed,
    GiveFloor,
    Kept,
    KeptMedia,
    LessonOpened,
    LimitReason,
    LowerHand,
    MuteAll,
    PauseRecording,
    RaiseHand,
    Refused,
    ResumeRecording,
    RosterEntry,
    Say,
    SetMode,
    SetSource,
    StartLesson,
    TakeFloor,
)
from lesson.patch import JsonObject, merge
from lesson.rules import Rules
from lesson.view import shared_view
from recordings.replay import ALIAS, Limited, Replay
from server.classroom.showing.stage import Stage
from tests.lesson.school import AN, BELL, BINH, CHI, DUNG, OPENED, ROLES, TEACHER, Lesson

KEY = b"k" * 32
HIDDEN = ("hs-secret-b", "hs-secret-d", "guest-secret", "watch-secret")
NAMES = {person: f"Tên-kín-{person}" for person in HIDDEN}
SECRET_ROSTER = (
    RosterEntry(TEACHER, "Trần Thị Lan", "teacher", title="cô", consent=True),
    RosterEntry("hs-1", "Học sinh 1", "student", 1, consent=True),
    RosterEntry("hs-secret-b", NAMES["hs-secret-b"], "student", 777001),
    RosterEntry("hs-3", "Học sinh 3", "student", 3, consent=True),
    RosterEntry("hs-secret-d", NAMES["hs-secret-d"], "student", 777002),
)
WHO: dict[str, messages.Role] = {
    **{entry.person: entry.role for entry in SECRET_ROSTER},
    "guest-secret": "guest",
    "watch-secret": "observer",
}
PEOPLE = st.sampled_from(sorted(WHO))
ACTIONS: st.SearchStrategy[tuple[str, AnyCommand]] = st.one_of(
    st.tuples(PEOPLE, st.just(RaiseHand("lời kín?"))),
    st.tuples(PEOPLE, st.builds(LowerHand, st.none() | PEOPLE)),
    st.tuples(st.just(TEACHER), st.builds(GiveFloor, PEOPLE)),
    st.tuples(PEOPLE, st.sampled_from([AcceptFloor(), AcceptFloor(), DeclineFloor(), SetMode("listen")])),
    st.tuples(st.just(TEACHER), st.sampled_from([MuteAll(), PauseRecording(), ResumeRecording()])),
    st.tuples(st.just(TEACHER), st.builds(TakeFloor, PEOPLE)),
    st.tuples(PEOPLE, st.builds(Say, st.just("dòng"), st.none() | st.integers(1, 60))),
    st.tuples(PEOPLE, st.builds(SetSource, st.sampled_from(["mic", "camera", "screen"]), st.booleans())),
)


def begin(lesson: Lesson, zero_at: int) -> Replay:
    changes = [kept for kept in lesson.kept if isinstance(kept.event, ConsentChanged)]
    return Replay(lesson.kept[0], zero_at, KEY, Rules(), changes)


def replayed(lesson: Lesson, zero_at: int = BELL) -> Replay:
    replay = begin(lesson, zero_at)
    for kept in lesson.kept[1:]:
        replay.add(kept)
    return replay


def patch_of(step: JsonObject) -> JsonObject:
    assert isinstance(step["patch"], dict)
    return step["patch"]


def whole(replay: Replay) -> str:
    """Every byte that is given out."""
    jumps = [msgspec.to_builtins(jump) for _number, jump in replay.jumps]
    spans = msgspec.to_builtins(replay.unrecorded)
    return json.dumps([replay.snapshot, replay.steps, jumps, spans], ensure_ascii=False)


def said(lesson: Lesson, person: str, command: AnyCommand) -> None:
    """A line says whose it is, and when: so that a leak is seen."""
    if isinstance(command, Say):
        command = Say(f"dòng của {person}" if person in HIDDEN else "dòng", command.reply_to)
    if isinstance(command, Say) and lesson.session.state.recording_paused:
        command = Say(f"{command.text} trong-lúc-tạm-dừng", command.reply_to)
    with suppress(Refused):
        lesson.session.handle(person, WHO[person], command, lesson.now)


def taken_back(lesson: Lesson) -> None:
    """Who is in HIDDEN and agreed meanwhile withdraws."""
    for person in HIDDEN:
        lesson.session.consented(person, False, lesson.now)


def held(
    actions: list[tuple[str, AnyCommand]], gone: set[str], consents: dict[int, tuple[str, bool]] | None = None
) -> Lesson:
    """A lesson in which this is asked, a second apart; in the midst of it some go away, some are asked again.

    `consents`: what the office enters before an action. Who is in HIDDEN may agree for a while only.
    """
    lesson = Lesson(opened=msgspec.structs.replace(OPENED, roster=SECRET_ROSTER))
    session, stage = lesson.session, Stage()
    for person, role in WHO.items():
        session.heard(person, NAMES.get(person, person), role, lesson.now)
    session.handle(TEACHER, "teacher", StartLesson(), lesson.now)
    for number, (person, command) in enumerate(actions):
        lesson.now += 1000
        if number in (consents or {}):
            session.consented(*(consents or {})[number], lesson.now)
        if number % 4 == 3:  # as a turn at the floor seldom comes by chance
            said(lesson, TEACHER, GiveFloor(person))
        said(lesson, person, command)
        session.staged(stage.slots(session.state, {}, lesson.now / 1000), lesson.now)
        if number == 20:
            lesson.now += 15_000
            for person in set(WHO) - gone:
                session.heard(person, NAMES.get(person, person), WHO[person], lesson.now)
            session.tick(lesson.now)
    return lesson


def followed(lesson: Lesson, zero_at: int) -> Replay:
    """The replay, its patches merged and compared with the view after each event."""
    replay = begin(lesson, zero_at)
    view, done = None, 0
    for kept in lesson.kept[1:]:
        replay.add(kept)
        if kept.at < zero_at:
            assert not replay.steps
            continue
        view = replay.snapshot if view is None else view
        for step in replay.steps[done:]:
            view = merge(view, patch_of(step))
        done = len(replay.steps)
        assert view == shared_view(replay.shown, "class", Rules())
    return replay


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    actions=st.lists(ACTIONS, max_size=40),
    gone=st.sets(PEOPLE),
    consents=st.dictionaries(st.integers(0, 39), st.tuples(PEOPLE, st.booleans())),
    zero=st.integers(-5, 45),
    ended=st.booleans(),
)
def test_patches_lead_there_and_nothing_of_the_unrecorded_is_left(
    actions: list[tuple[str, AnyCommand]],
    gone: set[str],
    consents: dict[int, tuple[str, bool]],
    zero: int,
    ended: bool,
) -> None:
    lesson = held(actions, gone, consents)
    taken_back(lesson)
    if ended:
        said(lesson, TEACHER, EndLesson())
    replay = followed(lesson, BELL + zero * 1000)
    text = whole(replay)
    for person in HIDDEN:
        assert person not in text and NAMES[person] not in text and f"dòng của {person}" not in text
    assert "777001" not in text and "777002" not in text
    assert "lời kín" not in text and "trong-lúc-tạm-dừng" not in text
    assert "attendance" not in text and "consent" not in text and "epoch" not in text
    assert "null" not in json.dumps(replay.snapshot)


def floor(lesson: Lesson, person: str, seconds: int) -> None:
    lesson.do(person, RaiseHand())
    lesson.do(TEACHER, GiveFloor(person))
    lesson.do(person, AcceptFloor())
    lesson.do(person, SetSource("mic", True))
    lesson.now += seconds * 1000
    lesson.come(*ROLES)
    lesson.do(TEACHER, TakeFloor(person))


def begun() -> Lesson:
    lesson = Lesson(now=BELL - 60_000)
    lesson.come(TEACHER, AN, BINH)
    lesson.do(TEACHER, Say("Chào cả lớp"))
    lesson.now = BELL
    lesson.come(CHI, DUNG)
    lesson.do(TEACHER, StartLesson())
    return lesson


def kinds(replay: Replay) -> list[Any]:
    return [step["type"] for step in replay.steps]


def test_the_snapshot_is_the_class_at_zero() -> None:
    replay = replayed(begun())
    view: Any = replay.snapshot
    assert view["lesson"]["phase"] == "waiting" and view["chat"] == {"last": 5, "count": 1}
    assert view["people"][AN] == {
        "name": "Học sinh 1", "role": "student", "present": True, "mode": "full", "sources": {}, "stt": 1,
    }  # fmt: skip
    assert kinds(replay) == ["joined", "joined", "lesson_started"]
    assert [step["at_ms"] for step in replay.steps] == [0, 0, 0]
    assert [(number, msgspec.to_builtins(jump)) for number, jump in replay.jumps] == [
        (8, {"at_ms": 0, "kind": "start"})
    ]
    assert (replay.number, replay.last) == (5, 8)


def test_who_did_not_agree_is_an_alias_at_the_end_of_the_list() -> None:
    view: Any = replayed(begun()).snapshot
    names = [(person, entry["name"]) for person, entry in view["people"].items()]
    assert names[:3] == [(TEACHER, "Trần Thị Lan"), (AN, "Học sinh 1"), (CHI, "Học sinh 3")]
    aliases = [person for person, _name in names[3:]]
    assert len(aliases) == 2 and aliases == sorted(aliases)
    for person, name in names[3:]:
        assert re.fullmatch(ALIAS + "[0-9a-f]{12}", person) and name == ""
        assert "stt" not in view["people"][person]
    other: Any = Replay(begun().kept[0], BELL, b"x" * 32, Rules()).snapshot
    assert not set(aliases) & set(other["people"])


def test_the_floor_of_who_did_not_agree_is_a_span_without_hand_or_jump() -> None:
    lesson = begun()
    lesson.now += 10_000
    floor(lesson, BINH, 20)
    lesson.now += 5_000
    floor(lesson, AN, 7)
    replay = replayed(lesson)
    assert [(span.from_ms, span.to_ms) for span in replay.unrecorded] == [(10_000, 30_000)]
    assert [jump.kind for _number, jump in replay.jumps] == ["start", "floor", "question", "floor"]
    assert [jump.person for _number, jump in replay.jumps] == [None, None, AN, AN]
    assert kinds(replay).count("hand_raised") == 1 and kinds(replay).count("floor_accepted") == 2


def test_who_withdraws_is_out_of_the_whole_replay() -> None:
    lesson = begun()
    lesson.do(AN, Say("An nói"))
    lesson.now += 10_000
    floor(lesson, AN, 20)
    lesson.session.consented(AN, False, lesson.now)
    lesson.session.consented(AN, True, lesson.now)
    lesson.do(AN, Say("An nói nữa"))
    replay = followed(lesson, BELL)
    text = whole(replay)
    assert f'"{AN}"' not in text and "Học sinh 1" not in text and "An nói" not in text
    assert [(span.from_ms, span.to_ms) for span in replay.unrecorded] == [(10_000, 30_000)]
    assert replay.changed == lesson.session.number - 1
    with pytest.raises(ValueError, match="from its beginning"):
        late = Replay(lesson.kept[0], BELL, KEY, Rules())
        for kept in lesson.kept[1:]:
            late.add(kept)


def test_who_agrees_in_the_midst_is_seen_from_then_on() -> None:
    lesson = begun()
    lesson.do(BINH, Say("trước"))
    lesson.now += 10_000
    lesson.do(TEACHER, GiveFloor(BINH))
    lesson.do(BINH, AcceptFloor())
    lesson.do(BINH, SetSource("camera", True))
    lesson.session.staged({"v1": Feed(BINH, "camera"), "v0": Feed(TEACHER, "camera")}, lesson.now)
    lesson.now += 5_000
    lesson.session.consented(CHI, False, lesson.now)
    lesson.session.consented(BINH, True, lesson.now)
    lesson.do(BINH, Say("sau"))
    replay = followed(lesson, BELL)
    assert "trước" not in whole(replay) and "sau" in whole(replay)
    assert [(span.from_ms, span.to_ms) for span in replay.unrecorded] == [(10_000, 15_000)]
    assert [jump.person for _number, jump in replay.jumps] == [None, None]
    before, after, _said = replay.steps[-3:]
    assert before["slots"] == {"v0": {"person": TEACHER, "source": "camera"}}
    assert after["patch"] == {"stage": {"v1": {"person": BINH, "source": "camera"}}}
    assert "consent" not in whole(replay)


def test_a_span_that_goes_on_has_no_end() -> None:
    lesson = begun()
    lesson.now += 1_000
    lesson.do(TEACHER, GiveFloor(BINH))
    lesson.do(BINH, AcceptFloor())
    assert [(span.from_ms, span.to_ms) for span in replayed(lesson).unrecorded] == [(1_000, None)]
    lesson.now += 500
    lesson.do(TEACHER, EndLesson())
    assert [(span.from_ms, span.to_ms) for span in replayed(lesson).unrecorded] == [(1_000, 1_500)]


def test_what_the_disk_did_not_take_is_told_beside_the_steps() -> None:
    lesson = begun()
    limits: list[tuple[KeptMedia, LimitReason]] = [("audio", "disk"), ("nothing", "disk"), ("all", "")]
    for to, reason in limits:
        lesson.now += 1_000
        lesson.session.limited(to, reason, lesson.now)
    lesson.do(TEACHER, PauseRecording())
    lesson.now += 1_000
    lesson.session.limited("nothing", "fault", lesson.now)
    replay = replayed(lesson)
    assert "recording_limited" not in whole(replay)
    known = [Limited(1_000, 2_000, "audio", "disk"), Limited(2_000, 3_000, "nothing", "disk")]
    assert replay.limited == [*known, Limited(4_000, None, "nothing", "fault")]
    lesson.now += 1_000
    lesson.do(TEACHER, EndLesson())
    assert replayed(lesson).limited == [*known, Limited(4_000, 5_000, "nothing", "fault")]
    assert replayed(lesson, BELL + 2_500).limited[0] == Limited(0, 500, "nothing", "disk")


def test_a_pause_shows_nothing_and_its_chat_never() -> None:
    lesson = begun()
    lesson.now += 1_000
    lesson.do(TEACHER, PauseRecording())
    lesson.do(TEACHER, Say("Chuyện riêng"))
    lesson.do(AN, RaiseHand())
    lesson.do(CHI, RaiseHand())
    lesson.do(CHI, LowerHand())
    paused = replayed(lesson)
    assert kinds(paused)[-1] == "recording_paused"
    view: Any = shared_view(paused.shown, "class", Rules())
    assert view["hands"] == {} and view["lesson"]["recording"] == "paused"
    private = lesson.session.state.chat.last
    lesson.now += 9_000
    lesson.do(TEACHER, ResumeRecording())
    lesson.do(TEACHER, Say("Trả lời", reply_to=private))
    replay = replayed(lesson)
    resumed: Any = replay.steps[-2]
    assert (resumed["type"], resumed["at_ms"]) == ("recording_resumed", 10_000)
    assert resumed["patch"]["hands"] == {AN: {"since": BELL + 1_000, "place": 1}}
    assert resumed["patch"]["lesson"] == {"recording": "on"}
    answer: Any = replay.steps[-1]
    assert (answer["text"], answer["reply_to"], answer["patch"]["chat"]["count"]) == ("Trả lời", None, 2)
    assert replay.jumps[-1][1].kind == "resume"
    assert "Chuyện riêng" not in whole(replay)


def test_a_lesson_that_ends_while_paused_ends() -> None:
    lesson = begun()
    lesson.do(TEACHER, PauseRecording())
    lesson.do(TEACHER, EndLesson())
    replay = replayed(lesson)
    assert kinds(replay)[-1] == "lesson_ended" and replay.shown.phase == "ended"


def test_a_screen_is_a_jump_once() -> None:
    lesson = begun()
    for slots in (
        {"v0": Feed(TEACHER, "camera")},
        {"v0": Feed(TEACHER, "screen"), "v1": Feed(BINH, "camera")},
        {"v1": Feed(TEACHER, "screen")},
    ):
        lesson.now += 1_000
        lesson.session.staged(slots, lesson.now)  # type: ignore[arg-type]
    replay = replayed(lesson)
    screens = [jump for _number, jump in replay.jumps if jump.kind == "screen"]
    assert [(jump.at_ms, jump.person) for jump in screens] == [(2_000, TEACHER)]
    assert replay.steps[-2]["slots"] == {"v0": {"person": TEACHER, "source": "screen"}}


def test_only_later_steps() -> None:
    replay = replayed(begun())
    assert [step["number"] for step in replay.steps_after(0)] == [6, 7, 8]
    assert [step["number"] for step in replay.steps_after(6)] == [7, 8]
    assert replay.steps_after(8) == replay.steps_after(99) == []


def test_a_lesson_begins_with_its_opening() -> None:
    with pytest.raises(ValueError, match="does not open"):
        Replay(Kept(1, BELL, messages.Interrupted("media", BELL)), BELL, KEY, Rules())
    with pytest.raises(ValueError, match="does not follow"):
        Replay(Kept(1, BELL, OPENED), BELL, KEY, Rules()).add(Kept(3, BELL, messages.LessonStarted(TEACHER)))


def test_every_field_that_names_a_person_is_known_to_the_redactor() -> None:
    """A new event with another field for people must be thought of in recordings/replay.py."""
    found = set()
    for event in messages.AnyEvent.__args__:
        for field in msgspec.structs.fields(event):
            named = "Id" in str(field.type) or "pattern" in str(field.type)
            if named or field.name in ("roster", "slots", "lines"):
                found.add(field.name)
    assert found == {"person", "people", "by", "to", "roster", "slots", "lines"}
    assert {field.name for field in msgspec.structs.fields(LessonOpened)} == {
        "lesson", "title", "subject", "class_name", "period", "starts_at", "ends_at", "roster", "recording", "lines",
        "kind", "controls",
    }  # fmt: skip
