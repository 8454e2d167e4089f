"""A whole lesson of a real server: no name, question, chat line or token in any log, every file of it private."""

import json
import os
import signal
import stat
from pathlib import Path

import pytest
from sqlalchemy import insert
from sqlalchemy.exc import IntegrityError

from server.settings import Settings
from server.store.database import Database
from server.store.tables import people
from tests.support.classroom import Page
from tests.support.lights import LightLesson
from tests.support.program import ROOT, end_of
from tests.support.server import Served
from tests.support.waiting import until

pytestmark = pytest.mark.process
QUESTION, CHAT = "Câu hỏi riêng tư", "Lời nhắn của em"
PUPILS = ("hs-8a3-05", "hs-8a3-06", "hs-8a3-07")


def names() -> set[str]:
    """Everybody of the invented school, in full."""
    data = json.loads((ROOT / "server" / "data" / "demo_school.json").read_text())
    people = [*data["teachers"], *(one for each in data["classes"] for one in each["students"])]
    return {one["full_name"] for one in people}


async def whole_lesson(lesson: LightLesson) -> list[str]:
    """All that can be done in one, wrong things too; the tokens used."""
    teacher = await lesson.teaching()
    pupils = [await lesson.come("student", person) for person in PUPILS]
    for pupil in pupils:
        await pupil.listen()
        await pupil.command(type="raise_hand", question=QUESTION)
        await pupil.command(type="say", text=CHAT)
        await pupil.command(type="say", text=CHAT, reply_to=QUESTION)
        await pupil.command(type="give_floor", person=PUPILS[0])
        await pupil.command(type=QUESTION)
    await teacher.command(type="give_floor", person=PUPILS[0])
    await pupils[0].command(type="accept_floor")
    await pupils[0].send("pupil1", "pupil")
    await pupils[0].switch("mic", True)
    await teacher.command(type="mute_all")
    async with Page(lesson.served.url, {"token": pupils[0].ticket.token + "x", "device": CHAT}) as page:
        assert await page.refusal() == "forged"
    await lesson.served.call("GET", f"/lessons/{lesson.id}/attendance")
    for part in ("sfu.worker", "server.control"):  # what a restart says about the lesson
        pid = await lesson.served.pid(part)
        os.kill(pid, signal.SIGKILL)
        await end_of(pid)
        if part == "sfu.worker":  # control says so before it dies itself
            await until(lambda: any("media worker is gone" in line for line in lesson.served.lines))
    await lesson.served.ready()
    await lesson.served.call("POST", f"/lessons/{lesson.id}/end")
    return [person.ticket.token for person in (teacher, *pupils)]


async def test_no_names_in_logs_and_private_files(tmp_path: Path) -> None:
    async with Served(tmp_path) as served:
        async with LightLesson(served) as lesson:
            tokens = await whole_lesson(lesson)
        files = [path for path in served.data.rglob("*") if path.is_file() or path.is_socket()]
        open_ones = [path.name for path in files if stat.S_IMODE(path.stat().st_mode) & 0o077]
        folders = [served.data, *(path for path in served.data.rglob("*") if path.is_dir())]
        assert {"bucgiang.db", "bucgiang.db-wal", "bucgiang.db-shm", "media-0.sock"} <= {
            f.name for f in files
        }
        assert open_ones == []
        assert {stat.S_IMODE(folder.stat().st_mode) for folder in folders} == {0o700}
    logged = "\n".join(line for line in served.lines if line.startswith("{"))
    assert "media worker is gone" in logged and "process ended" in logged
    everything = "\n".join(line for line in served.lines if "http" not in line)
    assert [name for name in names() if name in logged] == []
    for secret in (*tokens, QUESTION, CHAT, "a-key-for-the-tests-only"):
        assert secret not in everything


async def test_errors_of_the_database_do_not_tell_what_was_to_be_written(tmp_path: Path) -> None:
    database = await Database.open(Settings(data_dir=tmp_path))
    row = {"id": "x", "kind": "student", "full_name": "Bí Mật", "given_name": "Mật", "active": True}
    with pytest.raises(IntegrityError) as error:
        async with database.begin() as connection:
            await connection.execute(insert(people), [row, row])
    assert "Bí Mật" not in str(error.value)
    await database.close()
