"""Moments of the school's zone as UTC ms."""

from datetime import datetime, timedelta, timezone

VIET_NAM = timezone(timedelta(hours=7))


def at(text: str) -> int:
    """ "2026-11-23 07:50" in Viet Nam."""
    return round(datetime.fromisoformat(text).replace(tzinfo=VIET_NAM).timestamp() * 1000)


MONDAY_0750 = at("2026-11-23 07:50")
SUNDAY_2350 = at("2026-11-29 23:50")
NEW_YEAR = at("2027-01-01 00:00")
MINUTE = 60_000
