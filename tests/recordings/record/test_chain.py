"""Links hold together, and whatever is done to them shows."""

import hashlib
import json
from collections.abc import Iterable

import pytest
from msgspec.structs import replace

from recordings.record.canonical import encode
from recordings.record.chain import FIRST, Broken, Head, Link, Removed, Walk, chain_of
from tests.recordings.record.lessons import CHAIN, chain_of_links

LINKS = chain_of_links(5)
HEAD = Head(5, LINKS[-1].hash)


def walked(links: Iterable[Link | Removed], head: Head = HEAD) -> Broken | None:
    """The first fault of a chain."""
    walk = Walk(CHAIN)
    for link in links:
        broken = walk.link(link) if isinstance(link, Link) else walk.removed(link)
        if broken is not None:
            return broken
    return walk.end(head)


def changed(at: int, **fields: object) -> list[Link]:
    """The chain with link number `at` (from 0) changed."""
    return [replace(link, **fields) if place == at else link for place, link in enumerate(LINKS)]


def gone(link: Link) -> Removed:
    return Removed(link.id, link.lesson, link.chain, link.position, link.previous, link.hash)


def test_the_hash_by_hand() -> None:
    """SHA-256 of the canonical JSON without integrity.hash; the first link has 64 zeros before it."""
    body = json.loads(LINKS[0].body)
    assert body["integrity"]["previous"] == FIRST == "0" * 64
    told = body["integrity"].pop("hash")
    text = json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    assert hashlib.sha256(text.encode()).hexdigest() == told == LINKS[0].hash
    assert json.loads(LINKS[1].body)["integrity"]["previous"] == told


def test_an_untouched_chain_and_an_empty_one() -> None:
    assert walked(LINKS) is None
    assert walked([], Head(0, FIRST)) is None


def test_chains_are_of_a_class_and_a_school_year() -> None:
    assert chain_of("8a3", "2026-2027") == CHAIN
    assert chain_of(None, "2026-2027") == "-/2026-2027"


def test_every_changed_byte_of_a_body_shows() -> None:
    """Each byte with one of its bits flipped, each bit in turn."""
    link = LINKS[0]
    head = Head(1, link.hash)
    for place in range(len(link.body)):
        body = bytearray(link.body)
        body[place] ^= 1 << place % 8
        broken = walked([replace(link, body=bytes(body))], head)
        assert broken is not None and broken.position == 1, place


@pytest.mark.parametrize("at", [0, 2, 4])
def test_a_deleted_link_shows(at: int) -> None:
    links = [link for place, link in enumerate(LINKS) if place != at]
    assert walked(links) == Broken("missing", CHAIN, at + 1, None)


def test_a_chain_cut_off_or_without_its_head_shows() -> None:
    assert walked(LINKS[:3]) == Broken("missing", CHAIN, 4, None)
    assert walked([]) == Broken("missing", CHAIN, 1, None)
    assert walked(LINKS, Head(0, FIRST)) == Broken("number", CHAIN, 5, None)
    assert walked(LINKS, Head(5, FIRST)) == Broken("hash", CHAIN, 5, None)


def test_swapped_bodies_show() -> None:
    links = [*LINKS]
    links[1], links[2] = replace(LINKS[1], body=LINKS[2].body), replace(LINKS[2], body=LINKS[1].body)
    assert walked(links) == Broken("number", CHAIN, 2, "bai-2", 1)


def test_swapped_places_show() -> None:
    links = [*LINKS]
    links[1], links[2] = replace(LINKS[2], position=2), replace(LINKS[1], position=3)
    assert walked(links) == Broken("number", CHAIN, 2, "bai-3", 1)


def test_an_inserted_link_shows() -> None:
    """One of another lesson at the third place, the others moved on."""
    moved = [replace(link, position=link.position + 1) for link in LINKS[2:]]
    other = replace(LINKS[2], id="la.1", lesson="la")
    broken = walked([*LINKS[:2], other, *moved], Head(6, HEAD.hash))
    assert broken == Broken("number", CHAIN, 3, "la", 1)


def forged(at: int) -> Link:
    """A link whose text was changed by somebody who knows how to hash."""
    body = json.loads(LINKS[at].body)
    body["evaluation"]["remark"] = "khác"
    del body["integrity"]["hash"]
    digest = hashlib.sha256(encode(body)).hexdigest()
    body["integrity"]["hash"] = digest
    return replace(LINKS[at], body=encode(body), hash=digest)


@pytest.mark.parametrize("at", range(5))
def test_a_text_changed_with_its_hash_shows_at_the_next_link(at: int) -> None:
    links = [*LINKS]
    links[at] = forged(at)
    expected = Broken("previous", CHAIN, at + 2, f"bai-{at + 2}", 1)
    assert walked(links) == (expected if at < 4 else Broken("hash", CHAIN, 5, None))


@pytest.mark.parametrize(
    ("fields", "what"),
    [
        ({"hash": FIRST}, "number"),
        ({"previous": FIRST}, "number"),
        ({"version": 2}, "number"),
        ({"lesson": "khac"}, "number"),
        ({"chain": "8a4/2026-2027"}, "number"),
        ({"body": b"{}"}, "number"),
        ({"body": b""}, "canonical"),
        ({"body": LINKS[2].body + b"\n"}, "canonical"),
        ({"body": json.dumps(json.loads(LINKS[2].body)).encode()}, "canonical"),
        ({"body": LINKS[2].body.replace(b'"held":true', b'"held":false')}, "hash"),
        ({"body": b'{"a":' * 5000 + b"1" + b"}" * 5000}, "canonical"),
    ],
)
def test_what_is_wrong_is_named(fields: dict[str, object], what: str) -> None:
    broken = walked(changed(2, **fields))
    assert broken is not None and (broken.what, broken.position) == (what, 3)


def test_a_removed_record_leaves_its_hash_and_the_chain_holds() -> None:
    for at in range(5):
        assert walked([*LINKS[:at], gone(LINKS[at]), *LINKS[at + 1 :]]) is None
    assert walked([gone(link) for link in LINKS]) is None


def test_what_is_left_of_a_removed_record_is_checked_too() -> None:
    left = gone(LINKS[2])
    assert walked([*LINKS[:2], replace(left, hash=FIRST), *LINKS[3:]]) == Broken(
        "previous", CHAIN, 4, "bai-4", 1
    )
    assert walked([*LINKS[:2], replace(left, previous=FIRST), *LINKS[3:]]) == Broken(
        "previous", CHAIN, 3, "bai-3"
    )
    assert walked([*LINKS[:2], replace(left, position=4), *LINKS[3:]]) == Broken("missing", CHAIN, 3, None)
