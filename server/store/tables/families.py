"""What pupils and their representatives are told and asked: consent, requests, rules, notices."""

from sqlalchemy import (
    BigInteger,
    Column,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
)

from server.store.tables.metadata import metadata

consent_history = Table(
    "consent_history",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("person_id", String, ForeignKey("people.id"), nullable=False),
    Column("answer", String, nullable=False),  # of school.consents.Consent
    Column("from_kind", String, nullable=False),  # family (the link) | slip (typed in by the office) | office
    Column("note", String, nullable=False, default=""),
    Column("by_id", String),
    Column("at", BigInteger, nullable=False),
    Index(None, "person_id"),
)

data_requests = Table(
    "data_requests",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("person_id", String, ForeignKey("people.id"), nullable=False),
    Column("kind", String, nullable=False),  # view | correct | withdraw | restrict | delete
    Column("text", String, nullable=False),
    Column("from_kind", String, nullable=False),  # family | slip
    Column("received_at", BigInteger, nullable=False),
    Column("acknowledge_by", BigInteger, nullable=False),
    Column("due_at", BigInteger, nullable=False),
    Column("acknowledged_at", BigInteger),
    Column("done_at", BigInteger),
    Column("result", String, nullable=False, default=""),
    Column("by_id", String),
    Index(None, "done_at"),
)

house_rules = Table(
    "house_rules",
    metadata,
    Column("version", Integer, primary_key=True),
    Column("title", String, nullable=False),
    Column("rules", String, nullable=False),  # JSON list of sentences
    Column("at", BigInteger, nullable=False),
    Column("by_id", String),
)

rules_accepted = Table(
    "rules_accepted",
    metadata,
    Column("version", Integer, primary_key=True),
    Column("person_id", String, ForeignKey("people.id"), primary_key=True),
    Column("from_kind", String, primary_key=True),  # pupil | family
    Column("at", BigInteger, nullable=False),
)

school_notices = Table(
    "school_notices",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("class_id", String),  # None and no person: the whole school
    Column("person_id", String),
    Column("title", String, nullable=False),
    Column("text", String, nullable=False),
    Column("link", String, nullable=False, default=""),
    Column("by_id", String),
    Column("at", BigInteger, nullable=False),
    Column("mails", Integer, nullable=False, default=0),  # addresses it was to go to by e-mail
    Column("emailed", Integer, nullable=False, default=0),  # taken by the mail server
    Column("failed", Integer, nullable=False, default=0),  # refused, or given up
    Index(None, "class_id", "at"),
    Index(None, "person_id", "at"),
)

waiting_letters = Table(
    "waiting_letters",
    metadata,
    Column("notice_id", Integer, ForeignKey("school_notices.id"), primary_key=True),
    Column("address", String, primary_key=True),
    Column("link", String, nullable=False),  # whole, as it stands in the letter
    Column("until", BigInteger, nullable=False),  # given up then
)

notice_reads = Table(
    "notice_reads",
    metadata,
    Column("notice_id", Integer, ForeignKey("school_notices.id"), primary_key=True),
    Column("person_id", String, primary_key=True),
    Column("at", BigInteger, nullable=False),
)
