"""What is planned: days off, bells, assignments, programmes (PPCT), timetables, changes of day, forms."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Integer,
    String,
    Table,
    UniqueConstraint,
    false,
)

from server.store.tables.metadata import metadata

days_off = Table(
    "days_off",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("name", String, nullable=False),
    Column("from_day", String, nullable=False),  # ISO dates, both included
    Column("to_day", String, nullable=False),
)

bells = Table(
    "bells",
    metadata,
    Column("session", String, primary_key=True),  # sang | chieu | toi
    Column("period", Integer, primary_key=True),
    Column("weekday", Integer, primary_key=True),  # 1 Monday … 7 Sunday; 0: every day without its own
    Column("start", String, nullable=False),  # "07:00"
    Column("end", String, nullable=False),
)

assignments = Table(
    "assignments",
    metadata,
    Column("class_id", String, ForeignKey("classes.id"), primary_key=True),
    Column("subject_code", String, ForeignKey("subjects.code"), primary_key=True),
    Column("teacher_id", String, ForeignKey("people.id"), nullable=False),
)

programmes = Table(
    "programmes",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("subject_code", String, ForeignKey("subjects.code"), nullable=False),
    Column("grade", Integer, nullable=False),
    Column("year", String, nullable=False),
    Column("version", Integer, nullable=False),  # the highest one counts
    Column("at", BigInteger, nullable=False),
    Column("by_id", String),
    UniqueConstraint("subject_code", "grade", "year", "version"),
)

programme_units = Table(
    "programme_units",
    metadata,
    Column("programme_id", Integer, ForeignKey("programmes.id"), primary_key=True),
    Column("number", Integer, primary_key=True),  # tiết PPCT
    Column("title", String, nullable=False),
    Column("outcomes", String),  # yêu cầu cần đạt
    Column("week", Integer),
)

timetables = Table(
    "timetables",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("name", String, nullable=False),
    Column("first_day", String, nullable=False, unique=True),  # it holds until the next one's first day
    Column("at", BigInteger, nullable=False),
    Column("by_id", String),
)

timetable_cells = Table(
    "timetable_cells",
    metadata,
    Column("timetable_id", Integer, ForeignKey("timetables.id"), primary_key=True),
    Column("class_id", String, ForeignKey("classes.id"), primary_key=True),
    Column("weekday", Integer, primary_key=True),  # 1 Monday … 7 Sunday
    Column("session", String, primary_key=True),
    Column("period", Integer, primary_key=True),
    Column("kind", String, nullable=False),  # school.lessons.Kind
    Column("subject_code", String),
    Column("teacher_id", String),  # None: as assigned; of chào cờ, sinh hoạt lớp the homeroom teacher
    Column("room", String),
    Column("joint", Boolean, nullable=False, default=False, server_default=false()),  # with other classes
)

changes = Table(
    "changes",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("kind", String, nullable=False),  # school.changes.Kind
    Column("lesson_ids", String, nullable=False),  # JSON list
    Column("detail", String, nullable=False),  # JSON of what was before and after
    Column("reason", String, nullable=False),
    Column("at", BigInteger, nullable=False),
    Column("by_id", String),
    Column("undone_at", BigInteger),
)

forms = Table(
    "forms",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("form", String, nullable=False),  # ho_tro | thay_the
    Column("reason", String, nullable=False),
    Column("decision_no", String, nullable=False),
    Column("decision_date", String),
    Column("from_day", String, nullable=False),
    Column("to_day", String, nullable=False),
    Column("class_ids", String, nullable=False),  # JSON list; []: the whole school
    Column("session", String),  # None: all
    Column("period_no", Integer),  # None: all
    Column("at", BigInteger, nullable=False),
    Column("by_id", String),
)

import_mappings = Table(
    "import_mappings",
    metadata,
    Column("kind", String, primary_key=True),  # roster | staff | ppct | timetable | assignments
    Column("heading", String, primary_key=True),  # folded
    Column("field", String, nullable=False),  # "" : ignored
    Column("at", BigInteger, nullable=False),
    Column("by_id", String),
)
