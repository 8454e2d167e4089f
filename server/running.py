"""The mark of a running server in its data folder: one server per folder, and how the command line finds it.

`<data>/run/server` is held with flock as long as the supervisor lives (a crash lets go of it) and says how
the server was started. Written by the supervisor, read by `bucgiang links`, `demo` and `doctor`.
"""

import fcntl
import os
from contextlib import suppress
from pathlib import Path
from typing import IO

import msgspec
from msgspec import Struct

from server.settings import Settings, SettingsError, StartFault


class AlreadyRunning(StartFault):
    """Another server has this data folder."""

    exit_code = 1


class Running(Struct, frozen=True):
    """How the server that holds the folder was started."""

    pid: int
    url: str
    demo: bool
    lan: bool


def hold(settings: Settings, url: str) -> IO[bytes]:
    """Takes the folder; keep the returned file open as long as the server runs. Raises AlreadyRunning,
    SettingsError (disk full)."""
    mark = (settings.data_dir / "run" / "server").open("a+b")
    try:
        fcntl.flock(mark, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        mark.close()
        other = find(settings.data_dir)
        at = f" at {other.url}, process {other.pid}," if other else ""
        raise AlreadyRunning(
            f"another server{at} runs in {settings.data_dir}; end it, or set another BUCGIANG_DATA_DIR and port"
        ) from None
    try:
        mark.truncate(0)
        mark.write(msgspec.json.encode(Running(os.getpid(), url, settings.demo, settings.lan)))
        mark.flush()
    except OSError as error:
        raise SettingsError(
            f"BUCGIANG_DATA_DIR {settings.data_dir}: {error.strerror}; free some space"
        ) from error
    return mark


def find(data_dir: Path) -> Running | None:
    """The server that runs in this folder, if any."""
    try:
        with (data_dir / "run" / "server").open("rb") as mark:
            if _free(mark):
                return None
            return msgspec.json.decode(mark.read(), type=Running)
    except (FileNotFoundError, msgspec.DecodeError):
        return None


def processes(running: Running) -> dict[str, int]:
    """Module name → pid of the processes the server runs now (Linux)."""
    found: dict[str, int] = {}
    try:
        pids = Path(f"/proc/{running.pid}/task/{running.pid}/children").read_text().split()
    except OSError:
        return {}
    for pid in pids:
        with suppress(OSError):  # it ended meanwhile
            words = Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
            if b"-m" in words[:-1]:
                found[words[words.index(b"-m") + 1].decode()] = int(pid)
    return found


def _free(mark: IO[bytes]) -> bool:
    try:
        fcntl.flock(mark, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
