"""From a journal's packets to media segments. Pure: no I/O, no clock, no decoder; everything is deterministic.

    journal ──blocks──► TrackMaker ──Sample──► Segmenter ──Segment──► file, index line ──► structure.check

All times are integer µs since the timeline's zero, in lesson time; `ms` are the same in milliseconds, rounded by
`sample.ms`. `clock`, `started` and `us` of a journal are turned by `zero` (lesson ms, `order.started_at`).

    from recordings.media.sample import Codec, Gap, Init, Sample, Segment, ms
    from recordings.media.track import TrackMaker
    from recordings.media.segments import Segmenter, init
    from recordings.media import structure

    class Sample: at µs, duration µs, data bytes, keyframe bool      (video: at and duration are whole ms)
    class Gap: start µs, end µs, reason "lost" | "damaged"
    class Segment: t ms, d ms, keys list[ms], body bytes, samples int
    class Init: mime str, body bytes, width int, height int          (0 × 0: audio)

    class TrackMaker:                       # one codec of one journal
        def __init__(self, codec: Codec, head: SidecarHead, zero: int, since: int = 0) -> None
        def block(self, block: Block, packets: list[JournalPacket]) -> None     # every block, in order
        def damaged(self) -> None           # a block whose CRC did not fit was left out here
        def take(self, now_us: int, flush: bool = False) -> list[Sample]        # now: CLOCK_MONOTONIC µs
        def take_gaps(self) -> list[Gap]    # what is missing for 0.5 s or longer
        complete: int                       # µs since zero: no sample that begins earlier will come
        malformed: int                      # packets and frames that were none

    class Segmenter:                        # one track, through all its journals
        def __init__(self, codec: Codec, end: int = 0) -> None                  # end ms: the file's last t + d
        def push(self, samples: list[Sample]) -> list[Segment]
        def settle(self, complete: int) -> list[Segment]    # µs: nothing earlier will come (TrackMaker.complete)
        def flush(self) -> list[Segment]    # at the track's end
    def init(codec: Codec, first: bytes = b"", channels: int = 2) -> Init       # first: data of the first keyframe
    structure.check(codec, segment_body, t, d, keys) -> int                     # samples; ValueError
    structure.check_init(codec, body) -> None                                   # ValueError

Several codecs in one journal: one TrackMaker for each codec that its packets name; every one gets every block and
leaves the others' packets out. A recorder that starts again gives every block of the journal again, from the first,
with `since` = the file's end (ms): what follows is what would have followed. Given less (30 s before are enough), times
may differ by some ms; `Sample.known(since)` says what is in the file already. A journal that began while the recorder
ran has since = 0; where it overlaps the track's end, the Segmenter moves or drops what is too early.
"""
