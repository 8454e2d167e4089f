"""One at a time for each room, in any order they are named, and no lock outlives its users."""

import asyncio

from server.classroom.opening import Opening
from tests.support.waiting import soon


async def test_two_who_want_the_same_rooms_in_another_order_do_not_wait_for_each_other() -> None:
    opening, inside, most = Opening(), 0, 0

    async def use(*rooms: str) -> None:
        nonlocal inside, most
        async with opening.only(rooms):
            inside += 1
            most = max(most, inside)
            await asyncio.sleep(0)
            inside -= 1

    uses = [use("a", "b"), use("b", "a"), use("b"), use("a", "b", "a")] * 3
    await soon(asyncio.gather(*uses))
    assert most == 1 and opening._locks == {} and +opening._users == {}


async def test_who_waits_while_another_gives_up_still_has_the_lock_to_itself() -> None:
    opening, go = Opening(), asyncio.Event()

    async def hold() -> None:
        async with opening.only(["a"]):
            await go.wait()

    first, second = asyncio.create_task(hold()), asyncio.create_task(hold())
    await asyncio.sleep(0)
    second.cancel()
    await asyncio.wait([second])
    over = asyncio.create_task(opening.over())
    await asyncio.sleep(0)
    assert not over.done()
    go.set()
    await soon(asyncio.gather(first, over))
    assert opening._locks == {}
