"""What families and pupils are told and asked; the office's side of it and their own."""

from server.http.api.families import family, houserules, notices, own, requests, slips
from server.http.auth import Auth
from server.http.call import Route, token_limit

TEACHERS: tuple[Auth, ...] = ("key", "office", "day")
"""A homeroom teacher comes with the day link, too; a pupil's link reaches nothing."""
_FAMILY: tuple[Auth, ...] = ("family",)
_DAY: tuple[Auth, ...] = ("day",)
_OFFICE = "/api/v1/office"
_OWN = "/api/v1/family"


_AT_SCHOOL = (
    Route(
        "GET", f"{_OFFICE}/families/{{class}}", "Who of a class's families answered and read", slips.get_families,
        TEACHERS, answer=slips.FamiliesAnswer, errors=("unknown_class",), act="consents.read",
    ),
    Route(
        "POST", f"{_OFFICE}/families/{{class}}/links", "New links for families, to print or send", slips.create_slips,
        TEACHERS, body=slips.SlipsRequest, answer=slips.SlipsAnswer, status=201,
        errors=("unknown_class", "unknown_person"), limit=token_limit, act="consents.write",
    ),
    Route(
        "PUT", f"{_OFFICE}/people/{{id}}/rules", "A family signed that it read the rules", slips.put_slip_rules,
        TEACHERS, body=family.RulesRead, status=204, errors=("unknown_person", "no_rules"), act="consents.write",
    ),
    Route(
        "GET", f"{_OFFICE}/notices", "Notices that were sent", notices.list_notices, TEACHERS,
        answer=notices.NoticesAnswer, act="notices.send",
    ),
    Route(
        "POST", f"{_OFFICE}/notices", "Send a notice", notices.create_notice, TEACHERS,
        body=notices.NoticeRequest, answer=notices.SentAnswer, status=201,
        errors=("unknown_class", "unknown_person", "bad_text", "no_mail", "mail_full"), limit=token_limit,
        act="notices.send",
    ),
)  # fmt: skip

_PUPILS = (
    Route(
        "GET", "/api/v1/day/told", "Notices and rules for a pupil", notices.get_told, _DAY, answer=notices.PupilTold,
    ),
    Route(
        "PUT", "/api/v1/day/rules", "The pupil read the rules", notices.put_told_rules, _DAY,
        body=family.RulesRead, status=204, errors=("no_rules",), limit=token_limit,
    ),
    Route(
        "POST", "/api/v1/day/notices/read", "The pupil saw notices", notices.read_told, _DAY,
        body=family.NoticesRead, status=204, limit=token_limit,
    ),
)  # fmt: skip

_FAMILIES = (
    Route(
        "POST", f"{_OWN}/sessions", "Come in with a family's one-time link", family.create_family_session,
        body=family.FamilySecret, answer=family.FamilyToken, status=201, errors=("used_link",), limit=token_limit,
    ),
    Route("GET", _OWN, "A family's page", family.get_family, _FAMILY, answer=family.FamilyPage),
    Route(
        "PUT", f"{_OWN}/consent", "Agree to recording, decline, or withdraw", family.put_family_consent, _FAMILY,
        body=family.FamilyAnswerRequest, answer=family.FamilyConsent, limit=token_limit,
    ),
    Route(
        "PUT", f"{_OWN}/rules", "The family read the rules", family.put_family_rules, _FAMILY,
        body=family.RulesRead, status=204, errors=("no_rules",), limit=token_limit,
    ),
    Route(
        "POST", f"{_OWN}/notices/read", "The family saw notices", family.read_family_notices, _FAMILY,
        body=family.NoticesRead, status=204, limit=token_limit,
    ),
    Route(
        "PUT", f"{_OWN}/email", "Keep or forget the family's address for notices", family.put_family_email, _FAMILY,
        body=family.FamilyEmail, answer=family.FamilyEmail, errors=("bad_email",), limit=token_limit,
    ),
    Route(
        "GET", f"{_OWN}/attendance", "The own child's month", own.get_own_attendance, _FAMILY,
        query=own.OwnMonth, answer=own.OwnAttendance, errors=("bad_query",),
    ),
    Route(
        "GET", f"{_OWN}/handed-in", "Leave notes and requests of the family", own.get_handed_in, _FAMILY,
        answer=own.HandedIn,
    ),
    Route(
        "POST", f"{_OWN}/leave-notes", "Hand in a leave note", own.create_own_leave, _FAMILY,
        body=own.OwnLeaveRequest, answer=own.HandedIn, status=201, errors=("bad_days", "bad_text", "too_many"),
        limit=token_limit,
    ),
    Route(
        "POST", f"{_OWN}/requests", "Ask about the child's data", own.create_own_request, _FAMILY,
        body=own.OwnDataRequest, answer=own.HandedIn, status=201, errors=("bad_text", "too_many"), limit=token_limit,
    ),
)  # fmt: skip

ROUTES: tuple[Route, ...] = (*requests.ROUTES, *houserules.ROUTES, *_AT_SCHOOL, *_PUPILS, *_FAMILIES)
