"""Letters to the teachers a change of day is about, when the school has a mail server."""

from datetime import tzinfo

from sqlalchemy.ext.asyncio import AsyncConnection

from server.http.api.ways.printed import whole
from server.http.call import Call
from server.school.changing.letters import Sender, keep_letters
from server.school.changing.store import Done
from server.school.classes import the_school
from server.school.families.letterbox import WaitingLetter


class Post:
    """Of one change: `keep` in its transaction, `go` when it stands."""

    def __init__(self, call: Call, zone: tzinfo) -> None:
        self._call = call
        self._zone = zone
        self._kept: list[WaitingLetter] = []

    async def keep(self, connection: AsyncConnection, done: Done) -> None:
        """None without a mail server."""
        call, mailer = self._call, self._call.deps.mailer
        if mailer is None or not mailer.on:
            return
        school = (await the_school(call.deps.database)).name
        sender = Sender(school, whole(call, "/day"), mailer.room())
        self._kept = await keep_letters(connection, done.id, call.who, sender, self._zone, call.now)

    def go(self) -> None:
        """To the mail server."""
        if self._call.deps.mailer is not None:
            self._call.deps.mailer.put(self._kept)
