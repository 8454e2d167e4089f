"""The class's link for who may hand it out, and how its pupils get in."""

from urllib.parse import quote

from msgspec import Struct

from server.http.api.ways.printed import qr, whole
from server.http.api.ways.reach import own_class, own_pupil
from server.http.call import Call
from server.http.errors import ApiError
from server.school.ways.answers import unlock
from server.school.ways.cards import ClassWays, class_ways
from server.school.ways.links import renew_class_link


class ClassLink(Struct, frozen=True):
    """Shown this once. `url` is relative to the server's address; it may be posted where the class reads. `qr` is a
    picture (data: address) of the whole link."""

    class_id: str
    class_name: str
    url: str
    qr: str


async def create_class_link(call: Call) -> ClassLink:
    """POST /api/v1/classes/{id}/link: a link that was out before opens nothing any more."""
    of = await own_class(call, call.part("id"))
    secret = await renew_class_link(call.deps.database, of.id, call.who, call.now)
    if secret is None:
        raise ApiError("unknown_class")
    url = f"/c/{quote(of.id, safe='')}#{secret}"
    return ClassLink(of.id, of.code, url, qr(whole(call, url)))


async def get_class_ways(call: Call) -> ClassWays:
    """GET /api/v1/classes/{id}/ways"""
    of = await own_class(call, call.part("id"))
    return await class_ways(call.deps.database, of.id)


async def delete_tries(call: Call) -> None:
    """DELETE /api/v1/people/{id}/tries: after too many wrong answers the pupil may answer again."""
    pupil = await own_pupil(call, call.part("id"))
    await unlock(call.deps.database, pupil.id, call.who, call.now)
