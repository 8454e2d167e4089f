"""Until when a school must answer a request about personal data. Pure.

NĐ 356/2025 as summarised for schools (not the official text): acknowledge within 2 working days; view and correct
within 10 days, withdraw and restrict within 15, delete within 20. Counted from the day after it came.
"""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Literal

RequestKind = Literal["view", "correct", "withdraw", "restrict", "delete"]

ACKNOWLEDGE_WORKING_DAYS = 2
DAYS: dict[RequestKind, int] = {"view": 10, "correct": 10, "withdraw": 15, "restrict": 15, "delete": 20}


def acknowledge_by(received: date, is_off: Callable[[date], bool]) -> date:
    """The second working day after `received`; Saturdays, Sundays and days off of the school do not count."""
    day, left = received, ACKNOWLEDGE_WORKING_DAYS
    while left:
        day += timedelta(days=1)
        left -= day.weekday() < 5 and not is_off(day)
    return day


def due(kind: RequestKind, received: date) -> date:
    """The last day to do what is asked."""
    return received + timedelta(days=DAYS[kind])
