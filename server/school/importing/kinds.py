"""Every kind of file that can be taken in: add a line to add one."""

from collections.abc import Mapping
from typing import Any

from server.school.importing.kind import Kind
from server.school.importing.people.kinds import ROSTER, STAFF
from server.school.importing.plans.assigned import ASSIGNMENTS
from server.school.importing.plans.timetable import TIMETABLE
from server.school.importing.plans.units import PPCT

KINDS: Mapping[str, Kind[Any, Any]] = {
    kind.name: kind for kind in (ROSTER, STAFF, PPCT, ASSIGNMENTS, TIMETABLE)
}
