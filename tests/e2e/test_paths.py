"""How sound gets through when a school's firewall lets little through, and what the page says of it."""

from pathlib import Path

from playwright.async_api import Browser, Page

from tests.e2e.people import SPEECH, hears, teacher_starts, until
from tests.support.chromium import phone
from tests.support.firewall import blocked
from tests.support.network import ADDRESS6
from tests.support.relayed import relayed
from tests.support.server import Served


def says(path: str) -> str:
    return f"document.querySelector('[data-testid=path]')?.dataset.path === '{path}'"


async def card(browser: Browser, served: Served, lesson: str) -> Page:
    """A pupil's page before the tap."""
    pupil = await (await phone(browser)).new_page()
    await pupil.goto(f"{served.url}/l/{lesson}#{await served.token(lesson, 'student', 'hs-8a3-02')}")
    await pupil.get_by_test_id("join").wait_for()
    return pupil


async def joins(pupil: Page) -> None:
    await pupil.get_by_test_id("join").click()
    await pupil.get_by_test_id("raise-hand").wait_for()


async def is_well(page: Page) -> None:
    """Says the light."""
    await until(page, "document.querySelector('[data-testid=line]')?.textContent.includes('Đã kết nối')")


async def is_taught(teachers: Browser, pupils: Browser, served: Served, path: str) -> None:
    """A pupil who comes into a lesson hears the teacher, and the card said beforehand by which way."""
    lesson = await served.lesson()
    await teacher_starts(teachers, served, lesson)
    pupil = await card(pupils, served, lesson)
    await until(pupil, says(path))
    await joins(pupil)
    assert await hears(pupil, "a0", "teacher") > SPEECH
    await is_well(pupil)


async def test_the_direct_way(served: Served, pupils: Browser) -> None:
    lesson = await served.lesson()
    pupil = await card(pupils, served, lesson)
    await until(pupil, says("udp"))
    assert "trực tiếp (UDP)" in await pupil.inner_text("main")
    assert (await served.call("GET", f"/lessons/{lesson}/attendance"))["students"][1]["first_joined"] is None


async def test_without_udp_sound_comes_over_tcp(served: Served, teachers: Browser, pupils: Browser) -> None:
    with blocked(("udp", served.media_port)):
        await is_taught(teachers, pupils, served, "tcp")


async def test_without_any_direct_way_sound_comes_through_a_relay_over_tcp(
    tmp_path: Path, teachers: Browser, pupils: Browser
) -> None:
    async with relayed(tmp_path) as turn:
        media = turn.served.media_port
        with blocked(("udp", media), ("tcp", media), ("udp", turn.plain[1]), relays=True):
            await is_taught(teachers, pupils, turn.served, "relay")


async def test_without_any_way_the_page_says_what_to_open(
    served: Served, teachers: Browser, pupils: Browser
) -> None:
    port = served.media_port
    with blocked(("udp", port), ("tcp", port)):
        lesson = await served.lesson()
        await teacher_starts(teachers, served, lesson)
        pupil = await card(pupils, served, lesson)
        await until(pupil, says("none"))
        text = await pupil.inner_text("main")
        assert f"UDP cổng {port}, TCP cổng {port}" in text
        assert f"mở cổng {port}, cả UDP và TCP, tới máy chủ 127.0.0.1" in text
        await joins(pupil)
        await until(pupil, says("none"))
        await pupil.get_by_test_id("raise-hand").click()
        await until(pupil, "document.querySelector('[data-testid=raise-hand][aria-pressed=true]')")
    await until(pupil, "!document.querySelector('[data-testid=path]')", 40)
    await is_well(pupil)


async def test_over_ipv6(tmp_path: Path, teachers: Browser, pupils: Browser) -> None:
    async with Served(tmp_path, host="::1", media_addresses=f"::1 {ADDRESS6}") as served:
        assert served.url.startswith("http://[::1]:")
        await is_taught(teachers, pupils, served, "udp")
