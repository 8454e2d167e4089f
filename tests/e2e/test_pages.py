"""Every page as people see it: phone, narrow phone and desktop, light and dark, both languages, and at 200 %. No axe
violation, nothing wider than the screen, every control within reach, nothing in the console; pictures go to
tests/screenshots/ to be looked at. Those of the office and of the class are in test_pages_office.py, test_pages_class.py.
"""

import time
from datetime import UTC, datetime

from server.http.tokens import Tokens
from server.school.demo.families import UNREAD_EACH
from tests.e2e.places import Place
from tests.support.server import SECRET

ZALO = (
    "Mozilla/5.0 (Linux; Android 13; wv) AppleWebKit/537.36 Chrome/126.0.0.0 Mobile Safari/537.36 Zalo/24.1"
)
OLD = "delete Array.prototype.findLast;"
"""As in a browser before those we promise."""


async def test_pages_around_lessons(place: Place) -> None:
    await quiet_pages(place)
    await days(place)
    await told(place)
    await closed_doors(place)


async def test_ways_in(place: Place) -> None:
    await class_way(place)
    await cards_and_guests(place)
    await several_pupils(place)
    await family(place)


async def quiet_pages(place: Place) -> None:
    looker, url = place.looker, place.served.url
    page = await looker.open(f"{url}/")
    await page.get_by_role("heading", name="Bục Giảng").wait_for()
    await looker.look(page, "home")
    await page.goto(f"{url}/setup#{'x' * 43}")
    await page.locator("input").first.wait_for()
    await looker.look(page, "setup")
    await page.get_by_role("button", name="Tạo tài khoản").click()
    await looker.look(page, "setup-faults")
    await page.goto(f"{url}/office")
    await page.locator("input[type=password]").wait_for()
    await looker.look(page, "office-login")


async def days(place: Place) -> None:
    """Of a homeroom teacher, with all that is folded opened, and of a pupil."""
    looker, url = place.looker, place.served.url
    await place.served.lesson()
    today = datetime.now(UTC).date().isoformat()
    note = {
        "person": "hs-8a3-11",
        "from_day": today,
        "to_day": today,
        "reason": "Em bị sốt, xin nghỉ một buổi.",
    }
    await place.served.call("POST", "/office/leave-notes", note, 201)
    for person in ("gv-01", "hs-8a3-05"):
        day = await place.served.call("POST", f"/office/people/{person}/day-link", status=201)
        page = await looker.open(f"{url}/day#{str(day['url']).partition('#')[2]}")
        await page.get_by_test_id("featured").wait_for()
        await looker.look(page, f"day-{person[:2]}")
        if person == "gv-01":
            for folded in await page.locator("main summary").all():
                await folded.click()
            await page.get_by_test_id("day-leave").click()
            await page.get_by_test_id("leave-note").first.wait_for()
            await page.get_by_test_id("homeroom-families").click()
            await page.get_by_test_id("families-sum").wait_for()
            await looker.look(page, "day-gv-homeroom")
            await page.get_by_test_id("day-leave-take").click()
            await page.get_by_test_id("leave-dialog").wait_for()
            await looker.look(page, "day-gv-take")
    await page.goto(f"{url}/day#forged")
    await page.get_by_role("alert").wait_for()
    await looker.look(page, "day-forged")


async def told(place: Place) -> None:
    """What the school tells a pupil: notices old and new, all unfolded, and the rules before the first lesson."""
    pupil = f"hs-8a3-{UNREAD_EACH:02}"
    for title in ("Họp phụ huynh", "Nghỉ học vì bão"):
        notice = {"title": title, "text": "Mời gia đình các em lớp 8A3.", "link": "/day", "class": "8a3"}
        await place.served.call("POST", "/office/notices", notice, 201)
    day = await place.served.call("POST", f"/office/people/{pupil}/day-link", status=201)
    page = await place.looker.open(f"{place.served.url}/day#{str(day['url']).partition('#')[2]}")
    notices = page.get_by_test_id("day-notices")
    async with page.expect_response("**/notices/read"):
        await notices.get_by_role("button").first.click()
    await page.reload()
    await page.locator("main summary", has_text="Đã đọc").click()
    await place.looker.look(page, "day-hs-told")
    await page.get_by_test_id("featured").get_by_role("button").first.click()
    await page.get_by_test_id("house-rules-accept").wait_for()
    await place.looker.look(page, "day-hs-rules")


async def class_way(place: Place) -> None:
    """The class's link: the list, the digits, a wrong answer, the way in."""
    looker, url = place.looker, place.served.url
    link = (await place.served.call("POST", "/classes/8a4/link", status=201))["url"]
    page = await looker.open(url + link)
    await page.get_by_test_id("pupils").wait_for()
    await looker.look(page, "way-class")
    await page.get_by_test_id("pupils").get_by_role("button").first.click()
    await page.get_by_role("textbox").fill("01011999")
    await page.get_by_test_id("way-submit").click()
    await page.get_by_role("status").filter(has_text="Chưa đúng").wait_for()
    await looker.look(page, "way-digits")
    await page.goto(f"{url}/c/8a4#forged")
    await page.get_by_role("alert").wait_for()
    await looker.look(page, "way-old-link")


async def cards_and_guests(place: Place) -> None:
    looker, url = place.looker, place.served.url
    page = await looker.open(f"{url}/t#forged")
    await page.get_by_role("alert").wait_for()
    await looker.look(page, "way-old-card")
    lesson = await place.served.lesson()
    guests = (await place.served.call("POST", f"/lessons/{lesson}/guest-link", status=201))["url"]
    page = await looker.open(url + guests)
    await page.get_by_role("textbox").wait_for()
    await looker.look(page, "way-guest")


async def several_pupils(place: Place) -> None:
    """Two cards on one phone: who learns now?"""
    page = await place.two_pupils("hs-8a3-05", "hs-8a3-06")
    await place.looker.look(page, "day-siblings")


async def closed_doors(place: Place) -> None:
    looker, url = place.looker, place.served.url
    lesson = await place.served.lesson()
    tokens, now = Tokens(SECRET.encode()), round(time.time() * 1000)
    past = tokens.join(lesson, "hs-8a3-05", "Nguyễn Minh Anh", "student", 60, now - 3_600_000).token
    lost = tokens.join("khongcotiet1", "hs-8a3-05", "Nguyễn Minh Anh", "student", 60, now).token
    for name, link in (
        ("expired", f"/l/{lesson}#{past}"),
        ("forged", f"/l/{lesson}#a.b.c"),
        ("no-token", f"/l/{lesson}"),
        ("unknown-lesson", f"/l/khongcotiet1#{lost}"),
    ):
        page = await looker.open(f"{url}{link}")
        await page.locator(".problem").wait_for()
        await looker.look(page, f"problem-{name}")
        await page.context.close()
    page = await looker.open(await place.join(lesson, "student", "hs-8a3-05"), user_agent=ZALO)
    await page.get_by_role("button", name="Cứ học ở đây").wait_for()
    await looker.look(page, "in-app")
    context = await looker.context()
    await context.add_init_script(OLD)
    page = await context.new_page()
    await page.goto(f"{url}/l/{lesson}")
    await page.get_by_role("alert").wait_for()
    await looker.look(page, "unsupported")


async def family(place: Place) -> None:
    """A parent's page by its one-time link, and when that was used."""
    looker = place.looker
    asked = {"people": ["hs-8a3-05"]}
    made = await place.served.call("POST", "/office/families/8a3/links", asked, status=201)
    page = await looker.open(made["slips"][0]["url"])
    await page.get_by_test_id("consent-now").wait_for()
    await page.get_by_test_id("month-sum").or_(page.locator(".family")).first.wait_for()
    for folded in await page.locator("main summary").all():
        await folded.click()
    await looker.look(page, "family")
    page = await looker.open(made["slips"][0]["url"])
    await page.get_by_role("alert").wait_for()
    await looker.look(page, "family-used")
