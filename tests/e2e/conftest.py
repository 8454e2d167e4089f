"""Real browsers against a real server, in a network of the tests' own (tests/support/network.py).

All tests of one process share their browsers and, where they ask for `served`, a server: a test makes windows
(contexts) and lessons of its own. So all of them run in one event loop, and their fixtures, too.
"""

import inspect
import os
from collections.abc import AsyncIterator, Generator
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Playwright, async_playwright

from tests.e2e.places import Desk, Place
from tests.support.axe import Looker
from tests.support.chromium import Browsers
from tests.support.network import ADDRESS, enter_own_network
from tests.support.server import Served, SharedServer

HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.e2e)
            item.add_marker(pytest.mark.timeout(240))
            if inspect.iscoroutinefunction(getattr(item, "obj", None)):
                item.add_marker(pytest.mark.asyncio(loop_scope="session"), append=False)


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_fixture_setup(fixturedef: pytest.FixtureDef[object]) -> Generator[None, object, object]:
    """Every fixture of these tests lives in the loop of the session, also where `@pytest.fixture` is all it says.

    pytest-asyncio has one setting for all folders; this is what its own decorator's `loop_scope` does. (Those of the
    whole session need it themselves: this hook is only asked about fixtures of modules and tests.)
    """
    function = fixturedef.func
    ours = Path(inspect.getfile(function)).is_relative_to(HERE)
    if ours and (inspect.iscoroutinefunction(function) or inspect.isasyncgenfunction(function)):
        function.__dict__.setdefault("_loop_scope", "session")
    return (yield)


@pytest.fixture(scope="session", autouse=True)
def network() -> str:
    """Everything started from now on lives where 198.18.9.1 is this machine."""
    if os.environ.get("BUCGIANG_TEST_ADDRESS") != ADDRESS:
        enter_own_network()
        os.environ["BUCGIANG_TEST_ADDRESS"] = ADDRESS
    return ADDRESS


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def playwright(network: str) -> AsyncIterator[Playwright]:
    async with async_playwright() as running:
        yield running


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def launched(
    playwright: Playwright, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Browsers]:
    """The browsers of this process; tests ask for `browsers`."""
    browsers = Browsers(playwright, tmp_path_factory.mktemp("browsers"))
    yield browsers
    await browsers.close()


@pytest.fixture
async def browsers(launched: Browsers) -> AsyncIterator[Browsers]:
    """Shared browsers, without a window before and after each test."""
    yield launched
    await launched.clear()


@pytest.fixture
async def teachers(browsers: Browsers) -> Browser:
    """A browser whose mic says the lecture and whose camera shows the board."""
    return await browsers.get("teacher", "board", 5)


@pytest.fixture
async def faces(browsers: Browsers) -> Browser:
    """A browser whose mic says the lecture and whose camera shows a teacher who moves."""
    return await browsers.get("teacher", "teacher", 15)


@pytest.fixture
async def pupils(browsers: Browsers) -> Browser:
    """A browser whose mic says a pupil's answer and whose camera shows a pupil."""
    return await browsers.get("pupil1", "pupil", 15)


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def server(network: str, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[SharedServer]:
    """Of this process; tests ask for `served`."""
    shared = SharedServer(lambda: tmp_path_factory.mktemp("served"))
    yield shared
    await shared.close()


@pytest.fixture
async def served(server: SharedServer) -> Served:
    """A demo server that other tests use, too, each with lessons of its own.

    A test that needs other settings, restarts the server or uses up its limits starts one of its own.
    """
    return await server.get()


@pytest.fixture(scope="session")
def desk() -> Desk:
    """Who is signed in at the shared server's office."""
    return Desk()


@pytest.fixture
async def place(served: Served, teachers: Browser, desk: Desk) -> AsyncIterator[Place]:
    """The shared server and a looker; whatever it finds wrong by the test's end fails the test, all at once."""
    looker = Looker(teachers)
    yield Place(served, looker, teachers, desk)
    if looker.faults:
        pytest.fail("\n".join(dict.fromkeys(looker.faults)), pytrace=False)
