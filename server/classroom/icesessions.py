"""Which ICE session each WHIP or WHEP resource is in: the entity tags of RFC 9725 §4.3.1. Pure.

What is forgotten (a restart of control, or too many) answers to no tag any more; a restart with `*` begins anew.
"""

import secrets
from collections import OrderedDict
from dataclasses import dataclass
from typing import Literal

MAX_SESSIONS = 2000
"""A worker has 400 peers; the resource asked for longest ago is forgotten first."""


@dataclass(frozen=True, slots=True)
class IceSession:
    """`tag`: the strong entity tag, with its quotes. `ufrag`: the other end's."""

    tag: str
    ufrag: str


class IceSessions:
    """By the worker's name of the peer."""

    def __init__(self) -> None:
        self._sessions: OrderedDict[str, IceSession] = OrderedDict()

    def begin(self, peer: str, ufrag: str) -> str:
        """A new ICE session of the peer; its tag."""
        session = self._sessions[peer] = IceSession(f'"{secrets.token_hex(8)}"', ufrag)
        self._sessions.move_to_end(peer)
        if len(self._sessions) > MAX_SESSIONS:
            self._sessions.popitem(last=False)
        return session.tag

    def end(self, peer: str) -> None:
        """The resource is gone."""
        self._sessions.pop(peer, None)

    def meant(self, peer: str, if_match: str, ufrag: str) -> Literal["restart", "candidates", "other"]:
        """What a fragment with `ufrag` ("" without) and the header If-Match asks for; `other`: of no session now.

        `*` restarts (RFC 9725 §4.3.3). So do other credentials under the tag of the present session.
        """
        if if_match.strip() == "*":
            return "restart"
        session = self._sessions.get(peer)
        if session is None or session.tag not in (tag.strip() for tag in if_match.split(",")):
            return "other"
        return "candidates" if ufrag in ("", session.ufrag) else "restart"
