"""The school, its years, classes, departments and subjects. Days are ISO dates."""

from sqlalchemy import (
    Boolean,
    Column,
    Integer,
    String,
    Table,
    UniqueConstraint,
    false,
    true,
)

from server.store.tables.metadata import metadata

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
    Column(
        "policy", String, nullable=False, default="{}", server_default="{}"
    ),  # JSON of school.policy.Policy
    Column(
        "past_terms", String, nullable=False, default="[]", server_default="[]"
    ),  # JSON: school.attending.closing.PastTerm, shorter ones than the policy's
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
    Column("code", String, nullable=False),
    Column("grade", Integer, nullable=False),
    Column("homeroom", String),  # person id of the homeroom teacher; no foreign key: people refer to classes
    Column("year", String, nullable=False, default="", server_default=""),  # name of a school year
    Column("session", String),  # sang | chieu | toi: when the class is taught
    Column("link_hash", String),  # hex SHA-256 of the class link's secret; None: no link is out
    Column("active", Boolean, nullable=False, default=True, server_default=true()),
    UniqueConstraint("code", "year"),
)

departments = Table(
    "departments",
    metadata,
    Column("id", String, primary_key=True),
    Column("name", String, nullable=False, unique=True),
    Column("head_id", String),  # person id of the tổ trưởng
)

subjects = Table(
    "subjects",
    metadata,
    Column("code", String, primary_key=True),  # "TOAN"
    Column("name", String, nullable=False, unique=True),
    Column("short", String, nullable=False),
    Column("periods_per_year", Integer),
    Column("active", Boolean, nullable=False, default=True),
)
