"""A pupil's new card in the middle of a lesson: what came by older tokens ends at once, everything else goes on."""

from lesson.messages import PersonId
from server.http.deps import utc_now
from tests.support.classroom import Classroom
from tests.support.waiting import soon

PUPIL, OTHER = "hs-8a3-05", "hs-8a3-06"


def token(classroom: Classroom, lesson: str, person: PersonId, card: int) -> str:
    return classroom.tokens.join(lesson, person, "Thử", "student", 600, utc_now(), card=card).token


async def test_a_new_card_closes_the_pupils_devices_only(classroom: Classroom) -> None:
    lesson = await classroom.lesson()
    old, other = token(classroom, lesson, PUPIL, 1), token(classroom, lesson, OTHER, 1)
    alone, neighbour = classroom.page(old), classroom.page(other)
    shared = classroom.page(other, device="the-family", also=[old])
    for page in (alone, neighbour, shared):
        await page.connect()
        await page.snapshot()
    classroom.revocations.card_issued(PUPIL, 2)
    await classroom.hub.card_issued(PUPIL, 2)
    for page in (alone, shared):
        await page.next("notice", "token_revoked")
        await soon(page.ended.wait())
    assert not neighbour.ended.is_set()
    assert await classroom.page(old).refusal() == "revoked"
    assert await classroom.page(other, also=[old]).refusal() == "revoked"
    again = classroom.page(token(classroom, lesson, PUPIL, 2))
    await again.connect()
    await again.snapshot()


async def test_media_with_a_token_of_an_older_card_is_refused(classroom: Classroom) -> None:
    lesson = await classroom.lesson()
    classroom.revocations.card_issued(PUPIL, 2)
    headers = {
        "Authorization": f"Bearer {token(classroom, lesson, PUPIL, 1)}",
        "Content-Type": "application/sdp",
    }
    for way in ("whip", "whep"):
        async with classroom.http.post(f"{classroom.url}/{way}/{lesson}", headers=headers) as answer:
            assert (answer.status, (await answer.json(content_type=None))["code"]) == (401, "revoked")
