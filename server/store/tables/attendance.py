"""Who was there: what the system found, what people wrote, leave notes, closed weeks."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
)

from server.store.tables.metadata import metadata

attendance = Table(
    "attendance",
    metadata,
    Column("lesson_id", String, ForeignKey("lessons.id"), primary_key=True),
    Column("person_id", String, primary_key=True),
    Column("state", String, nullable=False),  # lesson.attendance.AttendanceState: the system's
    Column("counted_ms", Integer, nullable=False),
    Column("late_ms", Integer, nullable=False),
    Column("first_joined", BigInteger),
    Column("last_seen", BigInteger),
    Column("at_school", Boolean, nullable=False, default=False),  # tại trường, in the room with the device
    Index(None, "person_id"),
)

attendance_marks = Table(
    "attendance_marks",
    metadata,
    Column("id", Integer, primary_key=True),  # the newest of a lesson and person counts
    Column("lesson_id", String, ForeignKey("lessons.id"), nullable=False),
    Column("person_id", String, nullable=False),
    Column("mark", String, nullable=False),  # P | K | co_mat | muon | "" (back to the system's)
    Column("why", String, nullable=False),
    Column("by_id", String, nullable=False),
    Column("by_name", String, nullable=False),
    Column("at", BigInteger, nullable=False),
    Index(None, "lesson_id", "person_id"),
    Index(None, "person_id"),
)

leave_notes = Table(
    "leave_notes",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("person_id", String, ForeignKey("people.id"), nullable=False),
    Column("from_day", String, nullable=False),  # ISO dates, both included
    Column("to_day", String, nullable=False),
    Column("kind", String, nullable=False),  # don (đơn xin phép) | thieu_thiet_bi
    Column("reason", String, nullable=False),
    Column("from_kind", String, nullable=False),  # family | homeroom | office
    Column("received_at", BigInteger, nullable=False),
    Column("status", String, nullable=False),  # cho | P | tu_choi
    Column("decided_by", String),
    Column("decided_at", BigInteger),
    Index(None, "person_id"),
    Index(None, "status"),
)

week_closes = Table(
    "week_closes",
    metadata,
    Column("id", Integer, primary_key=True),  # the newest of a class and week counts
    Column("class_id", String, ForeignKey("classes.id"), nullable=False),
    Column("monday", String, nullable=False),
    Column("closed", Boolean, nullable=False),
    Column("open_until", BigInteger),  # of a week opened again: closed from then on
    Column("why", String, nullable=False, default=""),
    Column("by_id", String, nullable=False),
    Column("by_name", String, nullable=False),
    Column("at", BigInteger, nullable=False),
    Index(None, "class_id", "monday"),
)
