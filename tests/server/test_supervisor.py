"""The supervisor with small real children: starts, restarts, ends, leaves nothing behind."""

import json
import os
import signal
import socket
import sys
from pathlib import Path

import pytest

from server.running import AlreadyRunning, find, hold
from server.settings import load_settings
from server.supervisor import Backoff, PortTaken, check_ports, child_environment, children
from tests.support.program import Program, end_of, environment, free_port

SUPERVISE = """
import asyncio, json, os, sys
from server import pulse
from server.logs import configure_logs
from server.supervisor import Child, Supervisor
configure_logs("supervisor")
pulse.EVERY_S, pulse.STOPPED_S = 0.2, 2.0
given = json.loads(sys.argv[1])
kept = [Child(name, [sys.executable, "-c", code], ready=name == "control") for name, code in given.items()]
run = Supervisor(kept, dict(os.environ), lambda links: print("READY", links.url, flush=True)).run()
sys.exit(asyncio.run(run))
"""
SAY = "import os, signal, sys, time; print('{name}', os.getpid(), flush=True)\n"
STAY = SAY + "signal.pause()"
BEATING = (
    SAY + "import asyncio\nfrom server import pulse\n"
    "write = os.write\n"
    "def told(*beat):\n"
    "    write(*beat)\n"
    "    print('beats', flush=True)\n"
    "os.write = told\n"
    "asyncio.run(pulse.beat())"
)
CONTROL = (
    SAY + "from server.ready import Links, announce_ready\n"
    "signal.signal(signal.SIGTERM, lambda *_: (print('control ends', flush=True), sys.exit(0)))\n"
    "announce_ready(Links('http://x')); assert 'BUCGIANG_READY_FD' not in os.environ\n"
    "signal.pause()"
)


def supervised(tmp_path: Path, **scripts: str) -> Program:
    codes = {name: code.replace("{name}", name) for name, code in scripts.items()}
    return Program("-c", SUPERVISE, json.dumps(codes), env=environment(tmp_path), cwd=tmp_path)


async def pid_of(program: Program, name: str) -> int:
    return int((await program.line(name + " ")).split()[-1])


async def test_ready_links_and_a_clean_end(tmp_path: Path) -> None:
    async with supervised(tmp_path, control=CONTROL) as program:
        control = await pid_of(program, "control")
        assert await program.line("READY") == "READY http://x"
        program.interrupt()
        assert await program.ended() == 0
        assert "control ends" in program.lines
        await end_of(control)


async def test_a_killed_child_is_started_again(tmp_path: Path) -> None:
    async with supervised(tmp_path, media=STAY) as program:
        first = await pid_of(program, "media")
        os.kill(first, signal.SIGKILL)
        assert '"code": -9' in await program.line("process ended")
        second = await pid_of(program, "media")
        assert second != first
        program.process.terminate()
        assert await program.ended() == 0
        await end_of(second)


async def test_the_links_are_told_once(tmp_path: Path) -> None:
    async with supervised(tmp_path, control=CONTROL) as program:
        control = await pid_of(program, "control")
        await program.line("READY")
        os.kill(control, signal.SIGKILL)
        await pid_of(program, "control")
        program.interrupt()
        await program.ended()
        assert sum("READY" in line for line in program.lines) == 1


async def test_a_child_that_cannot_start_ends_the_server(tmp_path: Path) -> None:
    async with supervised(tmp_path, media=STAY, control="import sys; sys.exit(2)") as program:
        assert await program.ended() == 2


async def test_unusable_later_is_only_a_reason_to_try_again(tmp_path: Path) -> None:
    once = CONTROL.replace("signal.pause()", "sys.exit(2)")
    async with supervised(tmp_path, control=once) as program:
        await program.line("READY")
        await program.line("process ended")
        await pid_of(program, "control")


async def test_a_child_that_will_not_end_is_killed(tmp_path: Path) -> None:
    deaf = SAY.replace("print", "signal.signal(signal.SIGTERM, signal.SIG_IGN); print") + "signal.pause()"
    deaf += "\nsignal.pause()"
    script = SUPERVISE.replace("given =", "import server.supervisor; server.supervisor.STOP_S = 0.3\ngiven =")
    codes = json.dumps({"media": deaf.replace("{name}", "media")})
    async with Program("-c", script, codes, env=environment(tmp_path), cwd=tmp_path) as program:
        child = await pid_of(program, "media")
        program.interrupt()
        assert await program.ended() == 0
        await end_of(child)
        assert any("does not end" in line for line in program.lines)


async def test_kill_9_of_the_supervisor_leaves_nothing(tmp_path: Path) -> None:
    async with supervised(tmp_path, media=STAY, control=STAY) as program:
        pids = {int((await program.line(" ")).split()[-1]) for _ in range(2)}
        program.process.kill()
        for pid in pids:
            await end_of(pid)


async def test_a_child_whose_pulse_stops_is_killed_and_started_again(tmp_path: Path) -> None:
    """Stopped by a signal: alive, but stuck."""
    async with supervised(tmp_path, media=BEATING) as program:
        first = await pid_of(program, "media")
        await program.line("beats")
        os.kill(first, signal.SIGSTOP)
        await program.line("does not answer")
        assert await pid_of(program, "media") != first
        await end_of(first)


async def test_a_bad_child_does_not_stop_the_other(tmp_path: Path) -> None:
    async with supervised(tmp_path, media="import sys; sys.exit(1)", control=CONTROL) as program:
        await program.line("READY")
        program.interrupt()
        assert await program.ended() == 0


def test_backoff_doubles_to_two_seconds_and_starts_again_when_healthy() -> None:
    backoff = Backoff()
    assert [backoff.after(1) for _ in range(7)] == [0.1, 0.2, 0.4, 0.8, 1.6, 2.0, 2.0]
    assert backoff.after(3) == 0.1
    assert backoff.after(1) == 0.2


def test_commands_of_the_children(tmp_path: Path) -> None:
    settings = load_settings(data_dir=tmp_path, media_port=7100)
    recorder, media, control = children(settings)
    socket_path = str(tmp_path / "run" / "media-0.sock")
    expected = ["-m", "sfu.worker", "--socket", socket_path, "--port", "7100"]
    expected += ["--journals", str(tmp_path / "journals")]
    assert media.command == [sys.executable, *expected, "--host", "127.0.0.1", "--address", "127.0.0.1"]
    assert control.command == [sys.executable, "-m", "server.control"]
    assert control.ready
    assert recorder.command == [sys.executable, "-m", "recordings.recorder", "--data", str(tmp_path)]
    assert recorder.nice == 5


def test_flags_reach_the_children(tmp_path: Path) -> None:
    settings = load_settings(data_dir=tmp_path, demo=True)
    assert child_environment(settings)["BUCGIANG_DEMO"] == "1"
    assert "BUCGIANG_LAN" not in child_environment(settings)


@pytest.mark.parametrize("kind", [socket.SOCK_STREAM, socket.SOCK_DGRAM])
def test_a_taken_port_is_named(kind: socket.SocketKind, tmp_path: Path) -> None:
    settings = load_settings(data_dir=tmp_path, port=free_port(), media_port=free_port())
    check_ports(settings)
    stream = kind == socket.SOCK_STREAM
    with socket.socket(socket.AF_INET, kind) as other:
        other.bind(("127.0.0.1", settings.port if stream else settings.media_port))
        if stream:
            other.listen()
        with pytest.raises(PortTaken, match="BUCGIANG_PORT" if stream else "BUCGIANG_MEDIA_PORT") as caught:
            check_ports(settings)
    assert caught.value.exit_code == 1


def test_an_address_of_another_machine_is_named(tmp_path: Path) -> None:
    with pytest.raises(PortTaken, match="no address of this machine"):
        check_ports(load_settings(data_dir=tmp_path, host="192.0.2.1"))


def test_one_server_a_folder(tmp_path: Path) -> None:
    (tmp_path / "run").mkdir()
    settings = load_settings(data_dir=tmp_path, demo=True)
    assert find(tmp_path) is None
    with hold(settings, "http://127.0.0.1:1"):
        running = find(tmp_path)
        assert running is not None
        assert (running.pid, running.url, running.demo) == (os.getpid(), "http://127.0.0.1:1", True)
        with pytest.raises(AlreadyRunning):
            hold(settings, "http://127.0.0.1:2")
    assert find(tmp_path) is None


async def test_end_while_a_child_waits_for_its_next_start(tmp_path: Path) -> None:
    """It does not wait for that start, which would come in an hour."""
    an_hour = "import server.supervisor; server.supervisor.Backoff.after = lambda *_: 3600.0\ngiven ="
    codes = json.dumps({"media": "import sys; sys.exit(1)"})
    script = SUPERVISE.replace("given =", an_hour)
    async with Program("-c", script, codes, env=environment(tmp_path), cwd=tmp_path) as program:
        await program.line('"delay": 3600.0')
        program.interrupt()
        assert await program.ended() == 0
