"""A record says what the events say: totals, times, evidence; and only of lessons that ended."""

import json
from typing import Any

import jsonschema
import msgspec
import pytest
from msgspec import UNSET
from msgspec.structs import replace

from lesson.messages import (
    AcceptFloor,
    ClockJumped,
    EndLesson,
    GiveFloor,
    Interrupted,
    Kept,
    MarkAtSchool,
    MuteAll,
    PauseRecording,
    Remove,
    ResumeRecording,
    Say,
    SetSource,
    StartLesson,
)
from lesson.rules import Rules
from recordings.record.build import Made, first_version, next_version, record_id, untouched
from recordings.record.chain import NOTHING, Head, Walk, linked
from recordings.record.fields import (
    Attendee,
    ConsentChange,
    Consents,
    Contents,
    Interruption,
    Limit,
    Record,
    Shown,
    Span,
)
from recordings.record.schema import schema
from tests.lesson.school import AN, BELL, BINH, CHI, OPENED, TEACHER, Lesson
from tests.recordings.record.lessons import (
    CHAIN,
    LAN,
    MADE,
    PLAN,
    WRITTEN,
    big_class,
    record_of,
    taught,
)

VALIDATOR = jsonschema.Draft202012Validator(schema())


def valid(contents: Contents) -> Record:
    """Linked, checked against the published schema, read back."""
    body = linked(contents, CHAIN, NOTHING).body
    VALIDATOR.validate(json.loads(body))
    return msgspec.json.decode(body, type=Record)


def test_a_lesson_with_a_bit_of_everything() -> None:
    record = valid(record_of(taught().kept))
    assert (record.identity.id, record.identity.version) == ("toan-8a3-t2.1", 1)
    assert (record.identity.week, record.identity.school.level) == (12, "thcs")
    assert record.slot.room is UNSET
    assert record.time.taught == Span(BELL, BELL + 180_000)
    assert record.time.ended_by == TEACHER and record.time.held
    assert (record.attendance.roster, record.attendance.present, record.attendance.absent_unknown) == (
        4,
        2,
        2,
    )
    an, binh, chi, _dung = record.attendance.pupils
    assert (an.counted_ms, an.gaps, an.status) == (180_000, (), "present")
    (gap,) = binh.gaps
    assert (gap.start, gap.end, gap.counted) == (BELL + 60_000, BELL + 121_000, True)
    assert (chi.status, chi.intervals) == ("absent_unknown", ())
    assert record.channels.audio == (Span(BELL, BELL + 120_000),)
    assert record.channels.text == (Span(BELL + 120_000, BELL + 120_000),)
    assert record.channels.video == record.channels.screen == ()


def test_who_sat_in_the_classroom_or_stood_at_the_door_says_the_record() -> None:
    lesson = Lesson()
    lesson.come(TEACHER, AN, BINH)
    lesson.do(TEACHER, StartLesson())
    lesson.stay(60, TEACHER, AN, BINH)
    lesson.do(TEACHER, MarkAtSchool((AN, CHI), True))
    lesson.do(TEACHER, Remove(BINH))
    since = lesson.now
    lesson.stay(120, TEACHER, BINH)
    lesson.do(TEACHER, EndLesson())
    an, binh, chi, dung = valid(record_of(lesson.kept)).attendance.pupils
    later = Span(since, lesson.now)
    assert (an.school, an.gaps, chi.school) == ((later,), (), (later,))
    assert (chi.intervals, chi.counted_ms, chi.status) == ((), later.end - since, "present")
    assert binh.door == (later,) and binh.school is UNSET
    assert (dung.door, dung.school) == (UNSET, UNSET)


def test_what_each_did_is_counted_and_nothing_said_is_in_it() -> None:
    contents = record_of(taught().kept)
    by_person = {one.person: one for one in contents.interaction.people}
    an = by_person[AN]
    assert (an.hands, an.questions, an.offered, an.floors, an.floor_ms) == (1, 2, 1, 1, 120_000)
    assert (an.messages, an.replies) == (1, 0)
    assert set(by_person) == {TEACHER, AN, BINH}
    assert contents.interaction.total.floor_ms == 120_000
    body = linked(contents, CHAIN, NOTHING).body.decode()
    assert "em xong" not in body and "vì sao" not in body


def test_replies_declined_floors_and_mute_all() -> None:
    lesson = Lesson()
    lesson.come(TEACHER, AN, BINH)
    lesson.do(TEACHER, StartLesson())
    lesson.do(AN, Say("câu 1?"))
    lesson.do(BINH, Say("bằng 6", lesson.session.number))
    for person in (AN, BINH):
        lesson.do(TEACHER, GiveFloor(person))
        lesson.do(person, AcceptFloor())
    lesson.stay(5, TEACHER, AN, BINH)
    lesson.do(TEACHER, MuteAll())
    lesson.do(TEACHER, EndLesson())
    total = valid(record_of(lesson.kept)).interaction.total
    assert (total.messages, total.replies, total.floors, total.floor_ms) == (2, 1, 2, 10_000)


def test_who_was_there_besides_the_pupils() -> None:
    lesson = Lesson()
    lesson.come(TEACHER, "du-gio", "khach", "gv-02", AN)
    lesson.do(TEACHER, StartLesson())
    lesson.stay(5, TEACHER, "du-gio", AN)
    lesson.do(TEACHER, EndLesson())
    people = valid(record_of(lesson.kept)).people
    assert isinstance(people.teacher, Attendee)
    assert (people.teacher.person, people.teacher.title) == (TEACHER, "cô")
    assert {one.role for one in people.others} == {"observer", "guest", "teacher"}


def test_the_teachers_sources_are_joined_and_end_with_the_last_sign_of_life() -> None:
    lesson = Lesson()
    lesson.come(TEACHER, "gv-02")
    lesson.do(TEACHER, StartLesson())
    lesson.do(TEACHER, SetSource("mic", True))
    lesson.do(TEACHER, SetSource("screen", True))
    lesson.stay(10, TEACHER, "gv-02")
    lesson.do("gv-02", SetSource("mic", True))
    lesson.stay(20, "gv-02")  # the other one is gone
    lesson.do("gv-02", EndLesson())
    channels = valid(record_of(lesson.kept)).channels
    assert channels.audio == (Span(BELL, BELL + 30_000),)
    assert channels.screen == (Span(BELL, BELL + 10_000),)


def test_interruptions_and_clock_jumps_are_evidence() -> None:
    lesson = Lesson()
    lesson.come(TEACHER, AN)
    lesson.do(TEACHER, StartLesson())
    lesson.stay(10, TEACHER, AN)
    lesson.session.interrupted("media", BELL + 4_000, lesson.now)
    lesson.session.interrupted("control", BELL - 4_000, lesson.now)
    lesson.session.clock_jumped(-3_600_000, lesson.now)
    lesson.do(TEACHER, EndLesson())
    record = valid(record_of(lesson.kept))
    media = Interruption("media", BELL + 4_000, BELL + 10_000)
    assert record.time.interruptions == (media, Interruption("control", BELL, BELL + 10_000))
    assert record.channels.faults == (media,)
    assert [jump.delta for jump in record.time.clock_jumps] == [-3_600_000]


def test_what_was_recorded_with_whose_consent_and_who_was_told_when() -> None:
    lesson = Lesson()
    lesson.come(TEACHER, AN)
    lesson.stay(5, TEACHER, AN)
    lesson.do(TEACHER, StartLesson())
    lesson.stay(5, TEACHER, AN)
    lesson.do(TEACHER, PauseRecording())
    lesson.stay(5, TEACHER, AN, BINH)
    lesson.do(TEACHER, ResumeRecording())
    lesson.session.limited("audio", "disk", lesson.now)
    lesson.do(TEACHER, PauseRecording())
    lesson.stay(5, TEACHER, AN, BINH)
    lesson.do(TEACHER, EndLesson())
    found = valid(first_version(lesson.kept, PLAN, Rules(), untouched(""), MADE)).recording
    assert found.policy and found.recorded == Span(BELL + 5_000, BELL + 20_000)
    assert found.pauses == (Span(BELL + 10_000, BELL + 15_000), Span(BELL + 15_000, BELL + 20_000))
    assert found.limits == (Limit(BELL + 15_000, "audio", "disk"),)
    assert found.consents == Consents(3, 2) and found.consent_changes == ()
    assert found.notices == (
        Shown(TEACHER, BELL + 5_000), Shown(AN, BELL + 5_000), Shown(BINH, BELL + 11_000),
    )  # fmt: skip


def test_consents_are_those_of_the_end_and_every_change_stands() -> None:
    lesson = Lesson()
    lesson.come(TEACHER, AN, BINH)
    lesson.do(TEACHER, StartLesson())
    lesson.session.consented(AN, False, lesson.now)
    lesson.stay(5, TEACHER, AN, BINH)
    lesson.session.consented(BINH, True, lesson.now)
    lesson.session.consented(AN, True, lesson.now)
    lesson.do(TEACHER, EndLesson())
    found = valid(record_of(lesson.kept)).recording
    assert found.consents == Consents(4, 1)
    assert found.consent_changes == (
        ConsentChange(BELL, AN, False),
        ConsentChange(BELL + 5_000, BINH, True),
        ConsentChange(BELL + 5_000, AN, True),
    )


def test_a_lesson_without_recording_says_so() -> None:
    found = valid(record_of(taught(replace(OPENED, recording=False)).kept)).recording
    assert not found.policy and found.recorded is UNSET
    assert found.notices == found.pauses == ()


def test_a_lesson_nobody_started_was_not_held() -> None:
    lesson = Lesson()
    lesson.come(AN)
    lesson.session.end("office", None, lesson.now + 1000)
    record = valid(record_of(lesson.kept))
    assert not record.time.held and record.time.taught is UNSET and record.time.taught_ms == 0
    assert record.attendance.absent_unknown == 4
    assert record.time.ended_by is UNSET
    assert record.people.teacher is not UNSET and record.people.teacher.intervals == ()


def test_nothing_of_the_plan_is_known() -> None:
    bare = {name: None for name in PLAN.__struct_fields__ if getattr(PLAN, name) is None or name in (
        "session", "period_no", "ppct_no", "form", "form_reason", "decision_no", "decision_date", "class_id",
        "grade", "semester", "week",
    )}  # fmt: skip
    plan = replace(PLAN, **bare, school_level="", school_name="", school_code="", class_code="", period="")
    record = valid(first_version(taught().kept, plan, Rules(), untouched(""), MADE))
    assert record.slot.of is UNSET
    assert "null" not in linked(record_of(taught().kept), CHAIN, NOTHING).body.decode()


@pytest.mark.parametrize(
    "name",
    [
        "Nguyễn Thị Ngọc Lan" * 15 + " " * 15,
        "<script>alert('x')</script>" + "é" * 273,
        "\u202eتلميذ" + "ن" * 290,
        "H’Mông 𠀋" + "𠀋" * 290,
        "a\x00b\x1f\x7f\u2028" + '"\\' * 140,
    ],
)
def test_names_of_any_script_three_hundred_long(name: str) -> None:
    record = valid(record_of(taught(big_class(name=name)).kept))
    assert record.attendance.pupils[0].name == f"{name} 1"


def test_events_after_the_end_change_nothing() -> None:
    kept = taught().kept
    later = [
        Kept(kept[-1].number + 1, kept[-1].at + 5, Interrupted("media", kept[-1].at)),
        Kept(kept[-1].number + 2, kept[-1].at + 9, ClockJumped(5)),
    ]
    assert record_of([*kept, *later]) == record_of(kept)


@pytest.mark.parametrize("upto", [0, 1, -1])
def test_only_a_lesson_that_ended_has_a_record(upto: int) -> None:
    with pytest.raises(ValueError):
        record_of(taught().kept[:upto])


def test_building_again_gives_the_same_bytes() -> None:
    kept = taught().kept
    again = [msgspec.json.decode(msgspec.json.encode(one), type=Kept) for one in kept]
    assert linked(record_of(kept), CHAIN, NOTHING) == linked(record_of(again), CHAIN, NOTHING)


def test_the_next_version_changes_the_sheet_only() -> None:
    first = linked(record_of(taught().kept), CHAIN, NOTHING)
    made = Made(BELL + 60 * 60_000, LAN, "sửa lỗi gõ", "bucgiang 1")
    second = next_version(first.body, WRITTEN, made)
    before = msgspec.json.decode(first.body, type=Record)
    after = valid(second)
    changed = {name for name in Contents.__struct_fields__ if getattr(before, name) != getattr(after, name)}
    assert changed == {"identity", "evaluation"}
    assert after.evaluation == WRITTEN
    identity = after.identity
    assert (identity.id, identity.version, identity.made_by) == (record_id(identity.lesson, 2), 2, LAN)
    assert (identity.why, identity.software) == ("sửa lỗi gõ", "bucgiang 1")
    third = next_version(linked(second, CHAIN, Head(1, first.hash)).body, untouched("x"), made)
    assert third.identity.version == 3


def test_a_record_of_the_first_shape_still_verifies_and_gets_new_versions_of_its_shape() -> None:
    assert record_of(taught().kept).schema == 2
    old = linked(replace(record_of(taught().kept), schema=1), CHAIN, NOTHING)
    again = next_version(old.body, WRITTEN, Made(BELL + 60 * 60_000, LAN, "sửa lỗi gõ", "bucgiang 1"))
    assert (valid(replace(record_of(taught().kept), schema=1)).schema, again.schema) == (1, 1)
    second = linked(again, CHAIN, Head(1, old.hash))
    third = linked(record_of(taught().kept), CHAIN, Head(2, second.hash))
    walk = Walk(CHAIN)
    assert [walk.link(one) for one in (old, second, third)] == [None] * 3
    assert walk.end(Head(3, third.hash)) is None


def test_the_schema_refuses_what_a_record_may_not_hold() -> None:
    body = json.loads(linked(record_of(taught().kept), CHAIN, NOTHING).body)
    changes: tuple[dict[str, Any], ...] = (
        {"phones": []},
        {"schema": 3},
        {"time": {**body["time"], "taught_ms": 1.5}},
    )
    for change in changes:
        assert list(VALIDATOR.iter_errors({**body, **change}))
