"""Letters against a real mail server: they arrive, wait while it is away, outlive a restart, and are counted when it
refuses."""

import shutil
from pathlib import Path
from typing import Any

import aiosmtplib
import pytest
from sqlalchemy import select

from server.school.families.addresses import set_address
from server.school.families.letterbox import Settled, WaitingLetter, settle
from server.school.families.letters import Letter, message
from server.school.families.links import family_actor
from server.school.families.mailer import BATCH, GIVE_UP_MS, MOST_WAITING, Mailer
from server.settings import SettingsError, load_settings
from server.store.database import Database
from server.store.tables import waiting_letters
from tests.server.school.families.post import LETTER, Clock, Post, counted, post_letters, post_office, running
from tests.support.waiting import soon, until

FAMILY = family_actor("hs-8a3-01")


async def test_letters_arrive_whole_each_alone(tmp_path: Path) -> None:
    post, clock = Post(), Clock()
    async with post_office(post) as port, running(tmp_path, port, clock) as (mailer, database):
        to = ["a@thu.example", "nobody@thu.example", "b@thu.example"]
        number = await post_letters(mailer, database, clock, to)
        await counted(database, number, 2, 1)
        async with database.read() as connection:
            assert (await connection.execute(select(waiting_letters))).all() == []
    assert [to for to, _ in post.letters] == ["a@thu.example", "b@thu.example"]
    for one, letter in post.letters:
        assert letter["To"] == one and letter["Subject"] == LETTER.title
        assert "thongbao@truong.example" in letter["From"] and LETTER.school in letter["From"]
        lines = letter.get_content().splitlines()
        assert LETTER.link in lines and "." in lines and "Giữ an toàn." in lines


async def test_letters_wait_while_the_server_is_busy_or_away(tmp_path: Path) -> None:
    post, clock = Post(), Clock()
    post.busy = True
    async with post_office(post) as port, running(tmp_path, port, clock) as (mailer, database):
        number = await post_letters(mailer, database, clock, ["a@thu.example"])
        await soon(post.asked.wait())
        post.busy = False
        await counted(database, number, 1, 0)
    async with running(tmp_path, port, clock) as (mailer, database):  # nobody listens there now
        number = await post_letters(mailer, database, clock, ["b@thu.example"])
        await until(lambda: mailer.state.trouble == "away" and mailer.state.waiting == 1)
        assert mailer.state.since is not None
        async with post_office(post, port):
            await counted(database, number, 1, 0)
        assert (mailer.state.trouble, mailer.state.since, mailer.state.waiting) == ("", None, 0)
    assert [to for to, _ in post.letters] == ["a@thu.example", "b@thu.example"]


async def test_one_batch_asks_a_server_that_takes_nothing_not_each(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[int] = []

    class Counted(aiosmtplib.SMTP):
        async def connect(self, *args: Any, **more: Any) -> Any:
            asked.append(1)
            return await super().connect(*args, **more)

    monkeypatch.setattr("server.school.families.mailer.SMTP", Counted)
    clock = Clock()
    async with running(tmp_path, 1, clock, first_wait_ms=GIVE_UP_MS // 2) as (mailer, database):
        await post_letters(mailer, database, clock, [f"a{one}@thu.example" for one in range(BATCH + 5)])
        await until(lambda: mailer.state.trouble == "away" and mailer.state.waiting == BATCH + 5)
        await post_letters(mailer, database, clock, ["b@thu.example"])
        await until(lambda: len(asked) == 2 and mailer.state.waiting == BATCH + 6)


async def test_a_restart_takes_up_what_waited(tmp_path: Path) -> None:
    post, clock = Post(), Clock()
    async with running(tmp_path, 1, clock, first_wait_ms=GIVE_UP_MS // 2) as (mailer, database):
        number = await post_letters(mailer, database, clock, ["a@thu.example", "b@thu.example"])
        await until(lambda: mailer.state.trouble == "away")
    async with post_office(post) as port, running(tmp_path, port, clock) as (_, database):
        await counted(database, number, 2, 0)
    assert [to for to, _ in post.letters] == ["a@thu.example", "b@thu.example"]
    assert post.letters[0][1]["Subject"] == LETTER.title and LETTER.link in post.letters[0][1].get_content()


async def test_nothing_goes_to_an_address_that_was_taken_back(tmp_path: Path, school_file: Path) -> None:
    post, clock = Post(), Clock()
    shutil.copy(school_file, load_settings(data_dir=tmp_path).database_path)
    async with post_office(post) as port:
        pass
    async with running(tmp_path, port, clock, first_wait_ms=400) as (mailer, database):
        async with database.begin() as connection:
            for pupil, email in (("hs-8a3-01", "a@thu.example"), ("hs-8a3-02", "b@thu.example"),
                                 ("hs-8a4-01", "b@thu.example")):  # fmt: skip
                await set_address(connection, FAMILY, pupil, email, 1)
        number = await post_letters(mailer, database, clock, ["a@thu.example", "b@thu.example"])
        await until(lambda: mailer.state.trouble == "away")
        async with database.begin() as connection:
            await set_address(connection, FAMILY, "hs-8a3-01", None, 2)
            await set_address(
                connection, FAMILY, "hs-8a3-02", "c@thu.example", 2
            )  # the other family has it still
        await counted(database, number, 0, 1)
        async with post_office(post, port):
            await counted(database, number, 1, 1)
    assert [to for to, _ in post.letters] == ["b@thu.example"]


async def test_after_a_day_it_is_given_up(tmp_path: Path) -> None:
    post, clock = Post(), Clock()
    post.busy = True
    async with post_office(post) as port, running(tmp_path, port, clock) as (mailer, database):
        number = await post_letters(mailer, database, clock, ["a@thu.example"])
        await soon(post.asked.wait())
        clock.skew = GIVE_UP_MS
        await counted(database, number, 0, 1)
    async with running(tmp_path, 1, clock, first_wait_ms=GIVE_UP_MS // 2) as (mailer, database):
        late = await post_letters(mailer, database, clock, ["b@thu.example"])
    clock.skew += GIVE_UP_MS
    async with running(tmp_path, 1, clock) as (mailer, database):
        await counted(database, late, 0, 1)
        assert mailer.state.waiting == 0
    assert post.letters == []


async def test_a_letter_settled_twice_counts_once(tmp_path: Path) -> None:
    clock = Clock()
    async with running(tmp_path, 1, clock, first_wait_ms=GIVE_UP_MS // 2) as (mailer, database):
        number = await post_letters(mailer, database, clock, ["a@thu.example"])
        for _ in range(2):
            await settle(database, [Settled(number, "a@thu.example", sent=True)])
        await counted(database, number, 1, 0)


async def test_the_queue_is_bounded(tmp_path: Path) -> None:
    async with running(tmp_path, 1, Clock(), first_wait_ms=GIVE_UP_MS) as (mailer, _):
        assert mailer.room() == MOST_WAITING
        mailer.put(WaitingLetter(1, f"a{one}@thu.example", LETTER, 2**50) for one in range(200))
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
