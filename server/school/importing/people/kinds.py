"""The two kinds of people's lists."""

from server.school.importing.kind import Kind
from server.school.importing.people.fields import PUPILS, TEACHERS
from server.school.importing.people.gathering import gather_roster, gather_staff
from server.school.importing.people.roster import Pupil, RosterContext, plan_roster
from server.school.importing.people.staff import Employee, StaffContext, plan_staff
from server.school.importing.people.writing import write_roster, write_staff

ROSTER = Kind(
    "roster", "people.import", PUPILS, RosterContext, Pupil, gather_roster, plan_roster, write_roster
)
STAFF = Kind(
    "staff", "people.import", TEACHERS, StaffContext, Employee, gather_staff, plan_staff, write_staff
)
