"""Looks at this machine and says what would keep a server from running well, each with what to do about it."""

import datetime
import shutil
import sqlite3
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from server.addresses import media_binding
from server.running import find
from server.settings import Settings, StartFault
from server.supervisor import check_ports
from server.tls import RENEW_BEFORE, expires, server_context

WEB = Path(__file__).parents[2] / "web" / "dist"
WANTED_FREE = 2 << 30
EARLIEST = datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC)


@dataclass(frozen=True)
class Finding:
    """`ok` False: the server does not start or people cannot use it; None: it runs, but look at this."""

    about: str
    ok: bool | None
    text: str


def findings(settings: Settings) -> Iterator[Finding]:
    """One finding per check, in the order a person would mend them."""
    checks: list[tuple[str, Callable[[Settings], tuple[bool | None, str]]]] = [
        ("python", _python),
        ("data", _data),
        ("disk", _disk),
        ("ports", _ports),
        ("media", _media),
        ("web", _web),
        ("https", _https),
        ("clock", _clock),
    ]
    for about, check in checks:
        try:
            yield Finding(about, *check(settings))
        except StartFault as fault:
            yield Finding(about, False, str(fault))


def _python(_settings: Settings) -> tuple[bool | None, str]:
    version = sys.version.split()[0]
    good = sys.version_info >= (3, 11)
    return good, f"Python {version}" + ("" if good else "; install Python 3.11 or later")


def _data(settings: Settings) -> tuple[bool | None, str]:
    path = settings.database_path
    if not path.exists():
        return True, f"{settings.data_dir} is private and writable; no database yet"
    try:
        with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True, timeout=5)) as connection:
            verdict = connection.execute("PRAGMA quick_check(1)").fetchone()[0]
    except sqlite3.Error as error:
        return False, f"{path}: {error}; restore a copy {path.name}.before-* or a backup"
    return verdict == "ok", f"{path}: {verdict}" + ("" if verdict == "ok" else "; restore a copy or a backup")


def _disk(settings: Settings) -> tuple[bool | None, str]:
    free = shutil.disk_usage(settings.data_dir).free
    text = f"{free / (1 << 30):.1f} GiB free in {settings.data_dir}"
    return (True, text) if free >= WANTED_FREE else (None, text + "; free some before lessons are recorded")


def _ports(settings: Settings) -> tuple[bool | None, str]:
    running = find(settings.data_dir)
    if running is not None:
        return True, f"in use by the server running at {running.url} (process {running.pid})"
    check_ports(settings)
    return True, f"TCP {settings.port}, UDP and TCP {settings.media_port} are free"


def _media(settings: Settings) -> tuple[bool | None, str]:
    binding = media_binding(settings)
    told = ", ".join(binding.addresses)
    if settings.loopback and not settings.public_url:
        return (
            None,
            f"sound and picture only on this machine ({told}); for others set BUCGIANG_HOST or use --lan",
        )
    relay = f"; relays: {', '.join(settings.turn_urls)}" if settings.turn_urls else ""
    return (
        True,
        f"browsers are told {told}, UDP and TCP {settings.media_port}; the firewall must let it in{relay}",
    )


def _web(_settings: Settings) -> tuple[bool | None, str]:
    if (WEB / "index.html").exists():
        return True, "pages are built"
    return False, "pages are not built; run `make run` once, or `npm ci` and `npm run build` in web/"


def _https(settings: Settings) -> tuple[bool | None, str]:
    if settings.tls_cert is not None and settings.tls_key is not None:
        server_context(settings.tls_cert, settings.tls_key)
        left = expires(settings.tls_cert) - datetime.datetime.now(datetime.UTC)
        if left < datetime.timedelta():
            return False, f"{settings.tls_cert} has expired; renew it and start the server again"
        text = f"certificate good for {left.days} days"
        return (
            (True, text) if left > RENEW_BEFORE else (None, text + "; renew it, then start the server again")
        )
    if settings.secure:
        return True, f"by the proxy at {settings.public_url}"
    if settings.loopback:
        return True, "not needed on 127.0.0.1"
    return (
        False,
        "no https: browsers give no microphone; set BUCGIANG_TLS_CERT and _KEY, a proxy, or use --lan",
    )


def _clock(_settings: Settings) -> tuple[bool | None, str]:
    now = datetime.datetime.now(datetime.UTC)
    if now < EARLIEST:
        return False, f"the clock says {now:%Y-%m-%d}; set it (timedatectl set-ntp true): lessons follow it"
    return True, f"{now:%Y-%m-%d %H:%M} UTC, here {time.strftime('%H:%M %Z')}"
