"""Sends notices by e-mail: one bounded queue and one task (in the control process) that talks to the school's mail
server. What cannot go waits longer each time, for an hour; then the notice says how many failed. A restart forgets the
queue: what was waiting counts as failed, too. Logs hold counts, never addresses."""

import asyncio
import heapq
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from email.utils import formatdate, make_msgid
from typing import Literal

import structlog
from aiosmtplib import SMTP, SMTPException, SMTPRecipientsRefused, SMTPResponseException
from sqlalchemy import update

from server.school.families.letters import Letter, message
from server.settings import Settings
from server.store.database import Database
from server.store.tables import school_notices

MOST_WAITING = 5000
BATCH = 50
"""Letters of one connection."""
GIVE_UP_MS = 3_600_000
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
        self._more = asyncio.Event()

    @property
    def on(self) -> bool:
        """Whether the school has a mail server set."""
        return bool(self._settings.smtp_host)

    def room(self) -> int:
        """How many letters may come now."""
        return MOST_WAITING - len(self._queue) if self.on else 0

    def put(self, notice: int, addresses: Iterable[str], letter: Letter) -> None:
        """Letters to send; the caller asked `room` before."""
        now = self._clock()
        for address in addresses:
            self._push(now, notice, address, letter, now + GIVE_UP_MS, self._first_wait_ms)
        self._more.set()

    async def run(self) -> None:
        """Until it is cancelled; at once over without a mail server."""
        while self.on:
            await self._something_due()
            batch = self._due()
            outcomes = await self._send(batch)
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
        except (SMTPException, OSError, ValueError) as error:
            log.warning("the mail server does not take letters now", why=type(error).__name__)
        return outcomes + ["later"] * (len(batch) - len(outcomes))

    async def _one(self, client: SMTP, one: _Waiting) -> Outcome:
        sender = self._settings.smtp_from
        try:
            made = message(
                one.letter, sender, one.address, make_msgid(domain=sender.rpartition("@")[2]), formatdate()
            )
            await client.send_message(made, sender=sender, recipients=[one.address])
        except SMTPRecipientsRefused as error:
            return "refused" if all(each.code >= 500 for each in error.recipients) else "later"
        except SMTPResponseException as error:
            return "refused" if error.code >= 500 else "later"
        except (ValueError, UnicodeError):
            return "refused"
        return "sent"

    async def _keep(self, batch: list[_Waiting], outcomes: list[Outcome]) -> None:
        now, counts = self._clock(), dict[int, list[int]]()
        for one, outcome in zip(batch, outcomes, strict=True):
            told = counts.setdefault(one.notice, [0, 0])
            if outcome == "sent":
                told[0] += 1
            elif outcome == "refused" or now + one.wait_ms > one.until:
                told[1] += 1
            else:
                longer = min(one.wait_ms * 2, LONGEST_WAIT_MS)
                self._push(now + one.wait_ms, one.notice, one.address, one.letter, one.until, longer)
        table = school_notices
        async with self._database.begin() as connection:
            for notice, (sent, failed) in counts.items():
                values = {"emailed": table.c.emailed + sent, "failed": table.c.failed + failed}
                await connection.execute(update(table).where(table.c.id == notice).values(values))
        log.info(
            "letters",
            sent=outcomes.count("sent"),
            refused=outcomes.count("refused"),
            waiting=len(self._queue),
        )

    async def forget(self) -> None:
        """At the start: letters that waited when the process ended will not go."""
        table = school_notices
        waiting = table.c.mails > table.c.emailed + table.c.failed
        async with self._database.begin() as connection:
            values = {"failed": table.c.mails - table.c.emailed}
            await connection.execute(update(table).where(waiting).values(values))
