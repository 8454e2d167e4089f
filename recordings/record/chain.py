"""Links of a chain of records: how one is made, and how a whole chain is checked.

One chain for each class and school year. hash = SHA-256 of the canonical JSON without integrity.hash; `previous` is
the hash of the link before, 64 zeros for the first. A removed record leaves its hash, so the chain still holds
together. What this cannot find: somebody who rewrites the whole rest of a chain; a hash that was printed can.
"""

import hashlib
from typing import Literal

import msgspec
from msgspec import Struct

from recordings.record.canonical import Json, JsonObject, decode, encode, recode
from recordings.record.fields import Contents

FIRST = "0" * 64

What = Literal["missing", "number", "canonical", "hash", "previous"]
"""missing: a link is not there. number: what the row says of itself and what its body says differ. canonical: the body
is not canonical JSON. hash: the body is not what was hashed. previous: it does not carry the hash of the link before."""


class Head(Struct, frozen=True):
    """The newest link of a chain."""

    position: int
    hash: str


NOTHING = Head(0, FIRST)
"""Before the first link."""


class Link(Struct, frozen=True):
    """A record as it is kept; `body` is the exact canonical bytes."""

    id: str
    lesson: str
    version: int
    chain: str
    position: int
    previous: str
    hash: str
    body: bytes


class Removed(Struct, frozen=True):
    """What is left in the chain of a removed record."""

    id: str
    lesson: str
    chain: str
    position: int
    previous: str
    hash: str


class Broken(Struct, frozen=True):
    """The first link of a chain that is not as it was made."""

    what: What
    chain: str
    position: int
    lesson: str | None
    """None: there is no row that could name it."""
    version: int | None = None


def chain_of(class_id: str | None, school_year: str) -> str:
    """The name of the chain of a class in a school year; lessons without a class have one a year, too."""
    return f"{class_id or '-'}/{school_year}"


def linked(contents: Contents, chain: str, head: Head) -> Link:
    """The record as the next link after `head`. Raises ValueError for what cannot be in a record."""
    body = decode(msgspec.json.encode(contents))
    position = head.position + 1
    body["integrity"] = {"chain": chain, "position": position, "previous": head.hash}
    digest = hashlib.sha256(encode(body)).hexdigest()
    body["integrity"] = {"chain": chain, "position": position, "previous": head.hash, "hash": digest}
    identity = contents.identity
    return Link(
        identity.id, identity.lesson, identity.version, chain, position, head.hash, digest, encode(body)
    )


class Walk:
    """Checks one chain link by link, in the order of positions; each call tells the first thing that is wrong."""

    def __init__(self, chain: str) -> None:
        self._chain = chain
        self._head = NOTHING

    def link(self, link: Link) -> Broken | None:
        """The next record."""
        if link.position != self._head.position + 1:
            return Broken("missing", self._chain, self._head.position + 1, None)
        what = _fault(link) or ("previous" if link.previous != self._head.hash else None)
        self._head = Head(link.position, link.hash)
        return None if what is None else self._broken(what, link)

    def removed(self, removed: Removed) -> Broken | None:
        """The next link is a removed record."""
        if removed.position != self._head.position + 1:
            return Broken("missing", self._chain, self._head.position + 1, None)
        fits = removed.previous == self._head.hash
        self._head = Head(removed.position, removed.hash)
        return None if fits else Broken("previous", self._chain, removed.position, removed.lesson)

    def end(self, head: Head) -> Broken | None:
        """After the last link: `head` is what was noted as the newest one."""
        if head.position > self._head.position:
            return Broken("missing", self._chain, self._head.position + 1, None)
        if head != self._head:
            what: What = "number" if head.position < self._head.position else "hash"
            return Broken(what, self._chain, self._head.position, None)
        return None

    def _broken(self, what: What, link: Link) -> Broken:
        return Broken(what, self._chain, link.position, link.lesson, link.version)


def _fault(link: Link) -> What | None:
    """What is wrong with a link by itself."""
    try:
        body = decode(link.body)
        if recode(body) != link.body:
            return "canonical"
    except (ValueError, RecursionError):
        return "canonical"
    if not _says(body, link):
        return "number"
    return None if _hash_of(body) == link.hash else "hash"


def _hash_of(body: JsonObject) -> str:
    integrity = body["integrity"]
    assert isinstance(integrity, dict)
    rest = {name: value for name, value in integrity.items() if name != "hash"}
    return hashlib.sha256(recode({**body, "integrity": rest})).hexdigest()


def _says(body: JsonObject, link: Link) -> bool:
    """Whether the body says of itself what its row says."""
    integrity: JsonObject = {
        "chain": link.chain,
        "position": link.position,
        "previous": link.previous,
        "hash": link.hash,
    }
    identity = body.get("identity")
    own: list[Json | None] = []
    if isinstance(identity, dict):
        own = [identity.get("id"), identity.get("lesson"), identity.get("version")]
    return body.get("integrity") == integrity and own == [link.id, link.lesson, link.version]
