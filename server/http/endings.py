"""What was ended in the tables ends in memory and in running lessons, too: called after the transaction that ended it."""

from server.http.deps import Deps
from server.school.signin.access import LINKS_MS, Ended
from server.school.signin.revocations import FIRST_CARD


async def sessions_ended(deps: Deps, ended: Ended, now: int) -> None:
    """Links made with these sessions open nothing any more; the connections that came with them close."""
    deps.revocations.withdrawn(ended.ids, now + LINKS_MS, now)
    for one in ended.ids:
        await deps.hub.revoked(one)


async def links_ended(deps: Deps, person_id: str, version: int) -> None:
    """Links of this person under an older version open nothing any more; the connections that came with them close."""
    if version <= FIRST_CARD:
        return
    deps.revocations.card_issued(person_id, version)
    await deps.hub.card_issued(person_id, version)
