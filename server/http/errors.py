"""Every error of the web side: one table of codes, RFC 9457 answers for the API, a small page for people.

`ApiError(code)` is raised by handlers; app.py turns it, aiohttp's own errors and bugs into an answer.
The texts are for developers and operators (English); pages translate by `code`.
"""

import html
from http import HTTPStatus
from typing import NamedTuple

import msgspec
from aiohttp import web
from msgspec import Struct

PROBLEM_TYPE = "application/problem+json"


class Known(NamedTuple):
    """What a code answers with, and what to do about it."""

    status: int
    detail: str
    hint: str


ERRORS: dict[str, Known] = {
    "unauthenticated": Known(
        401, "No credentials came with the call.", "Send the token as Authorization: Bearer …"
    ),
    "expired": Known(401, "The token is too old.", "Ask the school for a new link."),
    "forged": Known(401, "The token was not signed by this server.", "Copy the whole link again."),
    "revoked": Known(401, "The token was withdrawn.", "Ask the school for a new link."),
    "foreign": Known(
        403, "The token belongs to another lesson or opens another kind of door.", "Use its own link."
    ),
    "not_allowed": Known(403, "This caller may not do that.", "See who may call it in /api/v1/openapi.json."),
    "not_admitted": Known(
        403, "The person waits at the lesson's door, or was removed.", "A teacher in the lesson admits them."
    ),
    "cross_site": Known(403, "The call came from another site.", "Call it from the server's own pages."),
    "wrong_login": Known(
        401, "Login and password do not belong together.", "Try again or ask for a reset link."
    ),
    "used_link": Known(
        401, "The link was used already, is too old or unknown.", "Run `bucgiang admin reset`."
    ),
    "wrong_password": Known(422, "The password of today is another one.", "Try again."),
    "password_over": Known(
        401, "The temporary password is older than 7 days.", "Ask the office for a new one."
    ),
    "must_change": Known(
        403,
        "The password of the account is a temporary one.",
        "Change it first: PUT /api/v1/session/password.",
    ),
    "role_over": Known(403, "The days of this role are over.", "Ask the school for a new decision."),
    "role_early": Known(403, "The days of this role have not begun.", "Come back on its first day."),
    "unknown_account": Known(404, "There is no such account, or it is disabled.", "List the accounts."),
    "has_account": Known(409, "The person has an account already.", "Reset its password."),
    "login_taken": Known(409, "Somebody else signs in with this login.", "Choose another login."),
    "not_yourself": Known(403, "Nobody does this to the own account or roles.", "Ask a colleague."),
    "no_person": Known(
        409, "The account belongs to nobody who could do this.", "Sign in with an account of a person."
    ),
    "bad_term": Known(
        422,
        "The role's days or decision do not fit.",
        "The last day is not before the first; an inspector needs both days (a year at most) and a decision.",
    ),
    "old_class_link": Known(
        403, "The class's link was renewed, or was never one.", "Ask the homeroom teacher for the new link."
    ),
    "wrong_answer": Known(
        403, "The digits do not open this pupil's way.", "Try again; ask the homeroom teacher for a card."
    ),
    "many_wrong": Known(
        429,
        "Too many wrong answers came from this address, or to this class's link.",
        "Scan a card, ask a teacher, or wait an hour; devices that are remembered come in as ever.",
    ),
    "old_card": Known(
        403, "A newer card was issued, or this was never one.", "Use the newest card of this pupil."
    ),
    "bad_name": Known(
        422, "The name has no letters, more than 60 signs, or letters that are not Latin.", "Type it anew."
    ),
    "name_taken": Known(
        422, "The name reads like somebody of the class.", "Add who the guest is, like PH em Lan."
    ),
    "not_found": Known(404, "There is nothing at this address.", "See /api/v1/openapi.json."),
    "weak_password": Known(
        422, "The password is too easy to guess.", "Use five different signs; not the login."
    ),
    "unknown_lesson": Known(404, "There is no such lesson.", "List the lessons of the day."),
    "unknown_class": Known(404, "There is no such class.", "List the classes."),
    "unknown_person": Known(422, "There is no such person in this lesson.", "Use an id of the lists."),
    "unknown_reference": Known(422, "There is no such class or teacher.", "Use an id of the lists."),
    "no_school": Known(409, "The school was not entered yet.", "Enter the school first."),
    "unknown_zone": Known(422, "There is no such time zone.", "Use an IANA name, e.g. Asia/Ho_Chi_Minh."),
    "bad_year": Known(422, "The school year cannot be.", "Semesters begin on Mondays, one after the other."),
    "bad_bells": Known(422, "Periods overlap or end before they begin.", "Check the bell times."),
    "bad_units": Known(422, "Two units have one number.", "Give each its own number."),
    "same_name": Known(422, "Another subject has that name.", "Choose another name."),
    "unknown_plan": Known(404, "There is nothing of the plan with this id.", "List them again."),
    "unknown_feed": Known(404, "There is no such calendar feed.", "Make a new one at the day page."),
    "bad_times": Known(
        422,
        "The lesson must end after it starts, last at most 12 hours, and lie in this century.",
        "Check the times.",
    ),
    "not_live": Known(409, "The lesson is not running.", "Only a waiting or live lesson can be ended."),
    "too_early": Known(409, "The lesson does not open yet.", "Come back shortly before it starts."),
    "lesson_ended": Known(409, "The lesson is over.", "Choose another lesson."),
    "not_taught": Known(409, "The period is not taught (tiết không dạy).", "See when it is made up for."),
    "teacher_clash": Known(
        409,
        "A teacher would have two classes at one time.",
        "Read `clashes`: which periods of the timetable.",
    ),
    "version_begun": Known(
        409, "The timetable holds already.", "Make one that holds from a later day: POST …/timetables."
    ),
    "bad_first_day": Known(
        422,
        "No version can begin on this day.",
        "A day from today on which none begins, and on which `base` holds.",
    ),
    "bad_cells": Known(
        422, "A place stands twice, or a lesson has no subject.", "Name each place once, with its subject."
    ),
    "lesson_opened": Known(
        409, "The lesson's room was opened already.", "Write the title into the sheet of the period."
    ),
    "no_unit": Known(409, "The lesson is not of a class's subject.", "Only those take units of a programme."),
    "change_refused": Known(
        409, "The day cannot be changed so.", "Read `why` and `lesson`: which lesson stands in the way."
    ),
    "unknown_change": Known(
        404, "There is no such change, or it was taken back.", "List the changes of the day."
    ),
    "no_recording": Known(
        404, "There is no such recording.", "GET …/recording says what there is of the lesson."
    ),
    "recording_damaged": Known(
        409, "The files of the recording cannot be read.", "Look at the server's log; restore a backup."
    ),
    "bad_range": Known(416, "The recording has no such bytes.", "Ask for bytes that its index names."),
    "no_record": Known(404, "There is no such record.", "It is made when the lesson ends; see its versions."),
    "record_removed": Known(
        410, "The record was removed by a decision of the school.", "The decision stands in its versions."
    ),
    "changed_meanwhile": Known(
        409, "Somebody else saved since.", "Look at `current`, then save on top of its version."
    ),
    "bad_text": Known(422, "The text has a sign that cannot be kept.", "Leave out control signs."),
    "bad_message": Known(
        422, "The body does not have the shape this call wants.", "See /api/v1/openapi.json."
    ),
    "bad_query": Known(422, "A query parameter has the wrong form.", "See /api/v1/openapi.json."),
    "not_json": Known(415, "The body is not JSON.", "Send Content-Type: application/json."),
    "not_sdp": Known(415, "The body is not SDP.", "Send Content-Type: application/sdp."),
    "not_sdpfrag": Known(
        415, "The body is not an ICE fragment.", "Send Content-Type: application/trickle-ice-sdpfrag."
    ),
    "bad_sdpfrag": Known(
        400, "The body is no ICE fragment.", "Send ice-ufrag, ice-pwd and candidates (RFC 8840)."
    ),
    "no_if_match": Known(
        428, "The call does not say which ICE session it means.", "Send If-Match: the ETag, or * to restart."
    ),
    "other_session": Known(
        412,
        "The connection has another ICE session by now.",
        "Send the newest ETag, or If-Match: * to restart.",
    ),
    "not_acceptable": Known(406, "The caller does not accept SDP.", "Send Accept: application/sdp."),
    "bad_sdp": Known(400, "The offer is no WebRTC offer.", "Send SDP with ICE, DTLS and rtcp-mux."),
    "no_codec": Known(
        422, "The offer has no codec in common with the server.", "Offer Opus, and VP8 or H264."
    ),
    "unsupported_sdp": Known(
        422, "The offer asks for something the server does not do.", "See docs/protocol.md."
    ),
    "bad_field": Known(422, "A field cannot be as asked; see `field` and `why`.", "Correct the field."),
    "code_taken": Known(409, "Somebody else has this code.", "Look for the code in the register."),
    "already_there": Known(409, "There is one of this name already.", "Choose another name."),
    "not_kept": Known(409, "The school does not keep these numbers.", "See the school's settings."),
    "unreadable": Known(
        409, "The number was encrypted with another secret.", "Forget it, then enter it anew."
    ),
    "unknown_import": Known(404, "There is no such upload, or its hour is over.", "Upload the file again."),
    "busy": Known(429, "As many files as can be are being read.", "Try again in a few minutes."),
    "not_planned": Known(
        409, "There is no dry run to look at or to write.", "Wait for it, or mend the file."
    ),
    "register_changed": Known(
        409, "The register changed since the dry run.", "Plan again: POST …/answers with {}."
    ),
    "rows_refused": Known(
        409, "Rows of the file are refused or undecided.", "Mend them, or write with without_refused=true."
    ),
    "file_too_large": Known(413, "The file is larger than 20 MB.", "Send the sheets that are needed only."),
    "file_unknown": Known(422, "The file is neither .xlsx, .xls nor .csv.", "Save it as .xlsx."),
    "file_encrypted": Known(422, "The file asks for a password.", "Save it without one."),
    "file_expands": Known(422, "The file unpacks to far more than its size.", "Save it anew as .xlsx."),
    "file_broken": Known(422, "The file cannot be read.", "Open it in Excel and save it anew as .xlsx."),
    "file_sheets": Known(422, "The file has more than 60 sheets.", "Send the sheets that are needed only."),
    "file_rows": Known(422, "The file has more than 20,000 rows or 500 columns.", "Split it."),
    "file_slow": Known(422, "Reading the file took too long.", "Send the sheets that are needed only."),
    "file_empty": Known(422, "The file holds nothing.", "Choose another one."),
    "wrong_encoding": Known(
        422, "The text is neither UTF-8, UTF-16 nor Windows-1258 (TCVN3 or VNI?).", "Save the file as UTF-8."
    ),
    "no_heading": Known(422, "No row looks like the headings wanted.", "Name the columns in one row."),
    "too_large": Known(413, "The body is too large.", "Send less."),
    "method": Known(405, "The address does not know this method.", "See the Allow header."),
    "too_fast": Known(429, "Too many calls from this address.", "Wait as long as Retry-After says."),
    "not_ready": Known(503, "A part of the server is not ready.", "Try again in a few seconds."),
    "not_saved": Known(
        503, "Nothing can be written to the server's disk now.", "Free some space; it goes on by itself."
    ),
    "bad_days": Known(
        422, "The days make no sense: the last lies before the first, or too many.", "Check both days."
    ),
    "unknown_note": Known(404, "There is no such leave note.", "List the leave notes."),
    "not_held": Known(409, "The period has not ended, or nobody began it.", "Wait for its end."),
    "week_closed": Known(
        409,
        "The week is closed for this class.",
        "Ask the office to open it again for some days, with a reason.",
    ),
    "unknown_request": Known(404, "There is no such request.", "List the requests."),
    "request_done": Known(409, "The request is done already.", "Take in a new one."),
    "too_many": Known(409, "So many of these are open already.", "Wait until the school has answered some."),
    "bad_email": Known(422, "This is no e-mail address.", "Write it like ten@thu.example."),
    "no_mail": Known(
        409, "The school has no mail server set.", "Set BUCGIANG_SMTP_HOST, or copy the message."
    ),
    "mail_full": Known(409, "Too many letters wait already.", "Try again in an hour, or copy the message."),
    "no_rules": Known(404, "The school has made no rules known.", "The office writes them."),
    "bad_request": Known(400, "The request cannot be understood.", "See /api/v1/openapi.json."),
    "bug": Known(500, "The server made a mistake.", "It is logged; try again."),
}


class Problem(Struct, frozen=True, omit_defaults=True):
    """RFC 9457 §3, with the members `code` (stable) and `hint` (what to do) added by us."""

    status: int
    title: str
    detail: str
    code: str
    hint: str
    type: str = "about:blank"


class ApiError(Exception):
    """Ends a call with the error `code` of the table; `detail` replaces the table's sentence.

    `more`: members of this problem only (RFC 9457 §3.2).
    """

    def __init__(
        self,
        code: str,
        detail: str = "",
        headers: dict[str, str] | None = None,
        more: Struct | None = None,
    ) -> None:
        super().__init__(code)
        self.code = code
        self.detail = detail
        self.headers = headers or {}
        self.more = more

    @property
    def status(self) -> int:
        """The HTTP status of the code."""
        return ERRORS[self.code].status


def problem(code: str, detail: str = "") -> Problem:
    """The body for a code of the table."""
    known = ERRORS[code]
    title = HTTPStatus(known.status).phrase
    return Problem(known.status, title, detail or known.detail, code, known.hint)


def answer(request: web.Request, error: ApiError) -> web.Response:
    """Problem+json for programs (the API, media clients, who asks for JSON), a small page for people."""
    body = problem(error.code, error.detail)
    if wants_page(request):
        return web.Response(
            status=body.status,
            text=page(body),
            content_type="text/html",
            headers={**error.headers, **_NO_STORE},
        )
    members = {} if error.more is None else msgspec.to_builtins(error.more)
    data = msgspec.json.encode({**msgspec.to_builtins(body), **members})
    headers = {**error.headers, **_NO_STORE, "Content-Type": PROBLEM_TYPE}
    if body.status == 401:
        headers["WWW-Authenticate"] = "Bearer"  # RFC 9110 §15.5.2 wants one
    return web.Response(status=body.status, body=data, headers=headers)


_NO_STORE = {"Cache-Control": "no-store"}
_MACHINE_PATHS = ("/api/", "/whip/", "/whep/", "/socket.io/", "/healthz", "/readyz", "/metrics")


def wants_page(request: web.Request) -> bool:
    """Whether a person looks at the answer in a browser."""
    if request.path.startswith(_MACHINE_PATHS):
        return False
    return "text/html" in request.headers.get("Accept", "text/html")


def page(body: Problem) -> str:
    """A page without script or style of its own, in both languages of the product."""
    words = _PAGE_WORDS.get(body.status, _PAGE_WORDS[500])
    return (
        '<!doctype html>\n<html lang="vi"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        '<link rel="icon" href="/favicon.svg" type="image/svg+xml">'
        f"<title>{body.status} – Bục Giảng</title></head>"
        f"<body><h1>{html.escape(words[0])}</h1><p>{html.escape(words[1])}</p>"
        f'<p lang="en">{html.escape(body.detail)} {html.escape(body.hint)}</p>'
        '<p><a href="/">Bục Giảng</a></p></body></html>\n'
    )


_PAGE_WORDS = {
    404: ("Không có trang này", "Đường dẫn có thể bị thiếu. Hãy mở lại liên kết nhà trường đã gửi."),
    405: ("Không có trang này", "Đường dẫn có thể bị thiếu. Hãy mở lại liên kết nhà trường đã gửi."),
    429: ("Thử lại sau ít phút", "Có quá nhiều lượt truy cập từ máy này."),
    500: ("Máy chủ gặp lỗi", "Hãy tải lại trang. Nếu vẫn lỗi, hãy báo cho nhà trường."),
    503: ("Máy chủ chưa sẵn sàng", "Hãy tải lại trang sau vài giây."),
}

_OF_STATUS = {
    404: "not_found",
    405: "method",
    413: "too_large",
    415: "not_json",
    429: "too_fast",
    503: "not_ready",
}


def from_http(error: web.HTTPException) -> ApiError:
    """aiohttp's own refusals (unknown route, wrong method, too large) as ours."""
    code = _OF_STATUS.get(error.status, "bug" if error.status >= 500 else "bad_request")
    kept = {name: error.headers[name] for name in ("Allow", "Retry-After") if name in error.headers}
    return ApiError(code, headers=kept)
