"""What one person may know of a lesson, as the JSON a browser keeps (`View`).

A value that is not there is left out, never null: in a merge patch (RFC 7396) null means "remove". Lists that
change are maps by id.
"""

from lesson.view.build import audience, listed, private_view, shared_view, view
from lesson.view.shapes import (
    AttendanceView,
    Audience,
    ChatView,
    FloorView,
    HandView,
    LessonView,
    LoweredView,
    Me,
    PersonView,
    Snapshot,
    View,
)

__all__ = [
    "AttendanceView",
    "Audience",
    "ChatView",
    "FloorView",
    "HandView",
    "LessonView",
    "LoweredView",
    "Me",
    "PersonView",
    "Snapshot",
    "View",
    "audience",
    "listed",
    "private_view",
    "shared_view",
    "view",
]
