"""Every section of the office pages, and the own account, as people see them: see tests/support/axe.py."""

from tests.e2e.places import OFFICE_PERSON, Place
from tests.support.axe import violations
from tests.support.chromium import DESKTOP
from tests.support.rosters import FOLDER

WRONG_SHEET = FOLDER / "csdl-thpt.xls"
"""Dates that do not exist, two pupils with one number."""
SECTIONS = {
    "day", "grid", "attendance", "leave", "overview", "devices", "register", "families", "notices", "rules",
    "requests", "ways", "accounts", "audit", "import", "plan", "settings",
}  # fmt: skip
PASSWORD = "ba-con-nai-vang-2026"


async def test_office_pages_of_the_day(place: Place) -> None:
    await place.held("hs-8a3-05", "hs-8a3-07")
    await lessons(place)
    await grid(place)
    await attendance(place)


async def test_office_pages_of_families(place: Place) -> None:
    await leave_and_devices(place)
    await families(place)
    await notices_and_requests(place)


async def test_office_pages_of_the_school(place: Place) -> None:
    await people(place)
    await ways(place)
    await taking_in(place)
    await plan(place)
    await planning_by_hand(place)


async def test_office_pages_of_rights(place: Place) -> None:
    await accounts(place)
    await settings(place)
    await own_account(place)


async def lessons(place: Place) -> None:
    looker = place.looker
    page = await place.office("day")
    await page.get_by_test_id("lesson").first.get_by_role("button").first.click()
    await looker.look(page, "office-lessons")
    await page.get_by_test_id("teacher-link").click()
    await page.get_by_test_id("link").wait_for()
    await looker.look(page, "office-lesson")
    await page.get_by_test_id("add-lesson").click()
    await page.get_by_test_id("save-lesson").click()
    await looker.look(page, "office-new-lesson")
    await page.get_by_test_id("office-menu").click()
    await looker.look(page, "office-menu")


async def grid(place: Place) -> None:
    page = await place.office("grid")
    await page.locator("input[type=date]").fill(await place.busy_day())
    await page.get_by_test_id("grid-cell").first.click()
    await place.looker.look(page, "office-grid")
    await page.get_by_test_id("change-day").click()
    kinds = page.get_by_label("Việc cần đổi")
    for kind in await kinds.locator("option").evaluate_all("all => all.map((one) => one.value)"):
        await kinds.select_option(kind)
        await place.looker.look(page, f"office-change-{kind}")
    change = {"kind": "khong_day", "lessons": [await place.served.lesson()], "reason": "Mất điện cả buổi"}
    await place.served.call("POST", "/office/changes", {"change": change}, 201)
    page = await place.office("grid")
    await page.get_by_test_id("tell-change").first.click()
    await page.get_by_test_id("tell-text").wait_for()
    await place.looker.look(page, "office-tell")


async def attendance(place: Place) -> None:
    page = await place.office("attendance", "8a3")
    await page.get_by_test_id("month-pupil").first.click()
    await place.looker.look(page, "office-attendance")
    await page.get_by_test_id("month-pupil").first.click()
    await page.locator(".month-days button").last.click()
    await page.get_by_test_id("mark-P").wait_for()
    await place.looker.look(page, "office-evidence")
    await page.keyboard.press("Escape")
    await page.get_by_test_id("excuse").click()
    await page.get_by_test_id("excuse-dialog").wait_for()
    await place.looker.look(page, "office-excuse")
    empty = await place.office("attendance", "8a4", "2020-01")
    await empty.locator(".empty").wait_for()
    await place.looker.look(empty, "office-attendance-none")


async def leave_and_devices(place: Place) -> None:
    page = await place.office("leave")
    await page.get_by_test_id("leave-note").first.wait_for()
    await place.looker.look(page, "office-leave")
    await page.get_by_test_id("leave-take").click()
    await page.get_by_test_id("leave-dialog").wait_for()
    await place.looker.look(page, "office-leave-take")
    page = await place.office("overview")
    await page.get_by_role("table").first.wait_for()
    await place.looker.look(page, "office-overview")
    page = await place.office("devices")
    await page.get_by_test_id("devices").wait_for()
    await place.looker.look(page, "office-devices")
    await page.get_by_test_id("device-edit").first.click()
    await page.get_by_test_id("device-dialog").wait_for()
    await place.looker.look(page, "office-device")


async def families(place: Place) -> None:
    page = await place.office("families")
    await page.get_by_test_id("families-sum").wait_for()
    await place.looker.look(page, "office-families")
    await page.get_by_test_id("family-slip").first.click()
    await page.get_by_test_id("slip-dialog").wait_for()
    await place.looker.look(page, "office-family-slip")
    await page.keyboard.press("Escape")
    await page.get_by_test_id("families-all").click()
    await page.get_by_test_id("families-make").click()
    await page.get_by_test_id("families-make-confirm").click()
    await page.get_by_test_id("families-make-confirm").or_(page.get_by_test_id("slips-print")).first.click()
    await page.get_by_test_id("slips-print").wait_for()
    await place.looker.look(page, "office-family-slips")


async def notices_and_requests(place: Place) -> None:
    notice = {
        "title": "Họp phụ huynh",
        "text": "Mời phụ huynh lớp 8A3 họp lúc 19 giờ thứ Bảy.",
        "class": "8a3",
    }
    await place.served.call("POST", "/office/notices", notice, 201)
    page = await place.office("notices")
    await page.get_by_test_id("notice-counts").first.wait_for()
    await place.looker.look(page, "office-notices")
    page = await place.office("rules")
    await page.get_by_test_id("rules-text").wait_for()
    await place.looker.look(page, "office-rules")
    page = await place.office("requests")
    await page.get_by_test_id("request-take").click()
    await page.get_by_test_id("request-dialog").wait_for()
    await place.looker.look(page, "office-request")


async def people(place: Place) -> None:
    page = await place.office("register", "people", "8a3")
    await page.get_by_test_id("day-link").first.click()
    await page.get_by_test_id("link").wait_for()
    await place.looker.look(page, "office-class-list")
    page = await place.office("register")
    await page.get_by_test_id("person-add").click()
    await page.get_by_test_id("person-save").click()
    await place.looker.look(page, "office-register")
    for part in ("classes", "departments", "year"):
        page = await place.office("register", part)
        await page.get_by_role("tabpanel").get_by_role("button").first.wait_for()
        await place.looker.look(page, f"office-register-{part}")
    page = await place.office("register", "person", "hs-8a3-05")
    await page.get_by_test_id("person-save").wait_for()
    for folded in await page.locator("summary").all():
        await folded.click()
    await page.get_by_test_id("person-move").wait_for()
    await place.looker.look(page, "office-person")


async def ways(place: Place) -> None:
    page = await place.office("ways")
    first, another = page.get_by_test_id("class-link-make"), page.get_by_test_id("class-link-renew")
    await first.or_(another).first.wait_for()
    if await first.count():
        await first.click()
    else:  # another test of this server made one
        await another.click()
        await page.get_by_test_id("class-link-renew-confirm").click()
    await page.get_by_test_id("class-link").wait_for()
    await place.looker.look(page, "office-ways")
    for line in (0, 1):
        await page.locator(".ways-pupil").nth(line).click()
    await page.get_by_test_id("cards-ticked").click()
    await page.get_by_test_id("cards-ticked-confirm").click()
    await page.get_by_test_id("cards-print").wait_for()
    await place.looker.look(page, "office-cards")


async def taking_in(place: Place) -> None:
    page = await place.office("import")
    await page.get_by_test_id("import-file").wait_for()
    await place.looker.look(page, "office-import")
    await page.get_by_test_id("import-file").set_input_files(WRONG_SHEET)
    await page.get_by_test_id("import-check").click()
    await page.get_by_test_id("dry-run").wait_for()
    await place.looker.look(page, "office-import-dry-run")


async def plan(place: Place) -> None:
    for tab in ("calendar", "bells", "subjects", "assignments", "programmes", "timetable"):
        page = await place.office("plan", tab)
        await page.get_by_role("tabpanel").get_by_role("button").first.wait_for()
        await place.looker.look(page, f"office-plan-{tab}")


async def planning_by_hand(place: Place) -> None:
    page = await place.office("plan", "timetable")
    await page.get_by_test_id("timetable-edit").click()
    cells = page.get_by_test_id("timetable-matrix").get_by_role("button")
    await cells.first.wait_for()
    await place.looker.look(page, "office-plan-timetable-edit")
    await cells.first.click()
    await page.get_by_test_id("cell-dialog").wait_for()
    await place.looker.look(page, "office-plan-cell")
    page = await place.office("plan", "assignments")
    await page.set_viewport_size(DESKTOP)
    await page.get_by_test_id("assignments-grid").get_by_role("button").first.click()
    assert await violations(page) == []
    page = await place.office("plan", "programmes")
    await page.get_by_test_id("units-edit").click()
    await page.get_by_test_id("units-save").wait_for()
    await place.looker.look(page, "office-plan-units-edit")


async def accounts(place: Place) -> None:
    page = await place.office("accounts")
    await page.get_by_test_id(f"account-{OFFICE_PERSON}").click()
    await page.get_by_test_id("add-inspector").click()
    await place.looker.look(page, "office-accounts")
    shown = await page.locator("[data-testid^=section-]").evaluate_all(
        "all => all.map((a) => a.dataset.testid)"
    )
    assert {one.removeprefix("section-") for one in shown} == SECTIONS, "each is looked at here"
    page = await place.office("audit")
    await page.get_by_role("status").first.wait_for()
    await place.looker.look(page, "office-audit")


async def settings(place: Place) -> None:
    page = await place.office("settings")
    await page.get_by_test_id("settings-save").wait_for()
    await place.looker.look(page, "office-settings")


async def own_account(place: Place) -> None:
    """Of somebody with a password: a temporary one first, then the own page with its sessions."""
    page = await place.looker.open(f"{place.served.url}/office")
    temporary = await place.account("hieu-pho", "cb-02")
    await page.get_by_role("textbox").first.fill("hieu-pho")
    await page.locator("input[type=password]").fill(temporary)
    await page.keyboard.press("Enter")
    await page.wait_for_url("**/account")
    await page.get_by_test_id("save-password").wait_for()
    await place.looker.look(page, "account-must-change")
    for field, text in zip(
        await page.locator("input[type=password]").all(), (temporary, PASSWORD, PASSWORD), strict=True
    ):
        await field.fill(text)
    await page.get_by_test_id("save-password").click()
    await page.wait_for_url("**/office")
    await page.locator(".office-body").wait_for()
    await page.goto(f"{place.served.url}/account")
    await page.get_by_role("link", name="văn phòng").or_(page.locator(".own-account")).first.wait_for()
    await place.looker.look(page, "account")
