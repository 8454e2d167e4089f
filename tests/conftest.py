"""Property tests try 40 examples in each run: runs add up. `pytest --hypothesis-profile=thorough` looks for longer.

No example is judged by the clock: a busy machine is no fault of the code.

Files of tests lie in memory where there is room: databases and journals wait for their disk at each commit, and no
test looks whether a disk kept its word. What failing tests left there stays to be looked at until the next run.
"""

import gc
import os
import shutil
import tempfile
from pathlib import Path

import pytest
import structlog
from hypothesis import HealthCheck, settings

PATIENT = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])

settings.register_profile("quick", PATIENT, max_examples=40)
settings.register_profile("thorough", PATIENT, max_examples=1000)
settings.load_profile("quick")

MEMORY = Path("/dev/shm")
ROOM = 2 * 1024**3
"""Bytes free there at least; containers often have 64 MB."""
_made = pytest.StashKey[Path]()


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:
    if (
        config.option.basetemp is None
        and os.access(MEMORY, os.W_OK)
        and shutil.disk_usage(MEMORY).free >= ROOM
    ):
        _forget()
        config.stash[_made] = Path(tempfile.mkdtemp(prefix=f"tests-{os.getpid()}-", dir=MEMORY))
        config.option.basetemp = str(config.stash[_made])


def pytest_sessionstart() -> None:
    """Tracebacks in logs as they are: structlog would paint them, with all variables, for seconds."""
    processors = structlog.get_config()["processors"][:-1]
    renderer = structlog.dev.ConsoleRenderer(exception_formatter=structlog.dev.plain_traceback)
    structlog.configure(processors=[*processors, renderer])


def _forget() -> None:
    """Folders of runs that are over; theirs is the process that made them."""
    for folder in MEMORY.glob("tests-*-*"):
        if not Path("/proc", folder.name.split("-")[1]).exists():
            shutil.rmtree(folder, ignore_errors=True)


def pytest_collection_finish() -> None:
    """Modules and tests stay to the end: no garbage collection looks through them again."""
    gc.collect()
    gc.freeze()


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    folder = session.config.stash.get(_made, None)
    if folder is not None and exitstatus in (pytest.ExitCode.OK, pytest.ExitCode.NO_TESTS_COLLECTED):
        shutil.rmtree(folder)
