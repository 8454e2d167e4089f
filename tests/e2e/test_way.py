"""A family's phone: the class's link, one's line and birth digits, a sibling's card, and both in one lesson."""

import sqlite3
from pathlib import Path

from playwright.async_api import Browser, expect

from tests.e2e.people import teacher_starts
from tests.support.chromium import phone
from tests.support.server import Served

ONE, TWO = "hs-8a3-05", "hs-8a3-06"


def birth_digits(served: Served, person: str) -> str:
    """As the pupil types them."""
    with sqlite3.connect(f"file:{served.data / 'bucgiang.db'}?mode=ro", uri=True) as database:
        (born,) = database.execute("SELECT birth_date FROM people WHERE id = ?", (person,)).fetchone()
    year, month, day = born.split("-")
    return f"{day}{month}{year}"


async def test_two_pupils_come_in_on_one_phone(tmp_path: Path, pupils: Browser, teachers: Browser) -> None:
    """On a server of its own: the day's page offers its one lesson."""
    async with Served(tmp_path) as served:
        await two_pupils_come_in(served, pupils, teachers)


async def two_pupils_come_in(served: Served, pupils: Browser, teachers: Browser) -> None:
    link = (await served.call("POST", "/classes/8a3/link", status=201))["url"]
    family = await (await phone(pupils)).new_page()
    await family.goto(served.url + link)
    await family.get_by_test_id("pupils").get_by_role("button", name="Số thứ tự 5").click()
    await family.get_by_role("textbox").fill("01011999")
    await family.get_by_test_id("way-submit").click()
    await expect(family.get_by_role("status").filter(has_text="Chưa đúng")).to_be_visible()
    await family.get_by_role("textbox").fill(birth_digits(served, ONE))
    await family.get_by_test_id("way-submit").click()
    await family.wait_for_url("**/day")
    await expect(family.get_by_test_id("featured")).to_be_visible()

    (card,) = (await served.call("POST", "/classes/8a3/cards", {"people": [TWO]}, status=201))["cards"]
    await family.goto(card["url"])
    await family.wait_for_url("**/day")
    await family.get_by_test_id("switch").click()
    await expect(family.get_by_test_id("siblings").get_by_role("listitem")).to_have_count(2)
    await family.get_by_test_id("both").first.click()
    await family.wait_for_url("**/l/*")
    lesson = family.url.rsplit("/", 1)[1]
    await family.get_by_test_id("join").click()
    await teacher_starts(teachers, served, lesson)
    for button in ("raise-hand", "raise-hand-2"):
        await expect(family.get_by_test_id(button)).to_be_visible()
    attendance = await served.call("GET", f"/lessons/{lesson}/attendance")
    assert {ONE, TWO} <= {one["person"] for one in attendance["students"] if one["present_now"]}

    await served.call("POST", f"/lessons/{lesson}/people/{TWO}/card", status=201)
    await expect(family.get_by_text("thu hồi")).to_be_visible()
