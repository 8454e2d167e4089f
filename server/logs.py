"""How a process of ours logs: fixed text and fields, one JSON object a line on stderr; names of people never.

At a terminal a person reads along: only what went wrong, as plain lines. Called once at the start of a process.
The standard library's loggers (aiohttp, alembic, asyncio) go the same way. Of an exception a line has types, places and
error numbers: what it says may hold what a person wrote.
"""

import errno
import logging
import sqlite3
import sys
import traceback
from types import TracebackType

import structlog

MOST_CALLS, MOST_LINKED = 40, 10
"""Told of one exception: the innermost calls, and exceptions it came from or holds."""


def configure_logs(process: str) -> None:
    """Every line carries `process`, the time (UTC) and the level."""
    shared: list[structlog.typing.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        _naming(process),
        structlog.processors.ExceptionRenderer(wordless),
    ]
    watched = sys.stderr.isatty()
    renderer: structlog.typing.Processor = structlog.processors.JSONRenderer(ensure_ascii=False)
    if watched:
        renderer = structlog.dev.ConsoleRenderer(
            colors=False, exception_formatter=structlog.dev.plain_traceback
        )
    structlog.configure(
        processors=[*shared, renderer],
        wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING if watched else logging.INFO),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, renderer],
            foreign_pre_chain=[_fixed_words, *shared],
        )
    )
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)
    sys.excepthook = _last_words


def wordless(exc_info: structlog.typing.ExcInfo) -> str:
    """A traceback as Python prints it, but without what exceptions say, code and variables."""
    return "\n".join(_lines(exc_info[1], set()))


def _lines(error: BaseException, seen: set[int]) -> list[str]:
    seen.add(id(error))
    before = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    lines = [*_linked(before, seen), "then:"] if before is not None else []
    calls = traceback.StackSummary.extract(
        traceback.walk_tb(error.__traceback__), limit=-MOST_CALLS, lookup_lines=False
    )
    lines += [f"  {call.filename}:{call.lineno} in {call.name}" for call in calls]
    lines.append(_kind(error))
    for part in error.exceptions if isinstance(error, BaseExceptionGroup) else ():
        lines += [f"| {line}" for line in _linked(part, seen)]
    return lines


def _linked(error: BaseException, seen: set[int]) -> list[str]:
    known = id(error) in seen or len(seen) >= MOST_LINKED
    return ["…"] if known else _lines(error, seen)


def _kind(error: BaseException) -> str:
    """Its type, with the system's or SQLite's name of the error."""
    kind = type(error)
    name = kind.__qualname__ if kind.__module__ == "builtins" else f"{kind.__module__}.{kind.__qualname__}"
    code = None
    if isinstance(error, OSError):
        code = errno.errorcode.get(error.errno or 0)
    elif isinstance(error, sqlite3.Error):
        code = getattr(error, "sqlite_errorname", None)
    return f"{name} ({code})" if code else name


def _fixed_words(
    _logger: object, _method: str, event: structlog.typing.EventDict
) -> structlog.typing.EventDict:
    """asyncio's own words hold arguments of calls and what the exception says."""
    if event["_record"].name == "asyncio" and event.get("exc_info"):
        event["event"] = "a task or callback failed"
    return event


def _last_words(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """Of a process that ends by an exception nobody caught."""
    if issubclass(kind, KeyboardInterrupt):
        sys.__excepthook__(kind, error, trace)
        return
    structlog.get_logger("server").critical("ended by a bug", exc_info=(kind, error, trace))


def _naming(process: str) -> structlog.typing.Processor:
    def add(_logger: object, _method: str, event: structlog.typing.EventDict) -> structlog.typing.EventDict:
        event["process"] = process
        return event

    return add
