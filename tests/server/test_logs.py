"""What a log line tells of an exception: where and of what type, never what it says."""

import asyncio
import errno
import json
import logging
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager

import pytest
import structlog

from server.logs import MOST_LINKED, configure_logs, wordless

NAME = "Nguyễn Hoài An"


@contextmanager
def logging_as_ours() -> Iterator[None]:
    """As a process of ours logs; afterwards as the tests do."""
    before, root, hook = structlog.get_config(), logging.getLogger(), sys.excepthook
    handlers, level = list(root.handlers), root.level
    root.handlers = []  # what is there would be closed
    configure_logs("control")
    yield
    structlog.configure(**before)
    root.handlers, sys.excepthook = handlers, hook
    root.setLevel(level)


def fault(name: str) -> Exception:
    """What a bug in a lesson could raise: its text, note, cause and parts name a child."""
    try:
        raise KeyError(name)
    except KeyError as error:
        found = ExceptionGroup(name, [ValueError(name), OSError(errno.ENOSPC, name)])
        found.add_note(name)
        found.__cause__ = error
        return found


def fail(name: str) -> None:
    raise ValueError(name)


def test_a_child_s_name_in_an_exception_reaches_no_log(capsys: pytest.CaptureFixture[str]) -> None:
    error, loop = fault(NAME), asyncio.new_event_loop()
    loop.call_soon(fail, NAME)
    loop.call_soon(loop.stop)
    with logging_as_ours():
        structlog.get_logger("server.classroom").error("command failed", lesson="bai-1", exc_info=error)
        logging.getLogger("aiohttp.server").error("Error handling request", exc_info=error)
        loop.run_forever()
        sys.excepthook(type(error), error, error.__traceback__)
    loop.close()
    written = capsys.readouterr().err
    assert NAME not in written and "Nguy" not in written
    said = [json.loads(line) for line in written.splitlines()]
    assert [one["event"] for one in said] == [
        "command failed", "Error handling request", "a task or callback failed", "ended by a bug",
    ]  # fmt: skip
    told = said[0]["exception"].splitlines()
    assert told[1:] == ["KeyError", "then:", "ExceptionGroup", "| ValueError", "| OSError (ENOSPC)"]
    assert "test_logs.py:" in told[0] and told[0].endswith("in fault")


def test_types_are_told_with_their_codes_and_chains_have_an_end() -> None:
    with closing(sqlite3.connect(":memory:")) as memory, pytest.raises(sqlite3.OperationalError) as wrong:
        memory.execute("SELECT * FROM lop_8a3")
    told = wordless((wrong.type, wrong.value, None)).splitlines()
    assert told[-1] == "sqlite3.OperationalError (SQLITE_ERROR)"
    chain = [ValueError() for _ in range(3 * MOST_LINKED)]
    for error, cause in zip(chain, [*chain[1:], chain[0]], strict=True):
        error.__cause__ = cause
    assert wordless((ValueError, chain[0], None)).count("ValueError") == MOST_LINKED
