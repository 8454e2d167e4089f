"""One track being written: samples of one person's source in one codec (or the class audio) into its file."""

from pathlib import Path
from typing import Literal

from recordings.media.sample import Codec, Init, Sample, ms
from recordings.media.segments import Segmenter, init
from recordings.shelf.recording import Track
from recordings.shelf.trackfile import SUFFIX, TrackFile

Kind = Literal["class", "audio", "video"]


class TrackWriter:
    """The file is made with the first sample that can begin it: any sound, a keyframe."""

    def __init__(
        self, folder: Path, track: str, kind: Kind, person: str | None, source: str | None, codec: Codec
    ) -> None:
        self.id = track
        self.codec = codec
        self.leader = -1
        """When the journal began that feeds it: of two that overlap, the later one."""
        self._folder = folder
        self._kind = kind
        self._person = person
        self._source = source
        self._since = 0
        self._init: Init | None = None
        self._init_size = 0
        self._file: TrackFile | None = None
        self._segmenter = Segmenter(codec)
        self._pushed_to = 0

    @classmethod
    def resumed(cls, folder: Path, known: Track) -> "TrackWriter":
        """Goes on where its index ends. Raises OSError, ValueError when its file cannot be gone on with."""
        writer = cls(folder, known.id, known.kind, known.person, known.source, known.codec)
        writer._file = TrackFile(folder, known.file, known.id, known.init)
        writer._since = writer._pushed_to = writer._file.end
        writer._segmenter = Segmenter(known.codec, writer._since)
        writer._init = Init(known.mime, b"", known.width or 0, known.height or 0)
        writer._init_size = known.init
        return writer

    @property
    def begun(self) -> bool:
        """Whether it has a file."""
        return self._file is not None

    @property
    def size(self) -> int:
        """Bytes that count."""
        return self._file.size if self._file else 0

    @property
    def end(self) -> int:
        """Ms since zero up to which it is on disk."""
        return self._file.end if self._file else 0

    @property
    def pushed_to(self) -> int:
        """Ms since zero up to which it was given samples."""
        return self._pushed_to

    def lead(self, began: int, samples: list[Sample]) -> list[Sample]:
        """Which of these count, from a journal that began then: none when a later one feeds the track already."""
        if began < self.leader:
            return []
        if began > self.leader:
            first = next((place for place, sample in enumerate(samples) if sample.keyframe), None)
            if first is None:
                return []
            self.leader = began
            return samples[first:]
        return samples

    def add(self, samples: list[Sample]) -> None:
        """In order. Raises OSError."""
        if samples and samples[0].known(self._since):
            samples = [sample for sample in samples if not sample.known(self._since)]
        if samples and self._file is None:
            samples = self._begun(samples)
        if not samples:
            return
        self._pushed_to = max(self._pushed_to, ms(samples[-1].end))
        self._append(samples)

    def cut(self) -> None:
        """Ends the open segment: what was added can be written now."""
        if self._file is not None:
            for segment in self._segmenter.flush():
                self._file.append(segment.t, segment.d, segment.keys, segment.body)

    def write_media(self) -> None:
        """See TrackFile."""
        if self._file is not None:
            self._file.write_media()

    def write_index(self) -> None:
        """See TrackFile."""
        if self._file is not None:
            self._file.write_index()

    def close(self) -> None:
        if self._file is not None:
            self._file.close()

    def described(self) -> Track | None:
        """As recording.json says it; None while nothing of it is on disk."""
        if self._file is None or self._init is None or not self._file.count:
            return None
        video = self._kind == "video"
        return Track(
            id=self.id,
            kind=self._kind,
            person=self._person,
            source=self._source,
            codec=self.codec,
            mime=self._init.mime,
            file=self._name,
            init=self._init_size,
            bytes=self._file.size,
            from_=self._file.begin,
            to=self._file.end,
            width=self._init.width if video else None,
            height=self._init.height if video else None,
        )

    @property
    def _name(self) -> str:
        return f"{self.id}.{SUFFIX[self.codec]}"

    def _begun(self, samples: list[Sample]) -> list[Sample]:
        for place, sample in enumerate(samples):
            if not sample.keyframe:
                continue
            try:
                self._init = init(self.codec, sample.data, 1 if self._kind == "class" else 2)
            except ValueError:  # a keyframe nobody can decode
                continue
            self._init_size = len(self._init.body)
            self._file = TrackFile.new(self._folder, self._name, self.id, self._init.body)
            return samples[place:]
        return []

    def _append(self, samples: list[Sample]) -> None:
        assert self._file is not None
        for segment in self._segmenter.push(samples):
            self._file.append(segment.t, segment.d, segment.keys, segment.body)
