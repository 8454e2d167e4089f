"""Who may do what on the school's pages: one table of acts and roles. Pure; docs/roles.md is generated from it.

Rights inside a running lesson stand in lesson/permissions.py. A role has an act for the whole school, or for its
reach only: the classes of a homeroom teacher, the teachers of a department's head, the own lessons of a teacher.
"""

from collections.abc import Mapping
from typing import Literal, get_args

Role = Literal[
    "office", "head", "deputy", "technician", "department_head", "homeroom", "teacher", "inspector",
]  # fmt: skip
"""giáo vụ, hiệu trưởng, phó hiệu trưởng, nhân viên hỗ trợ kỹ thuật, tổ trưởng chuyên môn, giáo viên chủ nhiệm,
giáo viên bộ môn, người kiểm tra. homeroom, department_head and teacher follow from what people are; the others
are given by hand (table `roles`)."""

GIVEN: tuple[Role, ...] = ("office", "head", "deputy", "technician", "inspector")

Act = Literal[
    "signed_in",
    "people.read", "people.write", "people.import", "codes.change",
    "accounts.manage", "roles.manage", "cards.issue", "settings.read", "settings.write",
    "plan.read", "plan.write", "day.read", "day.change", "lessons.end", "lessons.enter", "lessons.observe",
    "attendance.read", "attendance.mark", "leave.decide", "week.close", "week.reopen",
    "records.read", "records.write", "records.remove", "recordings.read", "events.read",
    "consents.read", "consents.write", "requests.manage", "rules.write", "notices.send",
    "devices.read", "devices.write", "progress.read", "audit.read",
]  # fmt: skip
ACTS: tuple[Act, ...] = get_args(Act)

Reach = Literal["school", "own"]
"""`own`: the classes, teachers or lessons the role is about."""

_LEADERS: tuple[Role, ...] = ("office", "head", "deputy")
_ALL: tuple[Role, ...] = get_args(Role)


def _school(*roles: Role) -> dict[Role, Reach]:
    return dict.fromkeys(roles, "school")


def _own(*roles: Role) -> dict[Role, Reach]:
    return dict.fromkeys(roles, "own")


_LOOKERS = _school(*_LEADERS, "inspector") | _own("department_head", "homeroom", "teacher")

RIGHTS: Mapping[Act, Mapping[Role, Reach]] = {
    "signed_in": _school(*_ALL),
    "people.read": _school(*_LEADERS, "technician", "inspector") | _own("homeroom", "teacher"),
    "people.write": _school("office"),
    "people.import": _school("office"),
    "codes.change": _school("office"),
    "accounts.manage": _school("office"),
    "roles.manage": _school("office", "head"),
    "cards.issue": _school("office", "technician") | _own("homeroom"),
    "settings.read": _school(*_ALL),
    "settings.write": _school("office"),
    "plan.read": _school(*_ALL),
    "plan.write": _school("office", "deputy"),
    "day.read": _LOOKERS | _school("technician"),
    "day.change": _school(*_LEADERS),
    "lessons.end": _school("office", "technician"),
    "lessons.enter": _school("office", "technician"),
    "lessons.observe": _school("head", "deputy", "inspector") | _own("department_head"),
    "attendance.read": _LOOKERS,
    "attendance.mark": _school("office") | _own("homeroom"),
    "leave.decide": _school("office") | _own("homeroom"),
    "week.close": _school(*_LEADERS) | _own("homeroom"),
    "week.reopen": _school(*_LEADERS),
    "records.read": _LOOKERS,
    "records.write": _school("office") | _own("teacher"),
    "records.remove": _school("office"),
    "recordings.read": _school(*_LEADERS, "inspector") | _own("department_head", "homeroom", "teacher"),
    "events.read": _school("office"),
    "consents.read": _school(*_LEADERS, "inspector") | _own("homeroom"),
    "consents.write": _school("office") | _own("homeroom"),
    "requests.manage": _school("office"),
    "rules.write": _school("office", "head"),
    "notices.send": _school(*_LEADERS) | _own("homeroom"),
    "devices.read": _school(*_LEADERS, "technician") | _own("homeroom"),
    "devices.write": _school("office") | _own("homeroom"),
    "progress.read": _school(*_LEADERS, "inspector") | _own("department_head"),
    "audit.read": _school("office", "head", "inspector"),
}
