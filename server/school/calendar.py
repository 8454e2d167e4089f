"""Days, weeks and times of the school's zone turned into UTC milliseconds and back. Pure."""

from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

VIET_NAM = "Asia/Ho_Chi_Minh"
MINUTE_MS = 60_000


def zone_of(name: str) -> tzinfo:
    """The zone by its name. Viet Nam's works without a zone database, too (+07:00, no summer time)."""
    try:
        return ZoneInfo(name)
    except ZoneInfoNotFoundError:
        if name != VIET_NAM:
            raise
        return timezone(timedelta(hours=7), name)


def utc_ms(day: date, at: time, zone: tzinfo) -> int:
    """The UTC milliseconds of a wall time in the school's zone."""
    return round(datetime.combine(day, at, zone).timestamp() * 1000)


def local(at: int, zone: tzinfo) -> datetime:
    """The wall time in the school's zone of UTC milliseconds."""
    return datetime.fromtimestamp(at / 1000, zone)


def day_of(at: int, zone: tzinfo) -> date:
    """The school's date of UTC milliseconds."""
    return local(at, zone).date()


def day_window(day: date, zone: tzinfo) -> tuple[int, int]:
    """[start, end) of a school day in UTC milliseconds."""
    return utc_ms(day, time(), zone), utc_ms(day + timedelta(days=1), time(), zone)


def monday_of(day: date) -> date:
    """The Monday of the day's week (a school week starts on Monday)."""
    return day - timedelta(days=day.weekday())


def moment(at: int) -> datetime:
    """UTC milliseconds as an aware datetime, which msgspec writes as RFC 3339 with offset Z."""
    return datetime.fromtimestamp(at // 1000, UTC).replace(microsecond=at % 1000 * 1000)


def millis(moment: datetime) -> int:
    """An aware datetime as UTC milliseconds."""
    return round(moment.timestamp() * 1000)
