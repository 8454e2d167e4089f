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
