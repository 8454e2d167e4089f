"""What every handler of the web side is given, made once by the composition root (server/control.py)."""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from aiohttp import web
from prometheus_client import CollectorRegistry

from lesson.rules import Rules
from server.http.limits import RateLimit
from server.http.ports import Hub, RecordingHealth
from server.http.replays import Replays
from server.http.tokens import Tokens
from server.school.families.mailer import Mailer
from server.school.importing.running import Imports
from server.school.signin.accounts import Passwords
from server.school.signin.revocations import Revocations
from server.school.ways.budget import Budget
from server.settings import Settings
from server.store.database import Database

DIST = Path(__file__).parents[2] / "web" / "dist"


def utc_now() -> int:
    """The wall clock in UTC milliseconds."""
    return time.time_ns() // 1_000_000


def _nothing_recorded() -> RecordingHealth | None:
    return None


def _all_ready() -> Mapping[str, bool]:
    return {}


@dataclass(frozen=True)
class Limits:
    """Per source (clients.client_source). A whole school behind one address signs in and fetches its tokens at the
    bell; what guesses at one account is slowed down by the account, wherever it comes from."""

    login: RateLimit = field(default_factory=lambda: RateLimit(burst=40, every_ms=3_000))
    account: RateLimit = field(default_factory=lambda: RateLimit(burst=10, every_ms=60_000))
    """Passwords for one login, or account, from one source."""
    everywhere: RateLimit = field(default_factory=lambda: RateLimit(burst=60, every_ms=10_000))
    """The same from everywhere: more than one source has, so that none keeps somebody out of the own account."""
    setup: RateLimit = field(default_factory=lambda: RateLimit(burst=10, every_ms=6_000))
    token: RateLimit = field(default_factory=lambda: RateLimit(burst=2000, every_ms=50))
    way: RateLimit = field(default_factory=lambda: RateLimit(burst=120, every_ms=3_000))
    """Besides per class: its pupils may all come in at once behind one address."""


@dataclass(frozen=True)
class Deps:
    """`ready` says which parts work besides the database, e.g. {"media": True}; `clock` is UTC ms."""

    settings: Settings
    database: Database
    tokens: Tokens
    revocations: Revocations
    hub: Hub
    clock: Callable[[], int] = utc_now
    ready: Callable[[], Mapping[str, bool]] = _all_ready
    recording: Callable[[], RecordingHealth | None] = _nothing_recorded
    """For /readyz; None: nothing here records."""
    registry: CollectorRegistry = field(default_factory=CollectorRegistry)
    passwords: Passwords = field(default_factory=Passwords)
    limits: Limits = field(default_factory=Limits)
    rules: Rules = field(default_factory=Rules)
    answers: Budget = field(default_factory=Budget)
    """Wrong ones at classes' links."""
    replays: Replays = field(default_factory=Replays)
    imports: Imports = field(default_factory=Imports)
    mailer: Mailer | None = None
    """None: nothing here sends e-mail."""
    dist: Path = DIST


DEPS: web.AppKey[Deps] = web.AppKey("deps", Deps)
