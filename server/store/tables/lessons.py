"""Lessons, what happened in them, and their records."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
    UniqueConstraint,
    false,
)

from server.store.tables.metadata import metadata

lessons = Table(
    "lessons",
    metadata,
    Column("id", String, primary_key=True),
    Column("title", String, nullable=False),
    Column("subject", String, nullable=False),
    Column("class_id", String, ForeignKey("classes.id")),
    Column("teacher_id", String, ForeignKey("people.id")),
    Column("period", String, nullable=False, default=""),  # how the period is called, "tiết 2"
    Column("starts_at", BigInteger, nullable=False),
    Column("ends_at", BigInteger, nullable=False),
    Column("recording", Boolean, nullable=False, default=False),
    Column("demo", Boolean, nullable=False, default=False),
    Column("phase", String, nullable=False, default="planned"),  # planned | waiting | live | ended
    Column("started_at", BigInteger),
    Column("ended_at", BigInteger),
    Column("ended_reason", String),
    Column("alive_at", BigInteger),  # when control last knew the lesson running (≤ 5 s old)
    Column("session", String),  # sang | chieu | toi
    Column("period_no", Integer),  # within the session
    Column("room", String),
    Column("ppct_no", Integer),  # place in the subject's programme of the year (tiết PPCT)
    Column("required_outcomes", String),  # yêu cầu cần đạt
    Column("form", String),  # ho_tro | thay_the, of face-to-face teaching (TT 09/2021 Đ.2)
    Column("form_reason", String),
    Column("decision_no", String),  # of the head, on the form
    Column("decision_date", String),  # ISO date
    Column(
        "kind", String, nullable=False, default="tiet_hoc", server_default="tiet_hoc"
    ),  # school.lessons.Kind
    Column("subject_code", String),
    Column("slot", String, unique=True),  # "8a3|2026-11-23|sang|2": where the timetable put it
    Column("host_id", String),  # the lesson whose room this one shares (joint classes, double periods)
    Column("replaced_id", String),  # dạy thay: the teacher who was planned
    Column("not_taught", String),  # tiết không dạy: why; None: it is taught
    Column("makes_up", String),  # dạy bù, đổi tiết: the lesson it stands for
    Column("on_roll", Integer),  # sĩ số, once the period was held
    Column("attended", Integer),  # of them present, as the system found
    Column("change_id", Integer),  # the newest row of `changes` that touched it
    Column(
        "unit_by_hand", Boolean, nullable=False, default=False, server_default=false()
    ),  # ppct_no and title were set by a person: planning leaves them, the count goes on from them
    Index(None, "starts_at"),
    Index(None, "class_id", "starts_at"),
    Index(None, "teacher_id", "starts_at"),
    Index(None, "host_id"),
    Index(None, "phase"),
)

lesson_people = Table(
    "lesson_people",
    metadata,
    Column("lesson_id", String, ForeignKey("lessons.id"), primary_key=True),
    Column("person_id", String, primary_key=True),
    Column("role", String, nullable=False),  # co_teacher | observer | staff
    Column("by_id", String),
    Column("at", BigInteger, nullable=False),
    Index(None, "person_id"),
)

events = Table(
    "events",
    metadata,
    Column("lesson_id", String, ForeignKey("lessons.id"), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("at", BigInteger, nullable=False),
    Column("type", String, nullable=False),
    Column("body", LargeBinary, nullable=False),  # JSON of the event with its tag
    sqlite_with_rowid=False,
)

sheets = Table(
    "sheets",
    metadata,
    Column("lesson_id", String, ForeignKey("lessons.id"), primary_key=True),
    Column("version", Integer, nullable=False),  # counts the savings, from 1
    Column("title", String, nullable=False),
    Column("remark", String, nullable=False),
    Column("homework", String, nullable=False),
    Column("by_id", String, nullable=False),
    Column("by_name", String, nullable=False),
    Column("at", BigInteger, nullable=False),
)

records = Table(
    "records",
    metadata,
    Column("id", String, primary_key=True),  # "<lesson>.<version>"
    Column("lesson_id", String, ForeignKey("lessons.id"), nullable=False),
    Column("version", Integer, nullable=False),
    Column("chain", String, nullable=False),  # class and school year
    Column("position", Integer, nullable=False),  # in the chain, from 1
    Column("made_at", BigInteger, nullable=False),
    Column("by_id", String),  # none: the server, at the lesson's end
    Column("by_name", String),
    Column("why", String, nullable=False),
    Column("previous", String, nullable=False),
    Column("hash", String, nullable=False),
    Column("body", LargeBinary, nullable=False),  # the exact canonical bytes, integrity.hash included
    UniqueConstraint("lesson_id", "version"),
    UniqueConstraint("chain", "position"),
)

removed_records = Table(
    "removed_records",
    metadata,
    Column("id", String, primary_key=True),  # the record's, whose hash still stands in the chain
    Column("lesson_id", String, ForeignKey("lessons.id"), nullable=False),
    Column("version", Integer, nullable=False),
    Column("chain", String, nullable=False),
    Column("position", Integer, nullable=False),
    Column("previous", String, nullable=False),
    Column("hash", String, nullable=False),
    Column("reason", String, nullable=False),
    Column("decision", String, nullable=False),
    Column("by_id", String, nullable=False),
    Column("by_name", String, nullable=False),
    Column("at", BigInteger, nullable=False),
    UniqueConstraint("chain", "position"),
    Index(None, "lesson_id"),
)

record_chains = Table(
    "record_chains",
    metadata,
    Column("chain", String, primary_key=True),
    Column("position", Integer, nullable=False),  # of the newest link
    Column("hash", String, nullable=False),  # of the newest link: a chain cut off at its end shows
)
