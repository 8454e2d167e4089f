"""docs/roles.md out of the table: who may do what, in Vietnamese and English. Pure.

Written by `python -m server.protocol`.
"""

from typing import get_args

from server.school.rights.table import ACTS, GIVEN, RIGHTS, Act, Role

ROLE_WORDS: dict[Role, tuple[str, str]] = {
    "office": ("giáo vụ", "school office"),
    "head": ("hiệu trưởng", "head"),
    "deputy": ("phó hiệu trưởng", "deputy head"),
    "technician": ("nhân viên hỗ trợ kỹ thuật", "technical staff"),
    "department_head": ("tổ trưởng chuyên môn", "head of a department"),
    "homeroom": ("giáo viên chủ nhiệm", "homeroom teacher"),
    "teacher": ("giáo viên bộ môn", "teacher"),
    "inspector": ("người kiểm tra", "inspector"),
}

ACT_WORDS: dict[Act, tuple[str, str]] = {
    "signed_in": ("đăng nhập, tài khoản của mình", "sign in, one's own account"),
    "people.read": ("xem danh sách lớp, giáo viên", "see lists of classes and teachers"),
    "people.write": ("thêm, sửa, chuyển lớp, cho thôi học", "add, change, move people, enter who left"),
    "people.import": ("nhập danh sách từ tệp", "import lists from files"),
    "codes.change": (
        "đổi mã định danh, xem số định danh cá nhân",
        "change sector codes, see identity numbers",
    ),
    "accounts.manage": (
        "tạo, khóa tài khoản, đặt lại mật khẩu",
        "make and disable accounts, reset passwords",
    ),
    "roles.manage": ("giao và thôi giao vai trò", "give roles and take them away"),
    "cards.issue": ("cấp liên kết lớp, thẻ vào lớp", "hand out class links and cards"),
    "settings.read": ("xem cài đặt", "see the settings"),
    "settings.write": ("đổi cài đặt", "change the settings"),
    "plan.read": ("xem kế hoạch, thời khóa biểu, PPCT", "see plan, timetable and programmes"),
    "plan.write": ("ghi kế hoạch, thời khóa biểu, PPCT", "write plan, timetable and programmes"),
    "day.read": ("xem bảng tiết trong ngày", "see the periods of a day"),
    "day.change": (
        "dạy thay, đổi tiết, dạy bù, tiết không dạy",
        "substitutes, swaps, make-ups, periods not taught",
    ),
    "lessons.end": ("kết thúc một tiết đang học", "end a running lesson"),
    "lessons.enter": (
        "tạo liên kết vào tiết (nhân viên kỹ thuật: chỉ cho mình)",
        "make links into a lesson (technical staff: for oneself only)",
    ),
    "lessons.observe": ("dự giờ", "observe a lesson"),
    "attendance.read": ("xem điểm danh và bằng chứng", "see attendance and its evidence"),
    "attendance.mark": ("ghi P, K, sửa điểm danh", "enter excused or unexcused, correct attendance"),
    "leave.decide": ("duyệt đơn xin phép nghỉ học", "decide on leave requests"),
    "week.close": ("khóa tuần", "close a week"),
    "week.reopen": ("mở lại tuần đã khóa", "open a closed week again"),
    "records.read": ("xem hồ sơ tiết dạy", "read lesson records"),
    "records.write": ("ghi nhận xét, dặn dò của tiết", "write a period's remark and homework"),
    "records.remove": ("xóa hồ sơ theo quyết định", "remove a record by a decision"),
    "recordings.read": ("xem lại bài", "watch recordings"),
    "events.read": ("đọc nhật ký của tiết (cho phần mềm)", "read a lesson's events (for programs)"),
    "consents.read": (
        "xem ý kiến về ghi lại, ngày sinh, mã",
        "see consents to recording, birth dates, codes",
    ),
    "consents.write": ("ghi ý kiến về ghi lại", "enter consents to recording"),
    "requests.manage": ("giải quyết yêu cầu về dữ liệu cá nhân", "handle requests about personal data"),
    "rules.write": ("công bố nội quy", "publish the class rules"),
    "notices.send": ("gửi thông báo", "send notices"),
    "devices.read": ("xem sổ thiết bị học", "see the register of devices"),
    "devices.write": ("ghi sổ thiết bị học", "keep the register of devices"),
    "progress.read": (
        "xem tiến độ và hoạt động dạy (TT 09/2021 Đ.9.2.c)",
        "see progress and teaching (Đ.9.2.c)",
    ),
    "audit.read": ("xem nhật ký", "read the log of acts"),
}

_MARKS = {"school": "●", "own": "○"}

_HEAD = """\
# Vai trò và quyền · Roles and rights

Generated from `server/school/rights/table.py` by `python -m server.protocol`. Do not edit.

- ● toàn trường · for the whole school. ○ trong phạm vi của mình · within one's own reach: lớp chủ nhiệm,
  tiết và lớp mình dạy, giáo viên của tổ (the homeroom class, one's own periods and classes, the teachers of
  the department).
- Máy chủ kiểm tra quyền ở từng lời gọi; trang chỉ ẩn những gì không được phép. The server checks each call;
  pages only hide.
- {given} được giao bằng tay, có ngày và số quyết định; các vai trò còn lại theo phân công. Those are given
  by hand, with days and a decision; the others follow from who teaches and heads what. A role counts, and
  ends, at the next call.
- **Người kiểm tra · inspectors** chỉ xem, từ ngày – đến ngày theo quyết định; mọi lần xem được ghi vào nhật
  ký. They only look, on the days of the decision (`role_over` after it); every look is written into the log
  before it is shown.
- Học sinh, khách, người đại diện không có tài khoản: liên kết của họ mở đúng phần của mình. Pupils, guests
  and representatives have no account: their links open what is theirs. Quyền trong tiết đang học · rights
  inside a running lesson: protocol.md.
- Không ai tự đổi vai trò hay tự khóa tài khoản của mình. Nobody changes the own roles or disables the own
  account.

"""


def roles_page() -> str:
    """The whole page."""
    roles: tuple[Role, ...] = get_args(Role)
    given = ", ".join(f"{ROLE_WORDS[role][0]} ({ROLE_WORDS[role][1]})" for role in GIVEN)
    rows = [_row("việc · act", *(f"{ROLE_WORDS[role][0]} · {ROLE_WORDS[role][1]}" for role in roles))]
    rows.append("| --- |" + " :-: |" * len(roles))
    for act in ACTS:
        vietnamese, english = ACT_WORDS[act]
        marks = (_MARKS[RIGHTS[act][role]] if role in RIGHTS[act] else "" for role in roles)
        rows.append(_row(f"{vietnamese} · {english} `{act}`", *marks))
    return _HEAD.format(given=given[0].upper() + given[1:]) + "\n".join(rows) + "\n"


def _row(*cells: str) -> str:
    return f"| {' | '.join(cells)} |"
