"""Drives Debian's Firefox over WebDriver BiDi (W3C) with a bare websocket: just what the tests need."""

import asyncio
import itertools
import json
import re
from pathlib import Path
from typing import Any, Self

import aiohttp

from tests.support.page import looking
from tests.support.waiting import PATIENCE_S

PREFERENCES = {
    "media.navigator.streams.fake": True,
    "media.navigator.permission.disabled": True,
    "media.peerconnection.ice.loopback": True,
    "media.peerconnection.ice.obfuscate_host_addresses": False,
    "media.gmp-manager.updateEnabled": False,
    "media.autoplay.default": 0,
    "datareporting.policy.dataSubmissionEnabled": False,
    "toolkit.telemetry.enabled": False,
    "app.update.enabled": False,
    "extensions.update.enabled": False,
    "browser.safebrowsing.update.enabled": False,
    "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False,
    "remote.active-protocols": 1,
}


class Firefox:
    """One browser with one tab. `async with Firefox(profile) as page: await page.open(url)`."""

    def __init__(self, profile: Path) -> None:
        self._profile = profile
        self._ids = itertools.count(1)
        self._waiting: dict[int, asyncio.Future[Any]] = {}
        self._tasks: list[asyncio.Task[None]] = []

    async def __aenter__(self) -> Self:
        self._profile.mkdir(parents=True, exist_ok=True)
        lines = [f"user_pref({json.dumps(key)}, {json.dumps(value)});" for key, value in PREFERENCES.items()]
        (self._profile / "user.js").write_text("\n".join(lines))
        self._process = await asyncio.create_subprocess_exec(
            "firefox-esr", "--headless", "--no-remote", "--profile", str(self._profile), "--remote-debugging-port", "0",
            stderr=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.DEVNULL,
            env={"HOME": str(self._profile), "PATH": "/usr/bin:/bin", "MOZ_HEADLESS": "1"},
        )  # fmt: skip
        self._http = aiohttp.ClientSession()
        try:
            await self._begin()
        except BaseException:
            await self.__aexit__()
            raise
        return self

    async def _begin(self) -> None:
        async with asyncio.timeout(60):
            address = await self._address()
        self._tasks.append(asyncio.create_task(self._discard()))
        self._socket = await self._http.ws_connect(f"{address}/session", max_msg_size=0)
        self._tasks.append(asyncio.create_task(self._read()))
        await self._call("session.new", {"capabilities": {}})
        tree = await self._call("browsingContext.getTree", {})
        self._context = tree["contexts"][0]["context"]

    async def __aexit__(self, *_exception: object) -> None:
        if self._process.returncode is None:
            self._process.terminate()
        await self._process.wait()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self._http.close()

    async def open(self, url: str) -> None:
        """Loads `url` and waits for its load event."""
        await self._call(
            "browsingContext.navigate", {"context": self._context, "url": url, "wait": "complete"}
        )

    async def evaluate(self, expression: str) -> Any:
        """The JSON value of a JavaScript expression; promises are awaited. Raises RuntimeError."""
        answer = await self._call(
            "script.callFunction",
            {
                "functionDeclaration": f"async () => JSON.stringify(await ({expression}) ?? null)",
                "target": {"context": self._context},
                "awaitPromise": True,
                "userActivation": True,
            },
        )
        if answer["type"] != "success":
            raise RuntimeError(str(answer.get("exceptionDetails", answer))[:500])
        return json.loads(answer["result"]["value"])

    async def until(self, expression: str, seconds: float = PATIENCE_S) -> Any:
        """Waits in the page until the expression is truthy; its value. Raises TimeoutError."""
        async with asyncio.timeout(seconds):
            return await self.evaluate(looking(expression))

    async def click(self, test_id: str) -> None:
        """Clicks the element with that data-testid with a real pointer."""
        selector = f'[data-testid="{test_id}"]'
        point = await self.until(
            f"(() => {{ const e = document.querySelector('{selector}'); if (!e || e.disabled) return null;"
            " e.scrollIntoView({block: 'center'}); const r = e.getBoundingClientRect();"
            " return r.width ? [Math.round(r.x + r.width / 2), Math.round(r.y + r.height / 2)] : null; })()"
        )
        move = {"type": "pointerMove", "x": point[0], "y": point[1]}
        actions = [move, {"type": "pointerDown", "button": 0}, {"type": "pointerUp", "button": 0}]
        await self._call(
            "input.performActions",
            {"context": self._context, "actions": [{"type": "pointer", "id": "mouse", "actions": actions}]},
        )

    async def _address(self) -> str:
        assert self._process.stderr is not None
        while line := await self._process.stderr.readline():
            match = re.search(rb"WebDriver BiDi listening on (ws://\S+)", line)
            if match:
                return match[1].decode()
        raise RuntimeError("firefox ended before it listened")

    async def _discard(self) -> None:
        assert self._process.stderr is not None
        while await self._process.stderr.readline():
            pass

    async def _call(self, method: str, params: dict[str, Any]) -> Any:
        number = next(self._ids)
        future = self._waiting[number] = asyncio.get_running_loop().create_future()
        await self._socket.send_json({"id": number, "method": method, "params": params})
        return await future

    async def _read(self) -> None:
        async for message in self._socket:
            answer = json.loads(message.data)
            future = self._waiting.pop(answer.get("id"), None)
            if future is None or future.done():
                continue
            if answer["type"] == "error":
                future.set_exception(RuntimeError(f"{answer['error']}: {answer['message'][:300]}"))
            else:
                future.set_result(answer["result"])
