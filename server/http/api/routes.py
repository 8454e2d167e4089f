"""The API's one table. Routing, checks and /api/v1/openapi.json come from it, so they agree.

Handlers stand beside it, one file a noun; a folder of nouns brings its own `ROUTES`. Who calls: key (API key), join and
day (tokens), office (who is signed in), none.
"""

from server.http.api import (
    attendance,
    attending,
    changing,
    companion,
    consents,
    day,
    devices,
    events,
    families,
    ice,
    importing,
    joins,
    lessons,
    media,
    office,
    overview,
    people,
    planning,
    record,
    recording,
    rights,
    roomdevice,
    session,
    settings,
    sheet,
    ways,
)
from server.http.auth import Auth
from server.http.call import SCHOOL, Route
from server.http.deps import Deps
from server.http.limits import RateLimit

VIEWERS: tuple[Auth, ...] = ("key", "office", "join", "day")
PLAYERS: tuple[Auth, ...] = (*VIEWERS, "pass")
ONE = "/api/v1/lessons/{id}"
RECORDING = f"{ONE}/recording"
RECORD = f"{ONE}/record"
TRACK = f"{RECORDING}/tracks/{{track}}"


def _login(deps: Deps) -> RateLimit:
    return deps.limits.login


def _setup(deps: Deps) -> RateLimit:
    return deps.limits.setup


def _token(deps: Deps) -> RateLimit:
    return deps.limits.token


_LESSONS = (
    Route(
        "POST", "/api/v1/lessons", "Plan a lesson", lessons.create_lesson,
        SCHOOL, body=lessons.LessonRequest, answer=lessons.LessonAnswer, status=201,
        errors=("bad_times", "unknown_reference"), act="plan.write",
    ),
    Route(
        "GET", ONE, "One lesson", lessons.get_lesson,
        (*VIEWERS, "knock"), answer=lessons.LessonAnswer, errors=("unknown_lesson",), act="day.read",
    ),
    Route(
        "POST", f"{ONE}/end", "End a running lesson for everybody", lessons.end_lesson,
        SCHOOL, answer=lessons.LessonAnswer, errors=("unknown_lesson", "not_live"), act="lessons.end",
    ),
    Route(
        "GET", f"{ONE}/attendance", "Attendance of every roster student", attendance.get_attendance,
        ("key", "office", "join"), answer=attendance.AttendanceAnswer, errors=("unknown_lesson",), act="attendance.read",
    ),
    Route(
        "GET", f"{ONE}/events", "What was kept of a lesson, by pages", events.get_events,
        SCHOOL, query=events.EventQuery, answer=events.EventsAnswer, errors=("unknown_lesson",), act="events.read",
    ),
    Route(
        "GET", f"{ONE}/chat", "The class chat, by pages", events.get_chat,
        ("join", "knock"), query=events.ChatQuery, answer=events.ChatAnswer, errors=("unknown_lesson", "not_admitted"),
    ),
    Route(
        "GET", f"{ONE}/ice", "Relays for sound and picture, with credentials", ice.get_ice,
        ("join", "knock"), answer=ice.IceAnswer, limit=_token,
    ),
    Route(
        "POST", f"{ONE}/tokens", "Make a join token", joins.create_token,
        SCHOOL, body=joins.TokenRequest, answer=joins.TokenAnswer, status=201,
        errors=("unknown_lesson", "unknown_person"), limit=_token, act="lessons.enter",
    ),
    Route(
        "DELETE", f"{ONE}/tokens/{{jti}}", "Withdraw a join token; its connections close", joins.revoke_token,
        SCHOOL, status=204, errors=("unknown_lesson", "not_found"), act="lessons.enter",
    ),
)  # fmt: skip

_DAY = (
    Route("GET", "/api/v1/day", "Today's lessons of a person", day.get_day, ("day", "knock"), answer=day.DayAnswer),
    Route(
        "POST", "/api/v1/day/lessons/{id}/token", "The way into one of today's lessons", day.create_day_token,
        ("day", "knock"), answer=joins.TokenAnswer, status=201,
        errors=("unknown_lesson", "too_early", "lesson_ended"), limit=_token,
    ),
)  # fmt: skip

_OFFICE = (
    Route(
        "POST", "/api/v1/setup", "Make the office account with a one-time link", session.create_account,
        body=session.SetupRequest, answer=session.SessionAnswer, status=201,
        errors=("used_link", "weak_password"), limit=_setup,
    ),
    Route(
        "POST", "/api/v1/session", "Sign in", session.create_session,
        body=session.SessionRequest, answer=session.SessionAnswer, status=201,
        errors=("wrong_login", "used_link"), limit=_login,
    ),
    Route(
        "GET", "/api/v1/session", "Who is signed in", session.get_session,
        ("office",), answer=session.SessionAnswer, act="signed_in",
    ),
    Route("DELETE", "/api/v1/session", "Sign out", session.delete_session, ("office",), status=204, act="signed_in"),
    Route(
        "GET", "/api/v1/office/lessons", "Lessons of a day", office.list_lessons,
        SCHOOL, query=office.DateQuery, answer=office.LessonsAnswer, act="day.read",
    ),
    Route(
        "GET", "/api/v1/office/classes", "All classes", office.list_classes,
        SCHOOL, answer=office.ClassesAnswer, act="people.read",
    ),
    Route(
        "GET", "/api/v1/office/classes/{id}/students", "A class list", office.list_students,
        SCHOOL, answer=office.StudentsAnswer, errors=("unknown_class",), act="people.read",
    ),
    Route(
        "GET", "/api/v1/office/teachers", "All teachers", office.list_teachers,
        SCHOOL, answer=office.TeachersAnswer, act="people.read",
    ),
    Route(
        "POST", "/api/v1/office/people/{id}/day-link", "A link to the day of a teacher or student",
        office.create_day_link, SCHOOL, answer=office.DayLinkAnswer, status=201,
        errors=("unknown_person",), limit=_token, act="accounts.manage",
    ),
)  # fmt: skip

_POLICY = (
    Route(
        "GET", "/api/v1/office/people/{id}/consent", "What a person answered so far", consents.get_consents,
        SCHOOL, answer=consents.ConsentsAnswer, errors=("unknown_person",), act="consents.read",
    ),
    Route(
        "PUT", "/api/v1/office/people/{id}/consent", "Keep whether a person agreed to be recorded",
        consents.put_consent, SCHOOL, body=consents.ConsentRequest, answer=consents.ConsentAnswer,
        errors=("unknown_person",), act="consents.write",
    ),
)  # fmt: skip

_RECORDING = (
    Route(
        "GET", RECORDING, "What there is of a lesson's recording", recording.get_recording,
        VIEWERS, answer=recording.RecordingAnswer, errors=("unknown_lesson", "recording_damaged"), act="recordings.read",
    ),
    Route(
        "GET", f"{RECORDING}/events", "The class as a student saw it", recording.get_replay,
        VIEWERS, query=recording.AfterQuery, answer=recording.ReplayAnswer,
        errors=("unknown_lesson", "no_recording", "recording_damaged"), act="recordings.read",
    ),
    Route(
        "POST", f"{RECORDING}/pass", "A cookie for media elements, which send no header", recording.create_pass,
        ("office", "join", "day"), answer=recording.PassAnswer, status=201,
        errors=("unknown_lesson", "recording_damaged"), limit=_token, act="recordings.read",
    ),
    Route(
        "GET", f"{TRACK}/index", "The segments of a track that are on disk", recording.get_index,
        PLAYERS, query=recording.AfterQuery, answer=recording.IndexAnswer,
        errors=("unknown_lesson", "no_recording", "recording_damaged"), act="recordings.read",
    ),
    Route(
        "GET", f"{TRACK}/media", "A track's bytes, by ranges", media.get_media, PLAYERS, file="video/mp4",
        errors=("unknown_lesson", "no_recording", "recording_damaged", "bad_range"), act="recordings.read",
    ),
    Route(
        "HEAD", f"{TRACK}/media", "How many bytes a track has", media.head_media, PLAYERS, file="video/mp4",
        errors=("unknown_lesson", "no_recording", "recording_damaged"), act="recordings.read",
    ),
    Route(
        "GET", f"{RECORDING}/class.m3u8", "The class's sound for browsers that play HLS", media.get_playlist,
        PLAYERS, file=media.HLS, errors=("unknown_lesson", "no_recording", "recording_damaged"), act="recordings.read",
    ),
)  # fmt: skip

_RECORD = (
    Route(
        "GET", RECORD, "The lesson record, as it was hashed", record.get_record,
        VIEWERS, query=record.VersionQuery, file=record.JSON,
        errors=("unknown_lesson", "no_record", "record_removed"), act="records.read",
    ),
    Route(
        "GET", f"{RECORD}/versions", "Who changed the record, when and why", record.get_versions,
        VIEWERS, answer=record.VersionsAnswer, errors=("unknown_lesson",), act="records.read",
    ),
    Route(
        "DELETE", RECORD, "Remove the record; its hashes stay", record.delete_record,
        ("office",), body=record.RemovalRequest, answer=record.RemovalAnswer,
        errors=("unknown_lesson", "no_record", "record_removed"), act="records.remove",
    ),
    Route("GET", "/api/v1/records/schema", "JSON Schema of records", record.get_schema, file=record.JSON),
    Route(
        "GET", f"{ONE}/sheet", "Title, remark and homework of a period", sheet.get_sheet,
        VIEWERS, answer=sheet.SheetAnswer, errors=("unknown_lesson",), act="records.read",
    ),
    Route(
        "PUT", f"{ONE}/sheet", "Save the sheet; after the lesson's end a version of the record", sheet.put_sheet,
        ("office", "join", "day"), body=sheet.SheetRequest, answer=sheet.SheetAnswer,
        errors=("unknown_lesson", "too_early", "changed_meanwhile", "record_removed", "bad_text"), act="records.write",
    ),
)  # fmt: skip

ROUTES: tuple[Route, ...] = (
    *_LESSONS,
    *_DAY,
    *ways.ROUTES,
    *_OFFICE,
    *_POLICY,
    *settings.ROUTES,
    *_RECORDING,
    *_RECORD,
    *rights.ROUTES,
    *importing.ROUTES,
    *people.ROUTES,
    *planning.ROUTES,
    *attending.ROUTES,
    *changing.ROUTES,
    *roomdevice.ROUTES,
    *companion.ROUTES,
    *devices.ROUTES,
    *families.ROUTES,
    *overview.ROUTES,
)
