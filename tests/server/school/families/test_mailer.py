"""Letters against a real mail server: they arrive, wait while it is away, and are counted when it refuses."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.smtp import SMTP as Server
from aiosmtpd.smtp import Envelope
from sqlalchemy import insert, select

from server.school.families.letters import Letter, message
from server.school.families.mailer import GIVE_UP_MS, MOST_WAITING, Mailer
from server.settings import SettingsError, load_settings
from server.store.database import Database
from server.store.tables import school_notices

LETTER = Letter(
    "THCS Cầu Bình", "Nghỉ lũ – thứ Tư", "Học trực tuyến.\n.\nGiữ an toàn.", "https://lop.example/day"
)


class Post:
    """Takes letters; refuses `nobody@…`, and everything while `busy`."""

    def __init__(self) -> None:
        self.letters: list[tuple[str, EmailMessage]] = []
        self.busy = False
        self.asked = asyncio.Event()

    async def handle_RCPT(
        self, _server: Any, _session: Any, envelope: Envelope, address: str, _options: Any
    ) -> str:
        self.asked.set()
        if self.busy:
            return "451 4.3.0 later"
        if address.startswith("nobody@"):
            return "550 5.1.1 unknown"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Envelope) -> str:
        assert isinstance(envelope.content, bytes)
        made = message_from_bytes(envelope.content, policy=SMTP)
        assert isinstance(made, EmailMessage)
        self.letters += [(to, made) for to in envelope.rcpt_tos]
        return "250 OK"


@asynccontextmanager
async def post_office(post: Post, port: int = 0) -> AsyncIterator[int]:
    server = await asyncio.get_running_loop().create_server(
        lambda: Server(post, hostname="post.example", enable_SMTPUTF8=False), "127.0.0.1", port
    )
    try:
        yield server.sockets[0].getsockname()[1]
    finally:
        server.close()
        await server.wait_closed()


class Clock:
    def __init__(self) -> None:
        self.skew = 0

    def __call__(self) -> int:
        return time.time_ns() // 1_000_000 + self.skew


@asynccontextmanager
async def running(
    folder: Path, port: int, clock: Clock, first_wait_ms: int = 50
) -> AsyncIterator[tuple[Mailer, Database]]:
    settings = load_settings(
        data_dir=folder,
        smtp_host="127.0.0.1",
        smtp_port=port,
        smtp_tls="none",
        smtp_from="thongbao@truong.example",
    )
    database = await Database.open(settings)
    mailer = Mailer(settings, database, clock, first_wait_ms)
    await mailer.forget()
    task = asyncio.create_task(mailer.run())
    try:
        yield mailer, database
    finally:
        task.cancel()
        await asyncio.wait({task})
        await database.close()


async def notice(database: Database, mails: int) -> int:
    row = {"title": "x", "text": "y", "at": 1, "mails": mails}
    async with database.begin() as connection:
        made = await connection.execute(insert(school_notices).values(row).returning(school_notices.c.id))
        return int(made.scalar_one())


async def counted(database: Database, number: int, sent: int, failed: int) -> None:
    """Waits until the notice says so."""
    query = select(school_notices.c.emailed, school_notices.c.failed).where(school_notices.c.id == number)
    async with asyncio.timeout(10):
        while True:
            async with database.read() as connection:
                if tuple((await connection.execute(query)).one()) == (sent, failed):
                    return
            await asyncio.sleep(0.02)


async def test_letters_arrive_whole_each_alone(tmp_path: Path) -> None:
    post = Post()
    async with post_office(post) as port, running(tmp_path, port, Clock()) as (mailer, database):
        number = await notice(database, 3)
        mailer.put(number, ["a@thu.example", "nobody@thu.example", "b@thu.example"], LETTER)
        await counted(database, number, 2, 1)
    assert [to for to, _ in post.letters] == ["a@thu.example", "b@thu.example"]
    for to, letter in post.letters:
        assert letter["To"] == to and letter["Subject"] == LETTER.title
        assert "thongbao@truong.example" in letter["From"] and LETTER.school in letter["From"]
        lines = letter.get_content().splitlines()
        assert LETTER.link in lines and "." in lines and "Giữ an toàn." in lines


async def test_letters_wait_while_the_server_is_busy_or_away(tmp_path: Path) -> None:
    post = Post()
    post.busy = True
    async with post_office(post) as port, running(tmp_path, port, Clock()) as (mailer, database):
        number = await notice(database, 1)
        mailer.put(number, ["a@thu.example"], LETTER)
        await asyncio.wait_for(post.asked.wait(), 5)
        post.busy = False
        await counted(database, number, 1, 0)
        again = await notice(database, 1)
    async with running(tmp_path, port, Clock()) as (mailer, database):
        await counted(database, again, 0, 1)  # a restart forgot it
        number = await notice(database, 1)
        mailer.put(number, ["b@thu.example"], LETTER)  # nobody listens there now
        async with post_office(post, port):
            await counted(database, number, 1, 0)
    assert [to for to, _ in post.letters] == ["a@thu.example", "b@thu.example"]


async def test_after_an_hour_it_is_given_up(tmp_path: Path) -> None:
    post, clock = Post(), Clock()
    post.busy = True
    async with post_office(post) as port, running(tmp_path, port, clock) as (mailer, database):
        number = await notice(database, 1)
        mailer.put(number, ["a@thu.example"], LETTER)
        clock.skew = GIVE_UP_MS
        await counted(database, number, 0, 1)
    assert post.letters == []


async def test_the_queue_is_bounded(tmp_path: Path) -> None:
    async with running(tmp_path, 1, Clock(), first_wait_ms=GIVE_UP_MS) as (mailer, _):
        assert mailer.room() == MOST_WAITING
        mailer.put(1, [f"a{one}@thu.example" for one in range(200)], LETTER)
        assert mailer.room() == MOST_WAITING - 200
    off = load_settings(data_dir=tmp_path)
    database = await Database.open(off)
    nothing = Mailer(off, database, Clock())
    await nothing.run()
    assert not nothing.on and nothing.room() == 0
    await database.close()


@pytest.mark.parametrize("bad", ["x\nBcc: a@b.example", "x\r\n\r\ny"])
def test_what_is_typed_makes_no_header(bad: str) -> None:
    with pytest.raises(ValueError, match="linefeed"):
        message(Letter("Trường", bad, "", ""), "t@s.example", "a@b.example", "<1@s.example>", "")
    with pytest.raises(ValueError, match=r"\S"):
        message(Letter("Trường", "x", "", ""), "t@s.example", f"a@b.example{bad[1:]}", "<1@s.example>", "")


def test_settings_of_the_mail_server(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="SMTP_FROM"):
        load_settings(data_dir=tmp_path, smtp_host="mail.truong.example")
    with pytest.raises(SettingsError, match="SMTP_PASSWORD"):
        load_settings(data_dir=tmp_path, smtp_user="x")
    with pytest.raises(SettingsError, match="thongbao"):
        load_settings(data_dir=tmp_path, smtp_host="mail", smtp_from="a b@c")
