"""The class page in all its states, its record, as people see them: see test_pages.py."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from playwright.async_api import Page

from tests.e2e.people import row_of, teacher_starts, unfolds_roster, until
from tests.e2e.places import Place

SAVED = r"/\d\d:\d\d:\d\d/"


async def test_pages_of_a_pupil_in_a_lesson(place: Place) -> None:
    await pupils_lesson(place)


async def test_pages_of_a_teacher_in_a_lesson(place: Place) -> None:
    await teachers_lesson(place)


async def test_pages_of_a_class_that_is_led(place: Place) -> None:
    lesson = await place.served.lesson()
    teacher = await teacher_starts(place.browser, place.served, lesson)
    await at_the_door(place, lesson, teacher)
    await quiet_and_panel(place, lesson, teacher)
    await devices(place, lesson, teacher)
    await two_pupils(place)
    await small_children(place)


async def at_the_door(place: Place, lesson: str, teacher: Page) -> None:
    """Waiting, and sent out; what the teacher sees of both."""
    looker = place.looker
    await teacher.get_by_test_id("class").click()
    await teacher.get_by_test_id("set-waiting_room").click()
    pupils = []
    for student in ("hs-8a3-05", "hs-8a3-07"):
        pupil = await looker.open(await place.join(lesson, "student", student))
        await pupil.get_by_test_id("join").click()
        await pupil.locator("[data-door=waiting]").wait_for()
        pupils.append(pupil)
    await looker.look(pupils[0], "door-waiting")
    await teacher.get_by_test_id("waiting").wait_for()
    await looker.look(teacher, "teacher-panel")
    await teacher.get_by_test_id("admit").first.click()
    await pupils[0].get_by_test_id("raise-hand").wait_for()
    await unfolds_roster(teacher)
    row = row_of(teacher, 5)
    await row.get_by_test_id("row-more").click()
    await row.get_by_test_id("remove").click()
    await looker.look(teacher, "teacher-remove")
    await row.get_by_test_id("remove-confirm").click()
    await pupils[0].locator("[data-door=removed]").wait_for()
    await looker.look(pupils[0], "door-removed")
    await teacher.get_by_test_id("removed").wait_for()
    await looker.look(teacher, "teacher-door")
    await teacher.get_by_test_id("admit-all").click()
    await teacher.get_by_test_id("readmit").click()
    await pupils[0].get_by_test_id("raise-hand").wait_for()
    await teacher.get_by_test_id("set-waiting_room").click()


async def quiet_and_panel(place: Place, lesson: str, teacher: Page) -> None:
    looker = place.looker
    pupil = await looker.open(await place.join(lesson, "student", "hs-8a3-01"))
    await pupil.get_by_test_id("join").click()
    await pupil.get_by_test_id("unclear").click()
    await teacher.get_by_test_id("unclear-list").wait_for()
    await teacher.get_by_test_id("quiet").click()
    await pupil.get_by_test_id("quiet-banner").wait_for()
    await looker.look(pupil, "pupil-quiet")
    await looker.look(teacher, "teacher-quiet")
    await teacher.get_by_test_id("quiet-end").click()


async def devices(place: Place, lesson: str, teacher: Page) -> None:
    """The teacher's second phone, the classroom's own device, who watches, a guest."""
    looker = place.looker
    await teacher.get_by_test_id("phone-camera").click()
    await teacher.get_by_test_id("phone-qr").wait_for()
    await looker.look(teacher, "teacher-phone-code")
    camera = await looker.open(await place.companion(lesson))
    await camera.get_by_test_id("join").or_(camera.get_by_test_id("camera-state")).first.wait_for()
    await looker.look(camera, "camera-card")
    if await camera.get_by_test_id("join").count():
        await camera.get_by_test_id("join").click()
    await until(camera, "document.querySelector('[data-testid=camera][aria-pressed=true]')")
    await looker.look(camera, "camera")
    made = await place.served.call("POST", f"/lessons/{lesson}/room-device", status=201)
    for name, link in (
        ("room", f"{place.served.url}{made['url']}"),
        ("observer", await place.join(lesson, "observer")),
        ("guest", await place.join(lesson, "guest")),
    ):
        page = await looker.open(link)
        await page.get_by_test_id("join").click()
        await until(page, "document.querySelector('[data-slot=v1]')?.videoWidth > 0")
        await looker.look(page, name)


async def two_pupils(place: Place) -> None:
    page = await place.two_pupils("hs-8a3-09", "hs-8a3-10")
    await page.get_by_test_id("both").first.click()
    await page.wait_for_url("**/l/*")
    await page.get_by_test_id("join").wait_for()
    await place.looker.look(page, "join-card-two")
    await page.get_by_test_id("join").click()
    await page.get_by_test_id("here-names").wait_for()
    await place.looker.look(page, "pupil-two")


async def small_children(place: Place) -> None:
    """A primary school's pages: the day, the number pad, the lesson."""
    looker, served = place.looker, place.served
    async with primary(place):
        lesson = await served.lesson()
        teacher = await teacher_starts(place.browser, served, lesson)
        day = await served.call("POST", "/office/people/hs-8a3-05/day-link", status=201)
        page = await looker.open(f"{served.url}/day#{str(day['url']).partition('#')[2]}")
        await page.get_by_test_id("featured").wait_for()
        await looker.look(page, "small-day")
        link = (await served.call("POST", "/classes/8a3/link", status=201))["url"]
        page = await looker.open(served.url + link)
        await page.get_by_test_id("pupils").get_by_role("button").first.click()
        await page.get_by_test_id("pad").wait_for()
        await looker.look(page, "small-digits")
        pupil = await looker.open(await place.join(lesson, "student", "hs-8a3-05"))
        await pupil.get_by_test_id("join").wait_for()
        await looker.look(pupil, "small-join-card")
        await pupil.get_by_test_id("join").click()
        await pupil.get_by_test_id("small-room").wait_for()
        await until(pupil, "document.querySelector('[data-slot=v1]')?.videoWidth > 0")
        await looker.look(pupil, "small-room")
        await pupil.get_by_test_id("raise-hand").click()
        await teacher.get_by_test_id("give-floor").click()
        await pupil.get_by_test_id("accept-floor").click()
        await pupil.get_by_test_id("give-back").wait_for()
        await looker.look(pupil, "small-speaks")


@asynccontextmanager
async def primary(place: Place) -> AsyncIterator[None]:
    """The school's pages are for small children meanwhile."""
    kept = (await place.served.call("GET", "/office/settings"))["policy"]
    await place.served.call("PUT", "/office/settings", {"policy": {**kept, "small_children": True}})
    try:
        yield
    finally:
        await place.served.call("PUT", "/office/settings", {"policy": kept})


async def pupils_lesson(place: Place) -> None:
    looker = place.looker
    lesson = await place.served.lesson(recording=True)
    pupil = await looker.open(await place.join(lesson, "student", "hs-8a3-05"))
    await pupil.get_by_test_id("join").wait_for()
    await looker.look(pupil, "join-card")
    await pupil.get_by_test_id("join").click()
    await pupil.get_by_test_id("chat").wait_for()
    await until(
        pupil,
        "document.querySelector('[data-testid=chat]').getBoundingClientRect().bottom < innerHeight - 40",
    )
    await looker.look(pupil, "pupil-waiting")
    teacher = await teacher_starts(place.browser, place.served, lesson)
    await until(pupil, "document.querySelector('[data-slot=v1]')?.videoWidth > 0")
    await looker.look(pupil, "pupil-live")
    for text in ("Em chào cô ạ.", "Nhóm em làm xong bài 2 rồi cô ạ, kết quả là AD/DB = 2/3 phải không ạ?"):
        await pupil.get_by_test_id("chat").fill(text)
        await pupil.get_by_test_id("chat-send").click()
    await pupil.get_by_test_id("raise-hand").click()
    await pupil.get_by_test_id("ask").click()
    await looker.look(pupil, "pupil-hand")
    await teacher.get_by_test_id("give-floor").click()
    await pupil.get_by_test_id("accept-floor").wait_for()
    await looker.look(pupil, "pupil-invited")
    await pupil.get_by_test_id("accept-floor").click()
    await pupil.get_by_test_id("camera").click()
    await until(pupil, "document.querySelector('[data-testid=camera][aria-pressed=true]')")
    await looker.look(pupil, "pupil-speaks")
    await pupil.get_by_test_id("listen-only").click()
    await looker.look(pupil, "pupil-listens")
    await place.served.call("POST", f"/lessons/{lesson}/end")
    await pupil.get_by_role("heading", name="Tiết học đã kết thúc").wait_for()
    await looker.look(pupil, "pupil-ended")


async def teachers_lesson(place: Place) -> None:
    looker = place.looker
    lesson = await place.served.lesson(
        minutes=9, recording=True
    )  # so near its end that the sheet can be filled
    teacher = await looker.open(await place.join(lesson, "teacher"))
    await until(teacher, "document.querySelector('[data-testid=start]:not(:disabled)')")
    await until(teacher, "document.querySelector('.preview video')?.videoWidth > 0")
    await looker.look(teacher, "teacher-check")
    await teacher.get_by_test_id("start").click()
    await until(teacher, "document.querySelector('[data-testid=camera][aria-pressed=true]')")
    await until(
        teacher, f"{SAVED}.test(document.querySelector('[data-testid=recording-saved]')?.textContent)"
    )
    await looker.look(teacher, "teacher-live")
    pupils = []
    for student in ("hs-8a3-05", "hs-8a3-07"):
        pupil = await looker.open(await place.join(lesson, "student", student))
        await pupil.get_by_test_id("join").click()
        await pupil.get_by_test_id("raise-hand").click()
        pupils.append(pupil)
    await pupils[0].get_by_test_id("chat").fill("Em chào cô ạ.")
    await pupils[0].get_by_test_id("chat-send").click()
    await teacher.get_by_test_id("give-floor").first.click()
    await pupils[0].get_by_test_id("accept-floor").click()
    await pupils[1].context.close()
    await until(teacher, "document.querySelector('[data-testid=floor] li')")
    await teacher.locator(".roster-card summary").click()
    await looker.look(teacher, "teacher-floor")
    await teacher.get_by_test_id("pause-recording").click()
    await teacher.get_by_test_id("resume-recording").wait_for()
    await looker.look(teacher, "teacher-paused")
    await looker.look(pupils[0], "pupil-paused")
    await teacher.get_by_test_id("resume-recording").click()
    await teacher.get_by_test_id("sheet-open").click()
    await teacher.get_by_test_id("sheet-remark").fill("Lớp học tích cực, hiểu bài.")
    await until(teacher, "document.querySelector('[data-testid=sheet-state]')?.dataset.state === 'saved'")
    await looker.look(teacher, "teacher-sheet")
    await teacher.get_by_test_id("end").click()
    await looker.look(teacher, "teacher-end")
    other = await looker.open(await place.join(lesson, "teacher"))
    await other.get_by_test_id("join").wait_for()
    await looker.look(other, "teacher-back")
    await teacher.get_by_test_id("end-confirm").click()
    await teacher.get_by_role("heading", name="Tiết học đã kết thúc").wait_for()
    await until(teacher, "document.querySelector('[data-testid=sheet-remark]')?.value.startsWith('Lớp học')")
    await looker.look(teacher, "teacher-ended")
    await record(place, teacher, lesson)
    await kept(place, lesson)


async def record(place: Place, teacher: Page, lesson: str) -> None:
    """The record of the lesson that has just ended, its sheet with a conflict, the office's way to remove it."""
    looker = place.looker
    other = await looker.open(
        f"{place.served.url}/record/{lesson}#{await place.served.token(lesson, 'teacher')}"
    )
    await other.get_by_test_id("record-page").wait_for()
    await looker.look(other, "record")
    await other.get_by_test_id("record-edit").click()
    await other.get_by_test_id("sheet-remark").fill("Lớp học tốt.")
    await looker.look(other, "record-sheet")
    await teacher.get_by_test_id("sheet-remark").fill("Lớp học tích cực, hiểu bài, làm đủ bài tập.")
    await teacher.get_by_test_id("sheet-save").click()
    await until(teacher, "document.querySelector('[data-testid=sheet-state]')?.dataset.state === 'saved'")
    await other.get_by_test_id("sheet-save").click()
    await other.get_by_test_id("sheet-theirs-remark").wait_for()
    await looker.look(other, "record-changed-meanwhile")
    await other.get_by_test_id("sheet-save").click()
    await until(other, "document.querySelectorAll('[data-testid=record-version] option').length === 3")
    await looker.look(other, "record-versions")
    pupil = await looker.open(
        f"{place.served.url}/record/{lesson}#{await place.served.token(lesson, 'student', 'hs-8a3-05')}"
    )
    await pupil.get_by_role("alert").wait_for()
    await looker.look(pupil, "record-refused")


async def kept(place: Place, lesson: str) -> None:
    """What the office sees of a lesson that was recorded."""
    looker = place.looker
    page = await place.office("day")
    ended = page.locator(f'[data-lesson="{lesson}"]')
    await ended.get_by_role("button").first.click()
    await page.get_by_test_id("replay-link").wait_for()
    await page.get_by_test_id("remove-record").click()
    await looker.look(page, "office-kept")
    for label in ("Lý do xóa", "Số quyết định"):
        await page.get_by_label(label).fill("Thử 01/QĐ")
    await page.get_by_test_id("remove-record-now").click()
    await page.get_by_test_id("remove-record-now-confirm").click()
    await page.get_by_test_id("record-link").wait_for(state="detached")
    await page.goto(f"{place.served.url}/record/{lesson}")
    await page.get_by_text("Thử 01/QĐ").first.wait_for()
    await looker.look(page, "record-removed")
