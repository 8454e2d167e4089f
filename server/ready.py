"""How control tells the supervisor that it is ready: the links to print, as JSON through an inherited pipe.

Kept free of heavy imports: the supervisor must start its children at once.
"""

import os

import msgspec
from msgspec import Struct

from server.settings import PREFIX

READY_FD = f"{PREFIX}READY_FD"


class Link(Struct, frozen=True):
    """`who` is a person's name, `what` says what the link opens."""

    role: str
    who: str
    what: str
    url: str


class Links(Struct, frozen=True):
    """`setup` is the one-time link that creates the office account, while there is none."""

    url: str
    links: tuple[Link, ...] = ()
    setup: str | None = None


def announce_ready(links: Links) -> None:
    """Tells the supervisor, when there is one, that requests are answered now. Called once by control."""
    pipe = os.environ.pop(READY_FD, None)
    if pipe is not None:
        with open(int(pipe), "wb") as stream:
            stream.write(msgspec.json.encode(links))


def read_links(document: bytes) -> Links:
    """What `announce_ready` wrote. Raises ValueError."""
    return msgspec.json.decode(document, type=Links)
