"""`python -m tests.fuzz [TARGET …] [--runs N] [--seconds S] [--grow]`: exit status 0 when nothing was found.

Guided by coverage with atheris where it has a wheel, else by Hypothesis from the corpus, which is said. A finding is
printed with its traceback; the input is written to the folder named there and tried again by
`python -m tests.fuzz TARGET --input FILE`.
"""

import argparse
import importlib.util
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from tests.fuzz.target import NAMES

GUIDED = importlib.util.find_spec("atheris") is not None
PARALLEL = 2


def main(words: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("targets", nargs="*", metavar="TARGET", help=f"of {', '.join(NAMES)}; none: all")
    parser.add_argument("--runs", type=int, default=-1, help="inputs a target (default: no limit)")
    parser.add_argument("--seconds", type=int, default=60, help="for each target (default: 60)")
    parser.add_argument("--input", type=Path, help="try this one file only")
    parser.add_argument("--grow", action="store_true", help="keep what reaches further in tests/data/fuzz")
    known = parser.parse_args(words)
    names = known.targets or list(NAMES)
    unknown = set(names) - set(NAMES)
    if unknown:
        parser.error(f"no such target: {', '.join(sorted(unknown))}")
    if not GUIDED:
        version = ".".join(map(str, sys.version_info[:2]))
        print(f"fuzz: atheris is not here (no wheel for Python {version} on this machine?): Hypothesis only")
    if len(names) > 1:
        return _all(names, words)
    return _one(names[0], known)


def _all(names: list[str], words: list[str]) -> int:
    """Each in a process of its own, as atheris wants it."""
    options = [word for word in words if word not in names]
    with ThreadPoolExecutor(PARALLEL) as pool:
        return max(pool.map(lambda name: _process(name, options), names))


def _process(name: str, options: list[str]) -> int:
    command = [sys.executable, "-m", "tests.fuzz", name, *options]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    print(
        f"{name:12} {'ok' if done.returncode == 0 else 'FOUND SOMETHING'}  {_summary(done.stderr)}",
        flush=True,
    )
    if done.returncode:
        print(done.stdout[-3000:], done.stderr[-6000:])
    return abs(done.returncode)


def _summary(stderr: str) -> str:
    return next((line for line in reversed(stderr.splitlines()) if line.startswith(("Done", "fuzz:"))), "")


def _one(name: str, known: argparse.Namespace) -> int:
    if known.input is not None:
        from tests.fuzz.target import load

        load(name).try_(known.input.read_bytes())
        return 0
    if GUIDED:
        from tests.fuzz import guided

        return guided.run(name, known.runs, known.seconds, known.grow)
    from tests.fuzz import blind

    return blind.run(name, known.runs, known.seconds)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
