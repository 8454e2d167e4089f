"""The tables, as SQLAlchemy Core objects. Times are UTC ms. A change goes with a file in migrations/."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    UniqueConstraint,
    false,
)

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

school = Table(
    "school",
    metadata,
    Column("id", Integer, primary_key=True),  # one row, id 1
    Column("code", String, nullable=False),
    Column("name", String, nullable=False),
    Column("short_name", String, nullable=False),
    Column("time_zone", String, nullable=False),
    Column("period_minutes", Integer, nullable=False),
    Column("demo", Boolean, nullable=False, default=False),
    Column("level", String, nullable=False, default="", server_default=""),  # tieu_hoc | thcs | thpt | gdtx
    Column("recording", Boolean, nullable=False, default=False, server_default=false()),  # of new lessons
)

school_years = Table(
    "school_years",
    metadata,
    Column("name", String, primary_key=True),  # "2026-2027"
    Column("first_day", String, nullable=False),  # ISO date, like all days below
    Column("first_semester", String, nullable=False),  # its first Monday
    Column("first_weeks", Integer, nullable=False),
    Column("second_semester", String, nullable=False),
    Column("second_weeks", Integer, nullable=False),
)

classes = Table(
    "classes",
    metadata,
    Column("id", String, primary_key=True),
    Column("code", String, nullable=False, unique=True),
    Column("grade", Integer, nullable=False),
    Column("homeroom", String),  # person id of the homeroom teacher; no foreign key: people refer to classes
)

people = Table(
    "people",
    metadata,
    Column("id", String, primary_key=True),
    Column("kind", String, nullable=False),  # student | teacher | staff
    Column("full_name", String, nullable=False),
    Column("given_name", String, nullable=False),
    Column("title", String),  # "cô", "thầy"
    Column("class_id", String, ForeignKey("classes.id")),
    Column("stt", Integer),
    Column("sex", String),
    Column("birth_date", String),  # ISO date
    Column("moet_id", String, unique=True),
    Column("recording_consent", String),  # dong_y | khong_dong_y | chua_tra_loi | da_rut
    Column("active", Boolean, nullable=False, default=True),
    Index(None, "class_id", "stt"),
)

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
    Column("session", String),  # sang | chieu
    Column("period_no", Integer),  # within the session
    Column("room", String),
    Column("ppct_no", Integer),  # place in the subject's programme of the year (tiết PPCT)
    Column("required_outcomes", String),  # yêu cầu cần đạt
    Column("form", String),  # ho_tro | thay_the, of face-to-face teaching (TT 09/2021 Đ.2)
    Column("form_reason", String),
    Column("decision_no", String),  # of the head, on the form
    Column("decision_date", String),  # ISO date
    Index(None, "starts_at"),
    Index(None, "phase"),
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

accounts = Table(
    "accounts",
    metadata,
    Column("id", String, primary_key=True),
    Column("login", String, nullable=False, unique=True),
    Column("password_hash", String, nullable=False),  # argon2id
    Column("role", String, nullable=False),  # office
)

sessions = Table(
    "sessions",
    metadata,
    Column("token_hash", String, primary_key=True),  # hex SHA-256
    Column("account_id", String, ForeignKey("accounts.id"), nullable=True),  # none: the demo's office
    Column("expires_at", BigInteger, nullable=False),
)

one_time_links = Table(
    "one_time_links",
    metadata,
    Column("token_hash", String, primary_key=True),  # hex SHA-256
    Column("purpose", String, nullable=False),  # setup | login
    Column("account_id", String, ForeignKey("accounts.id")),
    Column("expires_at", BigInteger, nullable=False),
    Column("used_at", BigInteger),
)

revoked_tokens = Table(
    "revoked_tokens",
    metadata,
    Column("jti", String, primary_key=True),
    Column("lesson_id", String, nullable=False),
    Column("expires_at", BigInteger, nullable=False),  # of the token: the row may go then
    Index(None, "lesson_id"),
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
