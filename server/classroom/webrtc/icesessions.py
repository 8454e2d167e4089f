"""Which ICE session a WHIP or WHEP resource is in: the entity tags of RFC 9725 §4.3.1. Pure.

A connection keeps its own, so nobody's is lost by what others do. One that a restarted control adopted has none: it
answers to no tag any more, and a restart with `*` begins anew.
"""

import secrets
from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class IceSession:
    """`tag`: the strong entity tag, with its quotes. `ufrag`: the other end's."""

    tag: str
    ufrag: str


def begin(ufrag: str) -> IceSession:
    """A new one."""
    return IceSession(f'"{secrets.token_hex(8)}"', ufrag)


def meant(session: IceSession | None, if_match: str, ufrag: str) -> Literal["restart", "candidates", "other"]:
    """What a fragment with `ufrag` ("" without) and the header If-Match asks for; `other`: of no session now.

    `*` restarts (RFC 9725 §4.3.3). So do other credentials under the tag of the present session.
    """
    if if_match.strip() == "*":
        return "restart"
    if session is None or session.tag not in (tag.strip() for tag in if_match.split(",")):
        return "other"
    return "candidates" if ufrag in ("", session.ufrag) else "restart"
