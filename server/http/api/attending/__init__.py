"""Attendance at the office and the homeroom teacher's: month, cells, leave notes, weeks."""

from server.http.api.attending import cells, leave, month, weeks
from server.http.auth import Auth
from server.http.call import Route
from server.school.attending.leave import LeaveNote
from server.school.attending.weeks import Week

TEACHERS: tuple[Auth, ...] = ("key", "office", "day")
"""A homeroom teacher comes with the day link, too; a pupil's link reaches nothing."""
_OFFICE = "/api/v1/office"

ROUTES = (
    Route(
        "GET", f"{_OFFICE}/attendance", "A class's month: pupils and periods", month.get_month, TEACHERS,
        query=month.MonthQuery, answer=month.MonthAnswer, errors=("unknown_class", "bad_query"), act="attendance.read",
    ),
    Route(
        "GET", f"{_OFFICE}/attendance.xlsx", "A class's month as Excel", month.get_excel, TEACHERS,
        query=month.MonthQuery, file=month.XLSX, errors=("unknown_class", "bad_query"), act="attendance.read",
    ),
    Route(
        "GET", f"{_OFFICE}/attendance.csv", "A class's month as CSV with BOM", month.get_csv, TEACHERS,
        query=month.MonthQuery, file=month.CSV, errors=("unknown_class", "bad_query"), act="attendance.read",
    ),
    Route(
        "POST", f"{_OFFICE}/attendance/excuse", "Judge many absences at once", cells.excuse_many, TEACHERS,
        body=cells.ExcuseRequest, answer=cells.ExcuseAnswer,
        errors=("unknown_class", "bad_days", "bad_text"), act="attendance.mark",
    ),
    Route(
        "GET", f"{_OFFICE}/attendance/{{lesson}}/{{person}}", "The evidence behind a cell", cells.get_evidence, TEACHERS,
        answer=cells.EvidenceAnswer, errors=("unknown_lesson", "unknown_person"), act="attendance.read",
    ),
    Route(
        "PUT", f"{_OFFICE}/attendance/{{lesson}}/{{person}}", "Write P, K, present or late", cells.put_mark, TEACHERS,
        body=cells.MarkRequest, answer=cells.EvidenceAnswer,
        errors=("unknown_lesson", "unknown_person", "not_held", "week_closed", "bad_text"), act="attendance.mark",
    ),
    Route(
        "GET", f"{_OFFICE}/leave-notes", "Leave notes, newest first", leave.list_leaves, TEACHERS,
        query=leave.LeaveQuery, answer=leave.LeavesAnswer, act="leave.decide",
    ),
    Route(
        "POST", f"{_OFFICE}/leave-notes", "Take in a leave note", leave.create_leave, TEACHERS,
        body=leave.LeaveRequest, answer=LeaveNote, status=201,
        errors=("unknown_person", "bad_days", "bad_text", "week_closed"), act="leave.decide",
    ),
    Route(
        "PUT", f"{_OFFICE}/leave-notes/{{note}}", "Grant or refuse a leave note", leave.put_decision, TEACHERS,
        body=leave.DecisionRequest, answer=LeaveNote, errors=("unknown_note", "week_closed"), act="leave.decide",
    ),
    Route(
        "POST", f"{_OFFICE}/weeks/{{class}}/{{monday}}/close", "Close a class's week", weeks.close_week, TEACHERS,
        body=weeks.CloseRequest, answer=Week,
        errors=("unknown_class", "bad_days", "bad_text"), act="week.close",
    ),
    Route(
        "POST", f"{_OFFICE}/weeks/{{class}}/{{monday}}/reopen", "Open a closed week again", weeks.reopen_week,
        ("key", "office"), body=weeks.ReopenRequest, answer=Week, errors=("unknown_class", "bad_days", "bad_text"),
        act="week.reopen",
    ),
)  # fmt: skip
