"""Sends notices by e-mail: one bounded queue and one task (in the control process) that talks to the school's mail
server. What cannot go waits longer each time, for a day; then the notice says how many failed. What waits is kept in rows
(letterbox.py): a restart, with another password, say, takes it up; a letter may come twice when the process dies right
after it was sent. Logs hold counts, never addresses."""

import asyncio
import heapq
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from email.utils import formatdate, make_msgid
from typing import Literal

import structlog
from aiosmtplib import (
    SMTP,
    SMTPException,
    SMTPRecipientsRefused,
    SMTPResponseException,
    SMTPSenderRefused,
)
from sqlalchemy.exc import SQLAlchemyError

from server.school.families.letterbox import Settled, WaitingLetter, settle, still_waiting, waiting
from server.school.families.letters import Letter, message
from server.school.families.mailtrouble import MailState, MailTrouble, trouble_of
from server.settings import Settings
from server.store.database import Database

MOST_WAITING = 5000
BATCH = 50
"""Letters of one connection."""
GIVE_UP_MS = 86_400_000
LONGEST_WAIT_MS = 900_000
ANSWER_S = 30.0
"""How long the mail server may take for an answer."""

Outcome = Literal["sent", "refused", "later"]
log = structlog.get_logger("mail")


@dataclass(order=True)
class _Waiting:
    due: int
    number: int
    notice: int = field(compare=False)
    address: str = field(compare=False)
    letter: Letter = field(compare=False)
    until: int = field(compare=False)
    wait_ms: int = field(compare=False)


class Mailer:
    """`put` letters at any time; `run` is the one task that sends them. `clock` is UTC ms."""

    def __init__(
        self, settings: Settings, database: Database, clock: Callable[[], int], first_wait_ms: int = 30_000
    ) -> None:
        self._settings = settings
        self._database = database
        self._clock = clock
        self._first_wait_ms = first_wait_ms
        self._queue: list[_Waiting] = []
        self._number = 0
        self._trouble: MailTrouble = ""
        self._since: int | None = None
        self._more = asyncio.Event()

    @property
    def on(self) -> bool:
        """Whether the school has a mail server set."""
        return bool(self._settings.smtp_host)

    @property
    def state(self) -> MailState:
        """How sending goes."""
        return MailState(self._trouble, self._since, len(self._queue))

    def room(self) -> int:
        """How many letters may come now."""
        return MOST_WAITING - len(self._queue) if self.on else 0

    def put(self, letters: Iterable[WaitingLetter]) -> None:
        """Letters to send, whose rows are kept; the caller asked `room` before."""
        now = self._clock()
        for one in letters:
            self._push(now, one.notice, one.address, one.letter, one.until, self._first_wait_ms)
        self._more.set()

    async def take_up(self) -> None:
        """At the start: letters that waited when the process ended. Without a mail server they will not go."""
        now, found = self._clock(), await waiting(self._database)
        late = [one for one in found if not self.on or one.until <= now]
        await settle(self._database, (Settled(one.notice, one.address, sent=False) for one in late))
        self.put(one for one in found if self.on and one.until > now)

    async def run(self) -> None:
        """Until it is cancelled; at once over without a mail server."""
        while self.on:
            await self._something_due()
            batch = await self._still_wanted(self._due())
            outcomes = await self._send(batch) if batch else []
            if batch and self._trouble:
                self._rest(self._clock() + batch[0].wait_ms)
            try:
                await self._keep(batch, outcomes)
            except Exception:
                log.exception("what became of letters could not be written down")

    def _push(self, due: int, notice: int, address: str, letter: Letter, until: int, wait_ms: int) -> None:
        self._number += 1
        heapq.heappush(self._queue, _Waiting(due, self._number, notice, address, letter, until, wait_ms))

    async def _something_due(self) -> None:
        while not self._queue or self._queue[0].due > self._clock():
            wait_s = (self._queue[0].due - self._clock()) / 1000 if self._queue else None
            self._more.clear()
            try:
                async with asyncio.timeout(wait_s):
                    await self._more.wait()
            except TimeoutError:
                continue

    def _due(self) -> list[_Waiting]:
        now, found = self._clock(), list[_Waiting]()
        while self._queue and self._queue[0].due <= now and len(found) < BATCH:
            found.append(heapq.heappop(self._queue))
        return found

    async def _still_wanted(self, batch: list[_Waiting]) -> list[_Waiting]:
        """Without those whose family took its address back meanwhile."""
        try:
            wanted = await still_waiting(self._database, {one.notice for one in batch})
        except SQLAlchemyError:
            log.exception("which letters still wait could not be read")
            return batch
        return [one for one in batch if (one.notice, one.address) in wanted]

    def _rest(self, until: int) -> None:
        """Nothing goes before then: while the server takes nothing, one batch asks it again, not each."""
        self._queue = [replace(one, due=max(one.due, until)) for one in self._queue]
        heapq.heapify(self._queue)

    async def _send(self, batch: list[_Waiting]) -> list[Outcome]:
        """What became of each; those after a broken connection wait."""
        settings, outcomes = self._settings, list[Outcome]()
        client = SMTP(
            hostname=settings.smtp_host,
            port=settings.smtp_port,
            username=settings.smtp_user or None,
            password=settings.smtp_password or None,
            use_tls=settings.smtp_tls == "implicit",
            start_tls=settings.smtp_tls == "start",
            timeout=ANSWER_S,
        )
        try:
            async with client:
                for one in batch:
                    outcomes.append(await self._one(client, one))
            self._trouble, self._since = "", None
        except (SMTPException, OSError, ValueError) as error:
            self._trouble = trouble_of(error)
            self._since = self._since or self._clock()
            log.warning("no letters can be sent now", trouble=self._trouble, why=type(error).__name__)
        return outcomes + ["later"] * (len(batch) - len(outcomes))

    async def _one(self, client: SMTP, one: _Waiting) -> Outcome:
        sender = self._settings.smtp_from
        try:
            made = message(
                one.letter, sender, one.address, make_msgid(domain=sender.rpartition("@")[2]), formatdate()
            )
            await client.send_message(made, sender=sender, recipients=[one.address])
        except SMTPSenderRefused:
            raise  # nothing is wrong with this letter: none would go
        except SMTPRecipientsRefused as error:
            return "refused" if all(each.code >= 500 for each in error.recipients) else "later"
        except SMTPResponseException as error:
            return "refused" if error.code >= 500 else "later"
        except (ValueError, UnicodeError):
            return "refused"
        return "sent"

    async def _keep(self, batch: list[_Waiting], outcomes: list[Outcome]) -> None:
        now, settled = self._clock(), list[Settled]()
        for one, outcome in zip(batch, outcomes, strict=True):
            if outcome == "later" and now + one.wait_ms <= one.until:
                longer = min(one.wait_ms * 2, LONGEST_WAIT_MS)
                self._push(now + one.wait_ms, one.notice, one.address, one.letter, one.until, longer)
            else:
                settled.append(Settled(one.notice, one.address, outcome == "sent"))
        await settle(self._database, settled)
        log.info(
            "letters",
            sent=outcomes.count("sent"),
            refused=outcomes.count("refused"),
            waiting=len(self._queue),
        )
