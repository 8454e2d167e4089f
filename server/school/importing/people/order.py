"""STT of a class while a list comes in: the list's own numbers where they are a class's, else by name. Pure."""

from collections.abc import Sequence

from msgspec import Struct

from server.school.names import name_key

SPARE = 10
"""Numbers may have gaps of pupils who left."""


class Place(Struct, frozen=True):
    """A pupil of one class: `key` names the row, `given` the number in the file, `old` the one so far."""

    key: str
    full_name: str
    given_name: str
    given: int | None
    old: int | None


def numbered(coming: Sequence[Place], staying: Sequence[Place]) -> dict[str, int]:
    """The number of each pupil of the list; `staying`: others of the class, who keep theirs."""
    if _usable(coming, staying):
        return {one.key: one.given for one in coming if one.given is not None}
    if not any(one.old for one in (*coming, *staying)):
        ordered = sorted((*coming, *staying), key=_by_name)
        known = {one.key for one in coming}
        return {one.key: place for place, one in enumerate(ordered, start=1) if one.key in known}
    kept = {one.key: one.old for one in coming if one.old}
    last = max(one.old or 0 for one in (*coming, *staying))
    new = sorted((one for one in coming if not one.old), key=_by_name)
    return kept | {one.key: last + place for place, one in enumerate(new, start=1)}


def _usable(coming: Sequence[Place], staying: Sequence[Place]) -> bool:
    """Numbers that run through a whole school, or are missing or double, are no places in a class; nor are those of a
    part of the class where others have them already."""
    numbers = [one.given for one in coming if one.given is not None]
    if not numbers or len(numbers) < len(coming) or len(set(numbers)) < len(numbers):
        return False
    clash = set(numbers) & {one.old for one in staying}
    if clash and len(coming) <= len(staying):
        return False
    return max(numbers) <= len(coming) + len(staying) + SPARE


def _by_name(one: Place) -> tuple[object, ...]:
    return (*name_key(one.full_name, one.given_name), one.key)
