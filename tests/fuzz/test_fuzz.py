"""The corpus is taken as it should be; a short run of every target finds nothing."""

import hashlib
import subprocess
import sys

import pytest

from tests.fuzz import blind
from tests.fuzz.target import DATA, NAMES, Target, load

SECONDS = 2
WHOLE = 200_000


@pytest.mark.parametrize("name", NAMES)
def test_the_corpus(name: str) -> None:
    target = load(name)
    for data in (*target.seeds, *target.corpus(), b""):
        assert target.ran(data) <= target.steps


def test_much_work_for_few_bytes_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tests.fuzz.target.DOUBT_S", 0)

    def slow(data: bytes) -> None:
        for _ in range(len(data) ** 2):
            pass

    target = Target("slow", slow, (), steps=5000, longest=1500)
    target.try_(bytes(40))
    with pytest.raises(AssertionError, match="lines run for 90 bytes"):
        target.try_(bytes(90))


@pytest.mark.parametrize("name", NAMES)
def test_some_inputs_by_chance(name: str) -> None:
    blind.batch(load(name), 0, 60)


def test_the_corpus_is_small_and_named_by_its_content() -> None:
    files = [path for path in DATA.rglob("*") if path.is_file()]
    assert {path.parent.name for path in files} == set(NAMES)
    assert sum(path.stat().st_size for path in files) < WHOLE
    for path in files:
        assert path.name == content_hash(path.read_bytes())


def content_hash(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()[:16]


@pytest.mark.process
@pytest.mark.timeout(240)
def test_a_short_run_of_every_target() -> None:
    command = [sys.executable, "-m", "tests.fuzz", "--seconds", str(SECONDS)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    print(done.stdout)
    assert done.returncode == 0, done.stdout + done.stderr
    assert all(f"{name:12} ok" in done.stdout for name in NAMES)
