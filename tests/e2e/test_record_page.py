"""The lesson record as people read and print it: a class of 45, names of 300 characters with markup, A4."""

import sqlite3
from contextlib import closing
from pathlib import Path

from msgspec.structs import asdict, replace
from playwright.async_api import Browser, Page

from recordings.record.chain import NOTHING, Link, linked
from recordings.record.fields import Absence, Contents, Evaluation, Interruption, Limit, Span, Who
from tests.recordings.record.lessons import CHAIN, LAN, big_class, record_of, taught
from tests.support.axe import SHOTS, Looker
from tests.support.server import Served

NAMES = {
    1: "<b>Nguyễn</b> <script>alert(1)</script> & Hoài An " + "rất dài " * 31,
    2: "Trần" + "x" * 296,
    3: "ณัฐพงษ์ สุขสวัสดิ์ " * 15,
    4: "محمد عبد الله " * 20,
    5: "🎓👩🏽‍🏫 Ngô Thị Bích " * 13,
}
REMARK = "Lớp sôi nổi, hiểu bài.\n<img src=x onerror=alert(1)> " + "Đa số các em làm được bài tập. " * 20
WATCH = """
    window.painted = new Promise((done) => {
        const look = () => {
            if (document.querySelectorAll('[data-testid=record-roll] tbody tr').length < 47) return;
            watch.disconnect();
            requestAnimationFrame(() => setTimeout(() => done(performance.now())));
        };
        const watch = new MutationObserver(look);
        watch.observe(document, { childList: true, subtree: true });
    });
"""
"""When the last row was painted."""
READY_MS = 1000
"""Issue 3, 2.4."""


async def test_a_class_of_45_is_there_within_a_second(tmp_path: Path, teachers: Browser) -> None:
    async with Served(tmp_path) as served:
        looker = Looker(teachers)
        page = await opened(looker, served)
        took = [await reloaded(page) for _ in range(5)]
        assert sorted(took)[2] < READY_MS, took
        assert (
            await page.locator("[data-testid=record-roll] tbody tr").count() == 47
        )  # two came who are on no class list
        assert await page.locator("[data-testid=record-page] :is(b, script, img)").count() == 0
        text = await page.get_by_test_id("record-page").inner_text()
        for name in NAMES.values():
            assert name.split()[0] in text
        await looker.look(page, "record-45")
        await prints(page)
        assert not looker.faults, "\n".join(looker.faults)


async def opened(looker: Looker, served: Served) -> Page:
    """The record page of a lesson whose record was put into the school's file: nobody else has such pupils."""
    lesson = await served.lesson()
    keep(served.data / "bucgiang.db", linked(hard_record(lesson), CHAIN, NOTHING))
    context = await looker.context()
    await context.add_init_script(WATCH)
    page = await context.new_page()
    await page.goto(f"{served.url}/record/{lesson}#{await served.token(lesson, 'teacher')}")
    await page.get_by_test_id("record-page").wait_for()
    return page


def keep(file: Path, record: Link) -> None:
    """The record as a row."""
    row = {**asdict(record), "lesson_id": record.lesson, "made_at": 1_800_000_000_000, "why": "thử"}
    del row["lesson"]
    names = ", ".join(row)
    with closing(sqlite3.connect(file, timeout=10)) as connection, connection:
        connection.execute(
            f"INSERT INTO records ({names}) VALUES ({', '.join(':' + one for one in row)})", row
        )


async def reloaded(page: Page) -> float:
    """From the navigation until the table's last row is painted, ms by the page's own clock."""
    await page.reload(wait_until="commit")
    return float(await page.evaluate("window.painted"))


async def prints(page: Page) -> None:
    """On A4 nothing of the page is left and nothing is wider than the paper."""
    await page.emulate_media(media="print", color_scheme="dark")
    await page.set_viewport_size({"width": 661, "height": 900})  # what 175 mm of A4 are
    wide = await page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wide <= 0
    for hidden in ("record-print", "record-edit"):
        assert (
            await page.get_by_test_id(hidden).count() == 0
            or not await page.get_by_test_id(hidden).is_visible()
        )
    background = await page.evaluate(
        "getComputedStyle(document.querySelector('.sheet-paper')).backgroundColor"
    )
    assert background == "rgb(255, 255, 255)"
    await page.pdf(path=SHOTS / "record-45.pdf", prefer_css_page_size=True, print_background=False)
    assert (SHOTS / "record-45.pdf").read_bytes().startswith(b"%PDF-")


def hard_record(lesson: str) -> Contents:
    """Of a lesson that was held, with everything a record may have to say."""
    opened = replace(big_class(45), lesson=lesson)
    roster = [
        entry if entry.stt not in NAMES else replace(entry, name=NAMES[entry.stt][:300])
        for entry in opened.roster
    ]
    found = record_of(taught(replace(opened, roster=tuple(roster))).kept)
    start, end = found.time.planned.start, found.time.ended_at
    broken = (Interruption("media", start + 60_000, start + 62_500),)
    gap = Absence(start=start + 50_000, end=start + 145_000, counted=False)
    whole = (Span(start, end),)
    torn = (Span(start, start + 50_000), Span(start + 145_000, end))
    pupils = [
        replace(one, status="present", intervals=torn, gaps=(gap,), counted_ms=85_000)
        if (one.stt or 1) % 4 == 0
        else replace(one, status="late", intervals=whole, counted_ms=end - start, late_ms=720_000)
        if (one.stt or 1) % 7 == 0
        else replace(one, status="present", intervals=whole, counted_ms=end - start)
        for one in found.attendance.pupils
    ]
    return replace(
        found,
        attendance=replace(found.attendance, pupils=tuple(pupils)),
        time=replace(found.time, interruptions=broken),
        channels=replace(found.channels, faults=broken, screen=(Span(start + 30_000, end),)),
        recording=replace(
            found.recording,
            pauses=(Span(start + 70_000, start + 90_000),),
            limits=(Limit(start + 100_000, "audio", "disk"),),
        ),
        evaluation=Evaluation(
            title="Bài 15 (tiết 1)", remark=REMARK, homework="Bài 4.1, 4.2", by=Who(LAN.id, "Y" * 300), at=end
        ),
    )
