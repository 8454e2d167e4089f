"""All tracks of one lesson's recording, and how they come on disk."""

from contextlib import suppress
from pathlib import Path

from recordings.media.sample import Codec
from recordings.recorder.track import Kind, TrackWriter
from recordings.shelf.recording import CLASS_TRACK, Recording, Track
from recordings.shelf.replaced import sync_folder


class Tracks:
    """`resume_from`: lesson ms since zero up to which everything is on disk.

    Raises OSError, ValueError when a track's file cannot be gone on with.
    """

    def __init__(self, folder: Path, known: Recording | None) -> None:
        self._folder = folder
        self._writers: dict[tuple[str | None, str | None, Codec], TrackWriter] = {}
        self._numbers = 0
        self._named = 0
        self.class_audio = TrackWriter(folder, CLASS_TRACK, "class", None, None, "opus")
        self.resume_from = 0
        if known is not None:
            self.resume_from = known.saved_to - known.started_at
            try:
                for track in known.tracks:
                    self._resume(track)
            except BaseException:
                self.close()
                raise

    def of(self, person: str | None, source: str | None, codec: Codec) -> TrackWriter:
        """The track of one person's source in one codec; new when there is none."""
        writer = self._writers.get((person, source, codec))
        if writer is None:
            self._numbers += 1
            kind: Kind = "audio" if codec == "opus" else "video"
            writer = TrackWriter(self._folder, f"t{self._numbers:02d}", kind, person, source, codec)
            self._writers[person, source, codec] = writer
        return writer

    def newest(self, person: str | None, source: str | None) -> str | None:
        """The id of the track of that source that was fed last, whatever its codec."""
        same = [writer for key, writer in self._writers.items() if key[:2] == (person, source)]
        return max(same, key=lambda writer: writer.pushed_to).id if same else None

    def sync(self) -> None:
        """Everything that was added is on disk when it returns: media first, then what says so. Raises OSError."""
        for writer in self._all():
            writer.cut()
        for writer in self._all():
            writer.write_media()
        for writer in self._all():
            writer.write_index()
        names = sum(writer.begun for writer in self._all())
        if names != self._named:
            sync_folder(self._folder)
            self._named = names

    def described(self) -> tuple[Track, ...]:
        """Those of which something is on disk, in the order of their ids."""
        found = [track for writer in self._all() if (track := writer.described())]
        return tuple(sorted(found, key=lambda track: (len(track.id), track.id)))

    def close(self) -> None:
        for writer in self._all():
            with suppress(OSError):  # it was synced, or is made again
                writer.close()

    def _all(self) -> list[TrackWriter]:
        return [self.class_audio, *self._writers.values()]

    def _resume(self, track: Track) -> None:
        writer = TrackWriter.resumed(self._folder, track)
        if writer.size < track.bytes:  # the disk lost what it had said to have: it is made again
            self.resume_from = min(self.resume_from, writer.end)
        if track.kind == "class":
            self.class_audio = writer
            return
        self._numbers = max(self._numbers, int(track.id[1:]))
        self._writers[track.person, track.source, track.codec] = writer
