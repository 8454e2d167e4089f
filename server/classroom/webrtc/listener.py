"""What the lessons hear of media. None of it may block. Implemented by the hub, called by media.py."""

from collections.abc import Mapping
from typing import Protocol

from lesson.messages import PersonId, SourceName, Trouble
from server.classroom.webrtc.peers import MediaPeer

Loudness = dict[tuple[PersonId, SourceName], int]
"""0 (silent) to 127 (loudest) of sources that are heard at all."""


class MediaListener(Protocol):
    """What happens to people's connections."""

    def media_up(self, fresh: bool) -> None:
        """A worker is there; `fresh`: another process than before, all peers of the old one are gone."""

    def media_lost(self) -> None: ...

    def media_known(self, lesson: str, person: PersonId) -> bool:
        """Whether a peer found at the worker belongs to a lesson and person that go on."""

    def media_heard(self, lesson: str, people: set[PersonId]) -> None: ...

    def media_levels(self, levels: Mapping[str, Loudness]) -> None:
        """Loudness by lesson; a lesson or source not named is silent."""

    def media_changed(self, lesson: str) -> None:
        """A send connection of the lesson came or went: the stage may change."""

    def media_gone(self, peer: MediaPeer) -> None:
        """A peer ended by itself (not replaced, not closed by us)."""

    def media_moved(self, peer: MediaPeer) -> None:
        """`peer` of one device was closed because another device of the person took over."""

    def media_wanted(self, lesson: str) -> None:
        """Other layers of a source are taken than before (`MediaPeer.wanted`)."""

    def media_measured(self) -> None:
        """The worker reported all lines (`MediaPeer.line`)."""

    def media_unplayable(self, peer: MediaPeer, slot: str) -> None:
        """A slot's receiver cannot decode what comes, or can again (`MediaPeer.unplayable`)."""

    def media_echo(self, lesson: str, person: PersonId, of: PersonId | None) -> None:
        """The person's mic returns the sound of `of`; None: no longer."""

    def media_echoes(self, found: Mapping[str, Mapping[PersonId, PersonId]]) -> None:
        """All echoes there are, by lesson: whose mic returns whose sound."""

    def media_kept(self, lesson: str) -> bool:
        """Whether a lesson whose sources the worker writes to journals goes on: its room tells the set anew."""

    def media_journal(self, lesson: str, fault: Trouble) -> None:
        """How writing the lesson's journals goes at the worker."""
