"""Lessons do not sink together."""

from collections.abc import Iterator
from contextlib import contextmanager

import structlog

log = structlog.get_logger("classroom.apart")


@contextmanager
def apart(lesson: str) -> Iterator[None]:
    """What goes wrong in one lesson is a bug of ours: told to the log, kept from the others."""
    try:
        yield
    except Exception:
        log.exception("lesson failed", lesson=lesson)
