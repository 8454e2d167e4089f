"""The program as a person runs it: real processes, real database, clear lines."""

import hashlib
import json
import os
import socket
import sqlite3
from contextlib import closing
from pathlib import Path

import aiohttp
import pytest

from server.settings import Settings
from server.store.upgrade import upgrade
from tests.support.program import Program, end_of, environment

MAIN = ("-c", "from server.cli import main; main()")
COMMANDS = [
    "serve",
    "links",
    "key",
    "admin",
    "roster",
    "doctor",
    "demo",
    "loadtest",
    "backup",
    "restore",
    "turn",
]

EACH_HELP = """
import contextlib, io, sys
from server.cli import main
for words in sys.argv[1:]:
    sys.argv[1:], out = [*words.split(), "--help"], io.StringIO()
    with contextlib.redirect_stdout(out):
        try:
            main()
        except SystemExit as end:
            code = end.code
    print("==", code or 0, out.getvalue())
"""
"""One process for all of them: each start takes half a second."""


def bucgiang(tmp_path: Path, *arguments: str, **settings: object) -> Program:
    return Program(*MAIN, *arguments, env=environment(tmp_path / "var", **settings), cwd=tmp_path)


async def said(tmp_path: Path, *arguments: str, **settings: object) -> tuple[int, str]:
    async with bucgiang(tmp_path, *arguments, **settings) as program:
        return await program.ended(), "\n".join(program.lines)


async def test_help_everywhere(tmp_path: Path) -> None:
    asked = ["", *COMMANDS, "admin reset", "records verify"]
    env = environment(tmp_path / "var")
    async with Program("-c", EACH_HELP, *asked, env=env, cwd=tmp_path) as program:
        assert await program.ended() == 0
    first, *others = "\n".join(program.lines).split("== ")[1:]
    assert first.startswith("0 ") and all(command in first for command in COMMANDS)
    assert len(others) == len(asked) - 1
    for text in others:
        assert text.startswith("0 ") and "Usage:" in text, text
    assert not (tmp_path / "var").exists()


@pytest.mark.parametrize(
    ("arguments", "settings", "words"),
    [
        (["serve"], {"port": "eighty"}, "BUCGIANG_PORT"),
        (["serve", "--demo"], {"host": "0.0.0.0"}, "--lan"),
        (["serve"], {"database_url": "sqlite:////nowhere/x.db"}, "/nowhere"),
        (["serve"], {"tls_cert": "/nowhere/c.pem", "tls_key": "/nowhere/k.pem"}, "BUCGIANG_TLS_CERT"),
        (["links"], {"media_addresses": "here"}, "BUCGIANG_MEDIA_ADDRESSES"),
    ],
)
async def test_a_bad_setting_is_one_line_and_exit_2(
    arguments: list[str], settings: dict[str, str], words: str, tmp_path: Path
) -> None:
    code, text = await said(tmp_path, *arguments, **settings)
    ours = [line for line in text.splitlines() if line.startswith("bucgiang: ")]
    assert code == 2, text
    assert len(ours) == 1, text
    assert words in ours[0]
    assert "Traceback" not in text


async def test_a_taken_port_is_one_line_and_exit_1(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        code, text = await said(tmp_path, "serve", "--demo", port=port)
    assert (code, len(text.splitlines())) == (1, 1)
    assert f"TCP port {port} on 127.0.0.1 is taken" in text


async def test_key_stays_the_same(tmp_path: Path) -> None:
    first, second = await said(tmp_path, "key"), await said(tmp_path, "key")
    assert first == second
    assert len(first[1]) >= 32
    assert await said(tmp_path, "key", api_key="k" * 32) == (0, "k" * 32)


async def test_admin_reset_makes_a_link_of_which_only_a_hash_is_kept(tmp_path: Path) -> None:
    code, text = await said(tmp_path, "admin", "reset", public_url="https://lop.example")
    assert code == 0
    page, token = text.split("#")
    assert page == "https://lop.example/setup"
    with closing(sqlite3.connect(tmp_path / "var" / "bucgiang.db")) as connection:
        row = connection.execute("SELECT token_hash, purpose, used_at FROM one_time_links").fetchone()
    assert row == (hashlib.sha256(token.encode()).hexdigest(), "setup", None)


async def test_links_say_when_no_server_runs(tmp_path: Path) -> None:
    code, text = await said(tmp_path, "links", "--json")
    document, note = text.splitlines()
    assert code == 0
    assert "/setup#" in json.loads(document)["setup"]
    assert "bucgiang serve" in note


@pytest.mark.parametrize("command", ["demo", "loadtest hand"])
async def test_clients_need_a_server(command: str, tmp_path: Path) -> None:
    code, text = await said(tmp_path, *command.split())
    assert (code, len(text.splitlines())) == (1, 1)
    assert text.startswith("bucgiang: no")


async def test_doctor_names_what_to_mend(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        code, text = await said(tmp_path, "doctor", port=other.getsockname()[1])
    assert code == 1
    assert "MEND  ports" in text
    assert "ok    python" in text
    assert "note  media" in text


async def test_files_are_private(tmp_path: Path) -> None:
    await said(tmp_path, "admin", "reset")
    for path in [tmp_path / "var", *(tmp_path / "var").rglob("*")]:
        assert path.stat().st_mode & 0o077 == 0, path


# --- the whole server


async def links_of(program: Program) -> dict[str, str]:
    """role → first link, as printed."""
    await program.line("is running at")
    found: dict[str, str] = {}
    while True:
        caption = await program.line("")
        if not caption.startswith("  "):
            if found:
                return found
            continue
        found.setdefault(caption.split()[0].strip(":"), (await program.line("http")).strip())


async def status(url: str) -> int:
    async with aiohttp.ClientSession() as http, http.get(url) as response:
        return response.status


@pytest.mark.process
async def test_a_first_real_start_prints_the_set_up_link(tmp_path: Path) -> None:
    async with bucgiang(tmp_path, "serve") as program:
        links = await links_of(program)
        assert list(links) == ["first"]
        assert "/setup#" in links["first"]
        assert await status(links["first"].split("/setup")[0] + "/healthz") == 200
        program.interrupt()
        assert await program.ended() == 0


@pytest.mark.process
async def test_demo_links_second_start_and_a_clean_end(tmp_path: Path) -> None:
    env = environment(tmp_path / "var")
    async with Program(*MAIN, "serve", "--demo", env=env, cwd=tmp_path) as program:
        links = await links_of(program)
        assert list(links) == ["teacher", "student", "office"]
        async with Program(*MAIN, "links", "--json", env=env, cwd=tmp_path) as again:
            assert await again.ended() == 0
        roles = [link["role"] for link in json.loads(again.lines[0])["links"]]
        assert roles == ["teacher", "student", "student", "student", "office"]
        async with Program(*MAIN, "serve", env=env, cwd=tmp_path) as other:
            assert await other.ended() == 1
        assert len(other.lines) == 1
        assert "another server" in other.lines[0]
        assert await status(links["student"]) == 200
        program.interrupt()
        assert await program.ended() == 0
    async with Program(*MAIN, "serve", "--demo", env=env, cwd=tmp_path) as program:
        await program.line("is running at")


def processes_with(word: str) -> set[int]:
    """Processes that have `word` in their command line or environment."""
    found = set()
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            text = (folder / "cmdline").read_bytes() + (folder / "environ").read_bytes()
        except OSError:
            continue
        if word.encode() in text and int(folder.name) != os.getpid():
            found.add(int(folder.name))
    return found


@pytest.mark.process
async def test_kill_9_of_the_supervisor_leaves_nothing_and_the_next_start_works(tmp_path: Path) -> None:
    env = environment(tmp_path / "var")
    async with Program(*MAIN, "serve", env=env, cwd=tmp_path) as program:
        await program.line("is running at")
        ours = processes_with(str(tmp_path))
        assert len(ours) == 4, "supervisor, control, media worker, recorder"
        program.process.kill()
        for pid in ours:
            await end_of(pid)
    async with Program(*MAIN, "serve", env=env, cwd=tmp_path) as program:
        await program.line("is running at")


@pytest.mark.process
async def test_a_certificate_that_is_not_there_is_one_line(tmp_path: Path) -> None:
    async with bucgiang(tmp_path, "serve", tls_cert="/no/cert.pem", tls_key="/no/key.pem") as program:
        assert await program.ended() == 2
    assert program.lines == [
        "bucgiang: BUCGIANG_TLS_CERT /no/cert.pem: No such file or directory; give a readable PEM file"
    ]


async def test_a_damaged_page_met_late_is_one_line(tmp_path: Path) -> None:
    """The header is good; the table of lessons is not."""
    settings = Settings(data_dir=tmp_path / "var")
    settings.data_dir.mkdir()
    upgrade(settings.database_path)
    with closing(sqlite3.connect(settings.database_path)) as connection:
        query = "SELECT rootpage FROM sqlite_master WHERE name = 'lessons'"
        page = connection.execute(query).fetchone()[0]
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    with settings.database_path.open("r+b") as file:
        file.seek((page - 1) * 4096)
        file.write(bytes([255]) * 4096)
    async with bucgiang(tmp_path, "serve", "--demo") as program:
        assert await program.ended() == 2
    ours = [line for line in program.lines if line.startswith("bucgiang: ")]
    assert len(ours) == 1
    assert "is damaged" in ours[0]
    assert not any("Traceback" in line for line in program.lines)


async def test_a_disk_without_a_free_byte_is_one_line(tmp_path: Path) -> None:
    """The limit on file sizes stands for the full disk."""
    wrapper = "import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0)); " + MAIN[1]
    folder = tmp_path / "var"
    async with Program("-c", wrapper, "serve", env=environment(folder), cwd=tmp_path) as program:
        assert await program.ended() == 2
    assert len(program.lines) == 1
    assert program.lines[0].startswith(f"bucgiang: BUCGIANG_DATA_DIR {folder}")
    assert [path.name for path in folder.rglob("*") if path.is_file()] == []


async def test_a_full_or_closed_database_folder_ends_the_start(tmp_path: Path) -> None:
    folder = tmp_path / "db"
    folder.mkdir()
    (folder / "x.db").mkdir()
    async with bucgiang(tmp_path, "serve", database_url=f"sqlite:///{folder / 'x.db'}") as program:
        assert await program.ended() == 2
    ours = [line for line in program.lines if line.startswith("bucgiang: ")]
    assert len(ours) == 1
    assert "is not writable" in ours[0]
