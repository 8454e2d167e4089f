"""Everybody of the school, their codes and classes of earlier times, their devices."""

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
)

from server.store.tables.metadata import metadata

people = Table(
    "people",
    metadata,
    Column("id", String, primary_key=True),
    Column("kind", String, nullable=False),  # student | teacher | staff | inspector
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
    Column("department_id", String),
    Column("temporary_code", String, unique=True),  # ours, while a pupil has no moet_id
    Column("citizen_id", LargeBinary),  # encrypted (school.secrecy); off by default
    Column("citizen_hash", String, unique=True),  # keyed hash: finds duplicates without decrypting
    Column("email", String),  # of staff; of a pupil: the family's own, by the family's wish, for notices only
    Column("called", String),  # what tells namesakes of a class apart, set by a person; else STT does
    Column("left_on", String),  # ISO date; then inactive
    Index(None, "class_id", "stt"),
)

person_codes = Table(
    "person_codes",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("person_id", String, ForeignKey("people.id"), nullable=False),
    Column("kind", String, nullable=False),  # moet | temporary | citizen (then both values are masked)
    Column("old", String),
    Column("new", String),
    Column("at", BigInteger, nullable=False),
    Column("by_id", String),
    Column("why", String, nullable=False),
    Index(None, "person_id"),
)

class_moves = Table(
    "class_moves",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("person_id", String, ForeignKey("people.id"), nullable=False),
    Column("from_class", String),
    Column("to_class", String),
    Column("at", BigInteger, nullable=False),
    Column("by_id", String),
    Column("why", String, nullable=False),
    Index(None, "person_id"),
)

pupil_devices = Table(
    "pupil_devices",
    metadata,
    Column("person_id", String, ForeignKey("people.id"), primary_key=True),
    Column("kind", String, nullable=False),  # dien_thoai_rieng | dien_thoai_chung | may_tinh | khong_co
    Column("line", String, nullable=False),  # wifi | 4g | 3g | khong
    Column("help", String, nullable=False, default=""),  # what the school lent or paid
    Column("review_on", String),  # ISO date
    Column("shared_id", String),  # pupils with the same id share one device
    Column("note", String, nullable=False, default=""),
    Column("at", BigInteger, nullable=False),
    Column("by_id", String),
    Index(None, "shared_id"),
)
