"""What a page's media connections say of themselves (getStats) and what its pictures really do on the screen."""

import itertools
from typing import Any

from playwright.async_api import Page

PEERS = """
    window.peers = [];
    const Real = window.RTCPeerConnection;
    window.RTCPeerConnection = class extends Real {
        constructor(...all) { super(...all); window.peers.push(this); }
    };
    window.inbound = async () => (await Promise.all(
        window.peers.filter((p) => p.connectionState !== 'closed').map(async (p) => [...(await p.getStats()).values()])
    )).flat().filter((s) => s.type === 'inbound-rtp');
    window.outbound = async () => (await Promise.all(
        window.peers.filter((p) => p.connectionState !== 'closed').map(async (p) => [...(await p.getStats()).values()])
    )).flat().filter((s) => s.type === 'outbound-rtp');
    window.slot = async (name) => {
        const track = document.querySelector(`[data-slot="${name}"]`)?.srcObject?.getTracks()[0];
        return (await window.inbound()).find((s) => s.trackIdentifier === track?.id) ?? null;
    };
    window.frames = {};
    window.watch = (name) => {
        const video = document.querySelector(`[data-slot="${name}"]`);
        const seen = window.frames[name] = [];
        const look = (now) => { seen.push(now); if (seen.length < 100000) video.requestVideoFrameCallback(look); };
        video.requestVideoFrameCallback(look);
    };
    window.silence = async (name, seconds) => {
        const until = performance.now() + seconds * 1000;
        let packets = -1, since = performance.now(), longest = 0;
        while (performance.now() < until) {
            const received = (await window.slot(name))?.packetsReceived ?? 0;
            if (received !== packets) { packets = received; since = performance.now(); }
            longest = Math.max(longest, performance.now() - since);
            await new Promise((next) => setTimeout(next, 50));
        }
        return longest / 1000;
    };
"""
"""For add_init_script: the page's connections, its slots' statistics, and when each frame of a slot was shown."""


async def slot(page: Page, name: str) -> dict[str, Any]:
    """The slot's inbound-rtp statistics; {} while nothing ever came."""
    return await page.evaluate("(name) => window.slot(name)", name) or {}


async def outbound(page: Page) -> list[dict[str, Any]]:
    """The outbound-rtp statistics of all that the page sends, one a layer."""
    found: list[dict[str, Any]] = await page.evaluate("window.outbound()")
    return found


async def watch(page: Page, name: str) -> None:
    """Notes from now on when frames of the slot are shown."""
    await page.evaluate("(name) => window.watch(name)", name)


async def shown(page: Page, name: str) -> list[float]:
    """Seconds (of the page's clock) at which frames of the slot were shown since `watch`, and now."""
    times: list[float] = await page.evaluate(
        "(name) => [...window.frames[name], performance.now()].map((ms) => ms / 1000)", name
    )
    return times


async def silence(page: Page, name: str, seconds: float) -> float:
    """The longest time within the next `seconds` in which no packet of the slot came."""
    return float(await page.evaluate("([name, seconds]) => window.silence(name, seconds)", [name, seconds]))


def gaps(times: list[float]) -> list[float]:
    """Seconds between one frame and the next."""
    return [after - before for before, after in itertools.pairwise(times)]
