"""Ways in: accounts, sessions, links, pupils' cards, roles, and the log of acts on people's data."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    false,
)

from server.store.tables.metadata import metadata

accounts = Table(
    "accounts",
    metadata,
    Column("id", String, primary_key=True),
    Column("login", String, nullable=False, unique=True),
    Column("password_hash", String, nullable=False),  # argon2id; "": signs in by OIDC only
    Column(
        "role", String, nullable=False
    ),  # office: all rights of the school office | person: by the person's roles
    Column("person_id", String, unique=True),  # of people; None: an office account without a person
    Column("oidc_subject", String, unique=True),  # "issuer subject"
    Column(
        "must_change", Boolean, nullable=False, default=False, server_default=false()
    ),  # a password the office gave
    Column("password_until", BigInteger),  # of a password the office gave; None: for good
    Column("disabled", Boolean, nullable=False, default=False, server_default=false()),
    Column("created_at", BigInteger),
    Column("last_login", BigInteger),
)

sessions = Table(
    "sessions",
    metadata,
    Column("token_hash", String, primary_key=True),  # hex SHA-256
    Column("account_id", String, ForeignKey("accounts.id"), nullable=True),  # none: the demo's office
    Column(
        "purpose", String, nullable=False, default="account", server_default="account"
    ),  # account | oidc | demo
    Column("public_id", String),  # names it in lists, opens nothing
    Column(
        "label", String, nullable=False, default="", server_default=""
    ),  # "Chrome, Windows"; no fingerprint
    Column("created_at", BigInteger),
    Column("used_at", BigInteger),
    Column("expires_at", BigInteger, nullable=False),
)

one_time_links = Table(
    "one_time_links",
    metadata,
    Column("token_hash", String, primary_key=True),  # hex SHA-256
    Column("purpose", String, nullable=False),  # setup | login | reset | family
    Column("account_id", String, ForeignKey("accounts.id")),
    Column("person_id", String),  # of a family's link: the pupil
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

pairings = Table(
    "pairings",
    metadata,
    Column("jti", String, primary_key=True),  # of a token of a QR code
    Column("device_hash", String, nullable=False),  # hex SHA-256 of what the first device calls itself
    Column("expires_at", BigInteger, nullable=False),  # of the token: the row goes then
)

roles = Table(
    "roles",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("person_id", String, ForeignKey("people.id"), nullable=False),
    Column("role", String, nullable=False),  # school.rights.Role, those that are given by hand
    Column("from_day", String),  # ISO dates, both included; None: open
    Column("to_day", String),
    Column("decision", String, nullable=False, default=""),
    Column("by_id", String),
    Column("at", BigInteger, nullable=False),
    Index(None, "person_id"),
)

cards = Table(
    "cards",
    metadata,
    Column("person_id", String, ForeignKey("people.id"), primary_key=True),
    Column("version", Integer, nullable=False),  # of the card, of staff their links: older ones open nothing
    Column("pin_hash", String, nullable=False),  # keyed hash; the PIN itself stands on the printed card only
    Column("issued_at", BigInteger, nullable=False),
    Column("by_id", String),
    Column("tries", Integer, nullable=False, default=0),  # wrong answers in a row
    Column("tried_at", BigInteger),
)

feeds = Table(
    "feeds",
    metadata,
    Column("token_hash", String, primary_key=True),  # hex SHA-256 of the calendar feed's secret
    Column("person_id", String),
    Column("class_id", String),
    Column("created_at", BigInteger, nullable=False),
)

audit = Table(
    "audit",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("at", BigInteger, nullable=False),
    Column("actor_id", String, nullable=False),  # person id, account id, "key" or "system"
    Column("act", String, nullable=False),  # a name of school.audit.ACTS
    Column("object_id", String, nullable=False, default=""),
    Column("person_id", String),  # whose data it is
    Column("detail", String, nullable=False, default=""),  # codes and numbers, never names
    Index(None, "at"),
    Index(None, "person_id", "at"),
    Index(None, "actor_id", "at"),
)
