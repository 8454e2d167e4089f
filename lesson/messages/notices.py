"""What is shown now and never stored, at most 5 a second to one person."""

from typing import Literal

from msgspec import Struct

from lesson.messages.words import (
    Hearing,
    KeptMedia,
    Light,
    Millis,
    PersonId,
    SlotName,
    SourceName,
    Trouble,
    VideoSlot,
)


class Notice(Struct, frozen=True, tag_field="type"):
    """Shown now, never stored, at most 5 a second to one person."""


class Levels(Notice, frozen=True, tag="levels"):
    """Loudness of who is heard now, 0 (silent) to 127 (loudest), by person."""

    people: dict[PersonId, int]


class MediaLost(Notice, frozen=True, tag="media_lost"):
    """The media worker is gone; connect both media connections again when `media_ready` comes."""


class MediaReady(Notice, frozen=True, tag="media_ready"):
    """A (new) media worker is there: make the media connections again."""


class MediaMoved(Notice, frozen=True, tag="media_moved"):
    """This device's media connections were closed because a newer device of the same person took over."""


class TokenRevoked(Notice, frozen=True, tag="token_revoked"):
    """The school withdrew this link; the connection closes."""


class RecordingSaved(Notice, frozen=True, tag="recording_saved"):
    """Teacher and staff, each 2 s: until when the recording is safe on disk.

    `upto` is lesson time, 0 while nothing is saved. `trouble`: `disk_low` space runs out soon, `disk_full`,
    `unwritable` and `too_slow` are the disk's, `recorder` is far behind or not there.
    """

    upto: Millis
    limit: KeptMedia
    trouble: Trouble = ""


class Sending(Notice, frozen=True, tag="sending"):
    """To the sender: which layers (rids, "" without simulcast) of the own sources somebody takes.

    What is not named of a source may be paused, all of it for []; of a source not named here all is to be sent.
    """

    wanted: dict[SourceName, tuple[str, ...]]


class OwnLine(Notice, frozen=True, tag="own_line"):
    """How the own line does: on a change of `state` or `slots`, else each 10 s.

    Rates are kbit/s of packets with their headers, losses thousandths before repair (up: after it), `round_trip`
    ms; 0 is not known. `path` "": no media connection. `slots`: video slot → rid (or "-") and temporal layer it
    gets, "h.2"; "" is held back because the line is short.
    """

    path: Literal["udp", "tcp", ""]
    round_trip: int
    up: int
    down: int
    up_loss: int
    down_loss: int
    estimate: int
    """What the line carries downwards, as far as it is known."""
    state: Light
    slots: dict[VideoSlot, str]


class HearingNow(Notice, frozen=True, tag="hearing"):
    """Teacher and staff, on a change, at most each 2 s: what everybody who is there really receives.

    `hears` the sound comes, `weak` with trouble, `lost` not at all. Who is not named is away or just came, or has no
    connection while there is nothing to hear.
    """

    people: dict[PersonId, Hearing]


class Unplayable(Notice, frozen=True, tag="unplayable"):
    """To the receiver: this browser cannot show the slot's picture, sent as `codec`; "" when that is over."""

    slot: SlotName
    codec: str


class EchoFrom(Notice, frozen=True, tag="echo_from"):
    """To teachers: the person's open mic returns the sound of `of` (None: no longer). Offer to `mute` it."""

    person: PersonId
    of: PersonId | None


AnyNotice = (
    Levels | MediaLost | MediaReady | MediaMoved | TokenRevoked | RecordingSaved | Sending | OwnLine | HearingNow
    | Unplayable | EchoFrom
)  # fmt: skip
