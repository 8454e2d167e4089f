"""A backup holds everything, also while the server works; a restored folder is whole or not there."""

import errno
import io
import json
import os
import shutil
import sqlite3
import tarfile
import threading
from collections.abc import Callable
from contextlib import closing
from functools import partial
from pathlib import Path
from zlib import crc32

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from recordings.shelf.index import Segment, index_line, parse_index
from recordings.shelf.recording import Recording, Track, write_recording
from server.keeping.archive import ArchiveFault, belongs
from server.keeping.backup import Made, back_up
from server.keeping.restore import restore
from server.settings import Settings
from server.store.upgrade import StoreError, upgrade
from tests.support.lights import LightLesson
from tests.support.program import Program, environment
from tests.support.server import Served

NOW = 1_800_000_000_000
SECRET = "s" * 40
LESSON = "toan-8a3_t2"
MAIN = ("-c", "from server.cli import main; main()")


def kept(data: Path, lesson: str = LESSON) -> None:
    """A recording that is going on and its journals, beside what is no part of them."""
    shelf, journals = data / "recordings" / lesson, data / "journals" / lesson
    shelf.mkdir(parents=True)
    journals.mkdir(parents=True)
    track = Track(
        id="t00", kind="class", person=None, source=None, codec="opus", mime="audio/mp4", file="t00.mp4",
        init=4, bytes=1004, from_=0, to=2000,
    )  # fmt: skip
    write_recording(
        shelf,
        Recording(
            lesson=lesson, state="final", started_at=NOW, ended_at=NOW + 2000, saved_to=NOW, tracks=(track,)
        ),
    )
    body = os.urandom(1000)
    (shelf / "t00.mp4").write_bytes(b"init" + body)
    (shelf / "t00.idx").write_bytes(index_line(Segment(0, 2000, 4, 1000, (), crc32(body))))
    (shelf / "recording.json.new").write_bytes(b"half")
    (journals / "order.json").write_bytes(b"{}")
    (journals / "w-1.rtp").write_bytes(os.urandom(700))
    (journals / "w-1.idx").write_bytes(b"{}")


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty one of this version."""
    path = tmp_path_factory.mktemp("database") / "bucgiang.db"
    upgrade(path)
    return path


@pytest.fixture
def school(tmp_path: Path, database: Path) -> Settings:
    """A data folder as a server leaves it."""
    found = Settings(data_dir=tmp_path / "data", secret=SECRET, api_key="k" * 40)
    (found.data_dir / "run").mkdir(parents=True)
    (found.data_dir / "run" / "server").write_text("{}")
    shutil.copy(database, found.database_path)
    for name in ("secret", "api_key"):
        (found.data_dir / name).write_text(SECRET + "\n")
    kept(found.data_dir)
    return found


def contents(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_everything_comes_back(school: Settings, tmp_path: Path) -> None:
    file, folder = tmp_path / "backup.tar", tmp_path / "new"
    made = back_up(school, file, NOW)
    assert made == Made(file.stat().st_size, 1, 1, ("secret", "api_key"))
    assert file.stat().st_mode & 0o777 == 0o600
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []
    manifest = restore(file, folder)
    there = contents(folder)
    assert there.keys() == manifest.files.keys() == {
        "bucgiang.db", "secret", "api_key", f"recordings/{LESSON}/recording.json", f"recordings/{LESSON}/t00.mp4",
        f"recordings/{LESSON}/t00.idx", f"journals/{LESSON}/order.json", f"journals/{LESSON}/w-1.rtp",
        f"journals/{LESSON}/w-1.idx",
    }  # fmt: skip
    before = contents(school.data_dir)
    assert all(there[name] == before[name] for name in there if name != "bucgiang.db")
    for path in (folder, *folder.rglob("*")):
        assert path.stat().st_mode & 0o077 == 0, path


def test_names_in_the_archive_stand_in_an_order_that_is_safe_while_lessons_go_on(
    school: Settings, tmp_path: Path
) -> None:
    back_up(school, tmp_path / "b.tar", NOW)
    with tarfile.open(tmp_path / "b.tar") as archive:
        names = archive.getnames()
    assert [name.rpartition("/")[2] for name in names] == [
        "order.json", "w-1.idx", "w-1.rtp", "recording.json", "t00.idx", "t00.mp4", "secret", "api_key",
        "bucgiang.db", "manifest.json",
    ]  # fmt: skip


def test_a_backup_while_everything_is_written(school: Settings, tmp_path: Path) -> None:
    stop, faults = threading.Event(), []

    def write() -> None:
        shelf = school.data_dir / "recordings" / LESSON
        offset, number = 1004, 0
        try:
            with closing(sqlite3.connect(school.database_path, isolation_level=None)) as database:
                database.execute("CREATE TABLE grown (number INTEGER)")
                while not stop.is_set():
                    number += 1
                    body = os.urandom(5000)
                    with (shelf / "t00.mp4").open("ab") as media:
                        media.write(body)
                    with (shelf / "t00.idx").open("ab") as index:
                        index.write(index_line(Segment(number * 2000, 2000, offset, 5000, (), crc32(body))))
                    offset += 5000
                    database.execute("INSERT INTO grown VALUES (?)", (number,))
                    passing = school.data_dir / "journals" / f"short-{number % 7}"
                    if passing.exists():
                        shutil.rmtree(passing)
                    else:
                        passing.mkdir()
                        (passing / "w.rtp").write_bytes(body)
        except Exception as error:
            faults.append(error)

    writer = threading.Thread(target=write)
    writer.start()
    try:
        for number in range(8):
            back_up(school, tmp_path / f"{number}.tar", NOW)
    finally:
        stop.set()
        writer.join()
    assert not faults
    for number in range(8):
        folder = tmp_path / f"folder-{number}"
        restore(tmp_path / f"{number}.tar", folder)
        shelf = folder / "recordings" / LESSON
        segments, _used = parse_index((shelf / "t00.idx").read_bytes())
        media = (shelf / "t00.mp4").read_bytes()
        assert all(crc32(media[one.o : one.o + one.n]) == one.c for one in segments)
        with closing(sqlite3.connect(folder / "bucgiang.db")) as database:
            assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def refused_backup(school: Settings, file: Path) -> str:
    with pytest.raises((ArchiveFault, StoreError)) as fault:
        back_up(school, file, NOW)
    assert [path.name for path in file.parent.glob(".*.tar*")] == []
    assert "\n" not in str(fault.value)
    return str(fault.value)


def test_backups_that_cannot_be_made(school: Settings, tmp_path: Path) -> None:
    there = tmp_path / "there.tar"
    there.write_text("mine")
    assert "is there already" in refused_backup(school, there)
    assert there.read_text() == "mine"
    assert "No such file" in refused_backup(school, tmp_path / "nowhere" / "b.tar")
    damaged = bytearray(school.database_path.read_bytes())
    damaged[8192:] = b"\xff" * (len(damaged) - 8192)
    school.database_path.write_bytes(damaged)
    assert "damaged" in refused_backup(school, tmp_path / "b.tar")
    school.database_path.unlink()
    with closing(sqlite3.connect(school.database_path)) as other:
        other.execute("CREATE TABLE songs (name)")
    assert "knows" in refused_backup(school, tmp_path / "b.tar")
    school.database_path.unlink()
    assert "nothing to back up" in refused_backup(school, tmp_path / "b.tar")


def test_a_full_disk_leaves_nothing(
    school: Settings, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def full(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("server.keeping.backup.os.fsync", full)
    assert "No space left" in refused_backup(school, tmp_path / "b.tar")
    assert not (tmp_path / "b.tar").exists()


def test_the_name_of_a_backup_is_on_disk_too(
    school: Settings, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    synced: list[Path] = []

    def sync(code: int | None, folder: Path) -> None:
        synced.append(folder)
        assert (folder / "b.tar").exists()
        if code is not None:
            raise OSError(code, os.strerror(code))

    monkeypatch.setattr("server.keeping.backup.sync_folder", partial(sync, errno.EIO))
    assert "error" in refused_backup(school, tmp_path / "b.tar")
    assert not (tmp_path / "b.tar").exists()
    monkeypatch.setattr("server.keeping.backup.sync_folder", partial(sync, errno.EINVAL))  # a network drive
    back_up(school, tmp_path / "b.tar", NOW)
    (tmp_path / "b.tar").unlink()
    monkeypatch.setattr("server.keeping.backup.sync_folder", partial(sync, None))
    back_up(school, tmp_path / "b.tar", NOW)
    assert synced == [tmp_path] * 3


def test_links_are_not_followed(school: Settings, tmp_path: Path) -> None:
    (tmp_path / "other.mp4").write_text("not of the recording")
    (school.data_dir / "recordings" / LESSON / "t01.mp4").symlink_to(tmp_path / "other.mp4")
    assert "symbolic links" in refused_backup(school, tmp_path / "b.tar")
    assert not (tmp_path / "b.tar").exists()


def refused(file: Path, folder: Path) -> str:
    """The one line; nothing is left."""
    before = sorted(folder.parent.iterdir())
    with pytest.raises(ArchiveFault) as fault:
        restore(file, folder)
    assert sorted(folder.parent.iterdir()) == before
    assert "\n" not in str(fault.value)
    return str(fault.value)


def test_only_into_a_new_or_empty_folder(school: Settings, tmp_path: Path) -> None:
    file = tmp_path / "b.tar"
    back_up(school, file, NOW)
    used = tmp_path / "used"
    used.mkdir()
    (used / "mine").write_text("mine")
    assert "not empty" in refused(file, used)
    assert (used / "mine").read_text() == "mine"
    assert "Not a directory" in refused(file, file)
    (tmp_path / "link").symlink_to(tmp_path / "nowhere")
    assert "not empty" in refused(file, tmp_path / "link")
    (tmp_path / "empty").mkdir(mode=0o755)
    restore(file, tmp_path / "empty")
    assert (tmp_path / "empty").stat().st_mode & 0o777 == 0o700
    restore(file, tmp_path / "deep" / "er")
    assert (tmp_path / "deep" / "er" / "bucgiang.db").exists()
    assert "No such file" in refused(tmp_path / "nothing.tar", tmp_path / "new")


Change = Callable[[tarfile.TarFile, tarfile.TarInfo, bytes], None]


def rewritten(source: Path, target: Path, change: Change) -> Path:
    """The archive with each member as `change` puts it in."""
    with tarfile.open(source) as old, tarfile.open(target, "w") as new:
        for member in old:
            content = old.extractfile(member)
            assert content is not None
            change(new, member, content.read())
    return target


def put(new: tarfile.TarFile, member: tarfile.TarInfo, data: bytes) -> None:
    member.size = len(data)
    new.addfile(member, io.BytesIO(data))


@pytest.mark.parametrize(
    "name",
    ["../evil", "/etc/evil", "recordings/../../evil", "run/server", f"recordings/{LESSON}/x/t00.mp4", "evil.py",
     "recordings/a/../b.mp4", f"recordings/{LESSON}/.t00.mp4", "recordings//t00.mp4", "bucgiang.db-wal", "",
     f"journals/{LESSON}/order.json\n"],
)  # fmt: skip
def test_other_names_are_refused(school: Settings, tmp_path: Path, name: str) -> None:
    def change(new: tarfile.TarFile, member: tarfile.TarInfo, data: bytes) -> None:
        if member.name == "secret":
            put(new, tarfile.TarInfo(name), b"x")
        put(new, member, data)

    assert not belongs(name)
    back_up(school, tmp_path / "b.tar", NOW)
    assert "it is not used" in refused(
        rewritten(tmp_path / "b.tar", tmp_path / "c.tar", change), tmp_path / "new"
    )


@pytest.mark.parametrize(
    "kind", [tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.DIRTYPE, tarfile.FIFOTYPE, tarfile.CHRTYPE]
)
def test_links_and_devices_are_refused(school: Settings, tmp_path: Path, kind: bytes) -> None:
    def change(new: tarfile.TarFile, member: tarfile.TarInfo, data: bytes) -> None:
        if member.name == "secret":
            member.type, member.linkname, data = kind, "/etc/passwd", b""
        put(new, member, data)

    back_up(school, tmp_path / "b.tar", NOW)
    assert "it is not used" in refused(
        rewritten(tmp_path / "b.tar", tmp_path / "c.tar", change), tmp_path / "new"
    )


def twice(new: tarfile.TarFile, member: tarfile.TarInfo, data: bytes) -> None:
    put(new, member, data)
    if member.name == "secret":
        put(new, member, data)


def after_the_manifest(new: tarfile.TarFile, member: tarfile.TarInfo, data: bytes) -> None:
    put(new, member, data)
    if member.name == "manifest.json":
        put(new, tarfile.TarInfo("api_key"), b"k" * 40)


def without_a_file(new: tarfile.TarFile, member: tarfile.TarInfo, data: bytes) -> None:
    if member.name != "secret":
        put(new, member, data)


def without_the_manifest(new: tarfile.TarFile, member: tarfile.TarInfo, data: bytes) -> None:
    if member.name != "manifest.json":
        put(new, member, data)


def other_content(new: tarfile.TarFile, member: tarfile.TarInfo, data: bytes) -> None:
    put(new, member, data.replace(b"s", b"t") if member.name == "secret" else data)


def of_a_newer_version(new: tarfile.TarFile, member: tarfile.TarInfo, data: bytes) -> None:
    if member.name == "manifest.json":
        data = json.dumps({**json.loads(data), "schema": "9999"}).encode()
    put(new, member, data)


def rubbish_manifest(new: tarfile.TarFile, member: tarfile.TarInfo, data: bytes) -> None:
    put(new, member, b"[" * 9000 if member.name == "manifest.json" else data)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (twice, "is not used"),
        (after_the_manifest, "is not used"),
        (without_a_file, "secret is not as it was"),
        (without_the_manifest, "cut off"),
        (other_content, "secret is not as it was"),
        (of_a_newer_version, "newer version"),
        (rubbish_manifest, "manifest cannot be read"),
    ],
)
def test_altered_archives(school: Settings, tmp_path: Path, change: Change, words: str) -> None:
    back_up(school, tmp_path / "b.tar", NOW)
    assert words in refused(rewritten(tmp_path / "b.tar", tmp_path / "c.tar", change), tmp_path / "new")


def test_no_archive_at_all(tmp_path: Path) -> None:
    for content in (b"", b"not a tar" * 200, b"\x1f\x8b" + b"x" * 2000, os.urandom(3000), bytes(10_240)):
        (tmp_path / "x.tar").write_bytes(content)
        refused(tmp_path / "x.tar", tmp_path / "new")


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(share=st.floats(0, 1), bit=st.integers(0, 7), cut=st.booleans())
def test_any_damage_is_noticed_or_harmless(
    school: Settings, tmp_path: Path, share: float, bit: int, cut: bool
) -> None:
    file, hurt, folder = tmp_path / "b.tar", tmp_path / "hurt.tar", tmp_path / "new"
    if not file.exists():
        back_up(school, file, NOW)
    data = bytearray(file.read_bytes())
    place = min(int(share * len(data)), len(data) - 1)
    if cut:
        del data[place:]
    else:
        data[place] ^= 1 << bit
    hurt.write_bytes(data)
    try:
        restore(hurt, folder)
    except ArchiveFault:
        assert not folder.exists()
        return
    there, before = contents(folder), contents(school.data_dir)
    assert len(there) == 9  # padding, or what is no content: times, owners
    assert all(there[name] == before[name] for name in there if name != "bucgiang.db")
    shutil.rmtree(folder)


async def said(tmp_path: Path, data: Path, *arguments: str) -> tuple[int, str]:
    async with Program(*MAIN, *arguments, env=environment(data), cwd=tmp_path) as program:
        return await program.ended(), "\n".join(program.lines)


async def test_the_command_line(school: Settings, tmp_path: Path) -> None:
    code, text = await said(tmp_path, school.data_dir, "backup", "b.tar")
    assert code == 0 and "keep it where only the school's own people can read it" in text, text
    assert "1 recordings, 1 of them not finished" in text
    code, text = await said(tmp_path, school.data_dir, "backup", "b.tar")
    assert code == 1 and text.startswith("bucgiang: b.tar is there already") and "Traceback" not in text
    code, text = await said(tmp_path, school.data_dir, "restore", "b.tar", "--to", "new")
    assert code == 0 and "BUCGIANG_DATA_DIR=new" in text, text
    code, text = await said(tmp_path, school.data_dir, "restore", "b.tar", "--to", "new")
    assert (code, len(text.splitlines())) == (1, 1) and "not empty" in text


@pytest.mark.process
async def test_a_server_runs_on_what_was_restored(tmp_path: Path) -> None:
    first, second = tmp_path / "first", tmp_path / "second"
    first.mkdir()
    second.mkdir()
    async with Served(first) as served:
        async with LightLesson(served) as lesson:
            teacher = await lesson.come("teacher", "gv-01")
            assert await teacher.command(type="start_lesson") == {"ok": True}
            assert await teacher.command(type="say", text="Chào cả lớp") == {"ok": True}
            await served.call("POST", f"/lessons/{lesson.id}/end")
        kept(served.data, lesson.id)
        shutil.rmtree(served.data / "journals" / lesson.id)
        events = await served.call("GET", f"/lessons/{lesson.id}/events")
        people = await served.call("GET", "/office/classes/8a3/students")
        code, text = await said(tmp_path, served.data, "backup", "b.tar")  # while it runs
        assert code == 0, text
        token = await served.token(lesson.id, "teacher")
    code, text = await said(tmp_path, first / "data", "restore", "b.tar", "--to", str(second / "data"))
    assert code == 0, text
    code, text = await said(tmp_path, second / "data", "records", "verify")
    assert code == 0, text
    media = (first / "data" / "recordings" / lesson.id / "t00.mp4").read_bytes()
    async with Served(second) as served:
        assert await served.call("GET", f"/lessons/{lesson.id}/events") == events
        assert await served.call("GET", "/office/classes/8a3/students") == people
        recording = await served.call("GET", f"/lessons/{lesson.id}/recording")
        assert (recording["state"], recording["bytes"]) == ("final", len(media))
        headers = {"Authorization": f"Bearer {token}"}  # signed by the same secret
        async with served._http.get(recording["tracks"][0]["url"], headers=headers) as answer:
            assert (answer.status, await answer.read()) == (200, media)
