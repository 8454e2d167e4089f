"""Real browsers against a real server, in a network of the tests' own (tests/support/network.py)."""

import os
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from playwright.async_api import Browser, Playwright, async_playwright

from tests.support.chromium import chromium
from tests.support.network import ADDRESS, enter_own_network

HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.e2e)
            item.add_marker(pytest.mark.timeout(240))


@pytest.fixture(scope="session", autouse=True)
def network() -> str:
    """Everything started from now on lives where 198.18.9.1 is this machine."""
    if os.environ.get("BUCGIANG_TEST_ADDRESS") != ADDRESS:
        enter_own_network()
        os.environ["BUCGIANG_TEST_ADDRESS"] = ADDRESS
    return ADDRESS


@pytest.fixture
async def playwright() -> AsyncIterator[Playwright]:
    async with async_playwright() as running:
        yield running


@pytest.fixture
async def teachers(playwright: Playwright, tmp_path: Path) -> AsyncIterator[Browser]:
    """A browser whose mic says the lecture and whose camera shows the board."""
    async with chromium(playwright, tmp_path / "teacher", "teacher", "board", 5) as browser:
        yield browser


@pytest.fixture
async def pupils(playwright: Playwright, tmp_path: Path) -> AsyncIterator[Browser]:
    """A browser whose mic says a pupil's answer and whose camera shows a pupil."""
    async with chromium(playwright, tmp_path / "pupil", "pupil1", "pupil", 15) as browser:
        yield browser
