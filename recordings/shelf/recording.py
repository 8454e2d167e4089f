"""recording.json: what there is of a lesson, on disk and fsynced. Written by the recorder, read by control.

Times are ms since the timeline's zero (`started_at`, lesson time in UTC ms) unless said otherwise.
"""

from pathlib import Path
from typing import Literal

import msgspec
from msgspec import Struct

from recordings.shelf.replaced import replace_file

NAME = "recording.json"
CLASS_TRACK = "t00"

Codec = Literal["opus", "vp8", "h264"]
Trouble = Literal["", "disk_full", "unwritable", "damaged", "no_order", "bug"]
"""disk_full, unwritable: recordings/ takes nothing now, the journals wait. damaged: the check at the end failed, the
journals stay. no_order: order.json is missing or broken. bug: ours; it is tried again."""


class Track(Struct, frozen=True, kw_only=True, omit_defaults=False):
    """One file: the class audio, or what one person sent of one source in one codec.

    `init`: bytes of the initialisation segment at the file's begin. `bytes`: its fsynced length. `width`, `height`:
    of the first picture.
    """

    id: str
    kind: Literal["class", "audio", "video"]
    person: str | None
    source: str | None
    codec: Codec
    mime: str
    file: str
    init: int
    bytes: int
    from_: int = msgspec.field(name="from")
    to: int
    width: int | None = None
    height: int | None = None


class Gap(Struct, frozen=True):
    """Where something is missing; `to` None: it goes on. `track` None: of the whole recording."""

    from_: int = msgspec.field(name="from")
    to: int | None
    reason: Literal["paused", "lost", "disk", "damaged"]
    track: str | None = None


class Recording(Struct, frozen=True, kw_only=True):
    """A lesson's recording. `started_at`, `ended_at`, `saved_to`: lesson time; everything that came up to `saved_to`
    is fsynced."""

    lesson: str
    state: Literal["live", "final"]
    started_at: int
    ended_at: int | None
    saved_to: int
    v: int = 1
    tracks: tuple[Track, ...] = ()
    gaps: tuple[Gap, ...] = ()
    trouble: Trouble = ""


_decoder = msgspec.json.Decoder(Recording)


def read_recording(folder: Path) -> Recording | None:
    """Of recordings/<lesson>; None when there is none (yet). Raises ValueError when it is broken, OSError."""
    try:
        data = (folder / NAME).read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        return None
    recording = _decoder.decode(data)
    if recording.v != 1:
        raise ValueError(f"recording.json of version {recording.v}")
    return recording


def write_recording(folder: Path, recording: Recording) -> None:
    """On disk when it returns. Raises OSError; the old one then stays."""
    replace_file(folder / NAME, msgspec.json.encode(recording))
