"""Packets of a VP8 stream to frames a decoder could show, without decoding: freezes, and when a keyframe is needed.

A frame can be shown when all its packets are there and what it refers to was shown (RFC 7741 §4.2, draft of temporal
layers): a keyframe always; the base layer after the base frame before it (TL0PICIDX); a higher layer that is marked
layer-sync after its base frame, else only without a hole before it. What is missing is waited for; a frame that can
be shown without it goes first after PATIENCE. Pure: `now` in seconds is an argument.
"""

from dataclasses import dataclass, field

from sfu.wire import vp8

FREEZE = 0.5
"""Seconds without a new frame that are a freeze; three frames' distance where frames are rarer."""
PATIENCE = 0.1
STUCK = 3.0
"""Seconds without a frame, packets coming, after which a keyframe is asked for, as Chromium does."""
AGAIN = 0.3
MAX_FRAMES = 200


@dataclass
class Frame:
    """What is known of one. `first` and `last`: numbers of its packets, None until they came."""

    picture: int
    timestamp: int
    came: float
    tl0: int | None = None
    temporal: int = 0
    sync: bool = False
    keyframe: bool = False
    first: int | None = None
    last: int | None = None
    numbers: set[int] = field(default_factory=set)

    @property
    def whole(self) -> bool:
        return (
            self.first is not None
            and self.last is not None
            and len(self.numbers) == self.last - self.first + 1
        )


class Pictures:
    """`shown`: frames; `gaps`: (when it began, seconds) of each freeze that is over."""

    def __init__(self) -> None:
        self.shown = 0
        self.keyframes = 0
        self.temporal = 0
        """Highest temporal layer of the last frames."""
        self.gaps: list[tuple[float, float]] = []
        self.last_shown: float | None = None
        self._frames: dict[int, Frame] = {}
        self._newest = -1
        self._done = -1
        self._tl0: int | None = None
        self._lower_whole = False
        self._step = 0.0
        self._timestamp = 0
        self._packet_at = 0.0
        self._asked = 0.0
        self._needs_keyframe = True
        self._given_up = False

    def packet(self, number: int, timestamp: int, marker: bool, payload: bytes, now: float) -> None:
        """One packet in any order. ValueError when it is no VP8."""
        descriptor = vp8.parse(payload)
        self._packet_at = now
        if descriptor.picture_id is None:
            return
        picture = self._endless(descriptor.picture_id, descriptor.wide)
        if picture <= self._done:
            return
        frame = self._frames.get(picture)
        if frame is None:
            frame = self._frames[picture] = Frame(picture, timestamp, now)
            self._newest = max(self._newest, picture)
            while len(self._frames) > MAX_FRAMES:
                del self._frames[min(self._frames)]
        frame.numbers.add(number)
        frame.tl0, frame.temporal, frame.sync = (
            descriptor.tl0,
            descriptor.temporal_layer,
            descriptor.layer_sync,
        )
        frame.keyframe |= descriptor.keyframe
        if descriptor.frame_start:
            frame.first = number
        if marker:
            frame.last = number
        if frame.whole:
            frame.came = now
            self._show(now)

    def tick(self, now: float) -> bool:
        """Each 20 ms or so. Whether to ask for a keyframe now."""
        if not self._frames and not self._stuck(now):
            return False
        self._show(now)
        if (self._hopeless() or self._stuck(now)) and now - self._asked >= AGAIN:
            self._asked = now
            return True
        return False

    def gave_up(self) -> None:
        """Packets that were missing will not come."""
        self._given_up = True

    def frozen(self, now: float) -> float:
        """Seconds of the freeze that is not over; 0: none."""
        gap = 0.0 if self.last_shown is None else now - self.last_shown
        return gap if gap > self._limit() else 0.0

    def _limit(self) -> float:
        return max(FREEZE, 3 * self._step)

    def _endless(self, picture: int, wide: bool) -> int:
        half = 0x4000 if wide else 0x40
        if self._newest < 0:
            return 2 * half + picture
        return self._newest + ((picture - self._newest + half) & (2 * half - 1)) - half

    def _show(self, now: float) -> None:
        """Everything that can be shown, in order."""
        while (frame := self._next(now)) is not None:
            self._note(frame, now)
            for picture in [each for each in self._frames if each <= frame.picture]:
                del self._frames[picture]

    def _next(self, now: float) -> Frame | None:
        following = self._frames.get(self._done + 1)
        if following is not None and following.whole and self._decodable(following):
            return following
        for picture in sorted(self._frames):
            frame = self._frames[picture]
            if frame.whole and self._decodable(frame) and (frame.keyframe or now - frame.came >= PATIENCE):
                return frame
        return None

    def _decodable(self, frame: Frame) -> bool:
        if frame.keyframe:
            return True
        if self._done < 0:
            return False
        if frame.tl0 is None or self._tl0 is None:
            return frame.picture == self._done + 1
        if frame.temporal == 0:
            return frame.tl0 == (self._tl0 + 1) & 0xFF
        if frame.tl0 != self._tl0:
            return False
        return frame.sync or (self._lower_whole and frame.picture == self._done + 1)

    def _note(self, frame: Frame, now: float) -> None:
        if self.last_shown is not None and now - self.last_shown > self._limit():
            self.gaps.append((self.last_shown, now - self.last_shown))
        if self.shown and frame.picture == self._done + 1:
            ticks = (frame.timestamp - self._timestamp) & 0xFFFFFFFF
            if ticks < 10 * 90_000:
                self._step += (ticks / 90_000 - self._step) / 8
        unbroken = self._lower_whole and frame.picture == self._done + 1
        self._lower_whole = frame.keyframe or frame.sync or unbroken
        self._done, self._timestamp, self.last_shown = frame.picture, frame.timestamp, now
        self._tl0 = frame.tl0 if frame.keyframe or frame.temporal == 0 else self._tl0
        self._needs_keyframe = self._given_up = False
        self.temporal = frame.temporal
        self.shown += 1
        self.keyframes += frame.keyframe

    def _blocked(self) -> bool:
        """Whole frames wait that cannot be shown."""
        return any(frame.whole for frame in self._frames.values())

    def _hopeless(self) -> bool:
        """Nothing that came can be shown without a keyframe."""
        if not self._frames or any(frame.keyframe for frame in self._frames.values()):
            return False
        return self._needs_keyframe or (self._given_up and self._blocked())

    def _stuck(self, now: float) -> bool:
        flowing = now - self._packet_at < 1.0
        return flowing and self.last_shown is not None and now - self.last_shown > max(STUCK, 3 * self._step)
