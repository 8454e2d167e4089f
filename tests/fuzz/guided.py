"""One target under atheris (libFuzzer): inputs that reach new branches are kept and mutated further."""

import contextlib
import os
import sys
import tempfile
from pathlib import Path

import atheris

from tests.fuzz.grow import grow
from tests.fuzz.target import Target, load

TRACED = ["sfu", "server.classroom.whip.sdpfrag", "recordings.media", "tests.fuzz.targets"]


def run(name: str, runs: int, seconds: int, grow: bool) -> int:
    """The exit status: not 0 when something was found. atheris ends its process, so it runs in a child."""
    with tempfile.TemporaryDirectory(prefix=f"fuzz-{name}-") as folder:
        work = Path(folder)
        status = _child(name, runs, seconds, work)
        if status == 0 and grow:
            _keep(name, work)
    return status


def _keep(name: str, work: Path) -> None:
    target = load(name)
    count = grow(target, [*target.seeds, *(path.read_bytes() for path in (work / "found").glob("*"))])
    print(f"{name}: {count} inputs kept")


def _child(name: str, runs: int, seconds: int, work: Path) -> int:
    child = os.fork()
    if child == 0:
        _fuzz(name, runs, seconds, work)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def _fuzz(name: str, runs: int, seconds: int, work: Path) -> None:
    with contextlib.redirect_stderr(open(os.devnull, "w")), atheris.instrument_imports(include=TRACED):
        target = load(name)
    seeds = work / "seeds"
    seeds.mkdir()
    for number, seed in enumerate((*target.seeds, *target.corpus())):
        (seeds / str(number)).write_bytes(seed)
    found = work / "found"
    found.mkdir()
    atheris.Setup([sys.argv[0], *_flags(target, runs, seconds), str(found), str(seeds)], target.try_)
    atheris.Fuzz()


def _flags(target: Target, runs: int, seconds: int) -> list[str]:
    findings = Path(tempfile.gettempdir()) / "bucgiang-fuzz" / target.name
    findings.mkdir(parents=True, exist_ok=True)
    return [
        f"-runs={runs}",
        f"-max_total_time={seconds}",
        f"-max_len={target.longest}",
        "-len_control=20",
        "-timeout=10",
        "-rss_limit_mb=1024",
        f"-artifact_prefix={findings}/",
        "-print_final_stats=0",
        "-verbosity=1",
    ]
