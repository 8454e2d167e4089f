"""Uploads waiting for a person's word: <data>/imports/<id>, 20 at most, each gone after an hour. Files have mode 0600."""

import hashlib
import re
import secrets
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any, TypeVar

import msgspec
from msgspec import Struct

from server.school.importing.kind import Asked, Kind
from server.school.importing.plan import Plan

KEPT_MS = 3600 * 1000
MAX_KEPT = 20
_ID = re.compile(r"[A-Za-z0-9_-]{12}")
S = TypeVar("S", bound=Struct)


class About(Struct, frozen=True):
    """What is known of an upload besides its bytes. `actor_id`: whose it is; nobody else sees it."""

    id: str
    kind: str
    filename: str
    actor_id: str
    at: int
    options: Mapping[str, str] = {}
    mapping: Mapping[str, str] = {}
    choices: Mapping[str, str] = {}
    fingerprint: str = ""
    """Of the context the plan was made with: another one now means the plan is out of date."""


class Upload:
    """One upload's folder. Made by `Folder`."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.file = folder / "upload"
        self.asked = folder / "asked"
        self.plan = folder / "plan"
        self.errors = folder / "errors.xlsx"
        self._about = folder / "about"

    def about(self) -> About:
        """What was kept of it."""
        return msgspec.msgpack.decode(self._about.read_bytes(), type=About)

    def keep(self, about: About) -> None:
        """Replaces what is known of it."""
        write_private(self._about, msgspec.msgpack.encode(about))

    def ask(self, asked: Asked[Any]) -> None:
        """Lays down what the child goes by; an older plan is no longer valid."""
        self.plan.unlink(missing_ok=True)
        self.errors.unlink(missing_ok=True)
        write_private(self.asked, msgspec.msgpack.encode(asked))

    def read_plan(self, kind: Kind[Any, Any]) -> Plan[Any] | None:
        """The dry run; None before there is one."""
        try:
            data = self.plan.read_bytes()
        except FileNotFoundError:
            return None
        return msgspec.msgpack.decode(data, type=Plan[kind.value])  # type: ignore[name-defined]

    def remove(self) -> None:
        """Forgets it, file and all."""
        shutil.rmtree(self.folder, ignore_errors=True)


class Folder:
    """<data>/imports."""

    def __init__(self, data_dir: Path) -> None:
        self._folder = data_dir / "imports"

    def new(self, kind: str, filename: str, actor_id: str, options: Mapping[str, str], now: int) -> Upload:
        """An empty upload, after what is too old or too many was removed."""
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.prune(now, keep=MAX_KEPT - 1)
        name = secrets.token_urlsafe(9)
        upload = Upload(self._folder / name)
        upload.folder.mkdir(mode=0o700)
        upload.keep(About(name, kind, filename[:200], actor_id, now, options))
        return upload

    def find(self, name: str, now: int) -> Upload | None:
        """The upload of that id, while it is kept."""
        self.prune(now, keep=MAX_KEPT)
        upload = Upload(self._folder / name)
        return upload if _ID.fullmatch(name) and upload.folder.is_dir() else None

    def prune(self, now: int, keep: int) -> None:
        """Removes uploads older than an hour, then the oldest above `keep`."""
        if not self._folder.is_dir():
            return
        kept: list[tuple[int, Upload]] = []
        for folder in self._folder.iterdir():
            upload = Upload(folder)
            try:
                at = upload.about().at
            except (OSError, msgspec.DecodeError):
                at = 0
            if at < now - KEPT_MS:
                upload.remove()
            else:
                kept.append((at, upload))
        kept.sort(key=lambda one: one[0])
        for _, upload in kept[: max(0, len(kept) - keep)]:
            upload.remove()


def fingerprint(context: Struct) -> str:
    """Equal for equal contexts."""
    return hashlib.sha256(msgspec.msgpack.encode(context)).hexdigest()


def write_private(path: Path, data: bytes) -> None:
    """A file only the server reads."""
    path.touch(mode=0o600)
    path.write_bytes(data)
