"""Times of the office's pages in a school of 60 classes with a year of lessons, run by hand on a quiet machine:
`python -m tests.server.measure_office [--weeks 35] [--keep FOLDER]`.

A real server process on this machine; each address is called once, then several times one after another, with the
school's key. `--keep` uses the school in FOLDER again and makes it there first (about three minutes). Not a test.
"""

import argparse
import asyncio
import os
import platform
import sqlite3
import statistics
import sys
import tempfile
import time
from contextlib import nullcontext
from datetime import date, timedelta
from pathlib import Path

import aiohttp
from sqlalchemy import insert

from server.http.api.routes import ROUTES
from server.settings import load_settings
from server.store.database import Database
from server.store.tables import audit, leave_notes, pupil_devices
from tests.server.bigschool import SIZE, WEEKS, class_ids, fill
from tests.support.server import KEY, Served

RUNS = 9
PAGE_S, FILE_S = 1.0, 3.0
"""The limits: every page of the office, and the month as a file (issue 5, 2.2)."""

OFFICE = "/api/v1/office"
CLASS, PUPIL, DAY = "9a15", "9a15-07", "2026-10-14"
LESSON = f"{CLASS}-20261014-s3"
MONTH = f"class={CLASS}&month=2026-10"
QUERIES = {
    f"{OFFICE}/lessons": [f"date={DAY}"],
    f"{OFFICE}/day-grid": [f"date={DAY}"],
    f"{OFFICE}/changes": [f"date={DAY}"],
    f"{OFFICE}/people": ["kind=student", f"class={CLASS}", "q=lan"],
    f"{OFFICE}/register/promotion": ["year=2027-2028"],
    f"{OFFICE}/plan/bells/proposal": ["session=sang&first=07:00&minutes=45&periods=5&pause=5&long_after=2&long_pause=20"],
    f"{OFFICE}/attendance": [MONTH],
    f"{OFFICE}/attendance.xlsx": [MONTH],
    f"{OFFICE}/attendance.csv": [MONTH],
    f"{OFFICE}/devices": ["", f"class={CLASS}"],
    f"{OFFICE}/leave-notes": ["", "status=cho"],
    f"{OFFICE}/audit": ["", "q_actor=gv000"],
    f"{OFFICE}/overview": [
        f"first={DAY}&last={DAY}", "first=2026-10-01&last=2026-10-31", "first=2026-09-07&last=2027-05-30",
    ],
}  # fmt: skip
PARTS = {"class": CLASS, "lesson": LESSON, "person": PUPIL}
IDS = {f"{OFFICE}/people/{{id}}": PUPIL, f"{OFFICE}/people/{{id}}/consent": PUPIL}
NOT_THERE = (f"{OFFICE}/plan/programmes/", f"{OFFICE}/plan/timetables/")
"""This school has no version of these to look at."""


def addresses() -> list[str]:
    """Every GET of the office, with what it needs filled in."""
    found = []
    for route in ROUTES:
        if route.method != "GET" or not route.path.startswith(OFFICE) or route.path.startswith(NOT_THERE):
            continue
        path = route.path.format(**PARTS, id=IDS.get(route.path, CLASS))
        found += [f"{path}?{query}".rstrip("?") for query in QUERIES.get(route.path, [""])]
    return found


async def make(folder: Path, weeks: int) -> None:
    """The school, and what the office wrote in a year."""
    folder.mkdir(parents=True, exist_ok=True)
    database = await Database.open(load_settings(data_dir=folder))
    await fill(database, weeks)
    pupils = [f"{one}-{stt:02}" for one in class_ids() for stt in range(1, SIZE + 1)]
    first = date(2026, 9, 7)
    async with database.begin() as connection:
        devices = [
            {
                "person_id": one, "kind": "dien_thoai_chung" if place % 7 == 0 else "dien_thoai_rieng", "line": "4g",
                "shared_id": f"MAY{place // 7 % 150:03}" if place % 7 == 0 else None, "at": 0,
                "review_on": "2026-10-01" if place % 11 == 0 else None,
            }
            for place, one in enumerate(pupils)
        ]  # fmt: skip
        await connection.execute(insert(pupil_devices), devices)
        notes = [
            {
                "person_id": pupils[place * 37 % len(pupils)], "kind": "don", "reason": "ốm", "from_kind": "family",
                "from_day": (first + timedelta(days=place % 200)).isoformat(), "received_at": place,
                "to_day": (first + timedelta(days=place % 200 + 1)).isoformat(),
                "status": "cho" if place % 40 == 0 else "P",
            }
            for place in range(4000)
        ]  # fmt: skip
        await connection.execute(insert(leave_notes), notes)
        acts = [
            {
                "actor_id": f"gv{place % 120:03}", "act": "attendance.marked", "at": place * 60_000,
                "person_id": pupils[place % len(pupils)], "object_id": "", "detail": "P",
            }
            for place in range(100_000)
        ]  # fmt: skip
        await connection.execute(insert(audit), acts)
    await database.close()


async def timed(http: aiohttp.ClientSession, address: str) -> tuple[list[float], int, int]:
    """Seconds of each call, the first of all in front; the answer's status and size."""
    took, status, size = [], 0, 0
    for _ in range(RUNS + 1):
        begun = time.perf_counter()
        async with http.get(address) as answer:
            size, status = len(await answer.read()), answer.status
        took.append(time.perf_counter() - begun)
    return took, status, size


async def measure(folder: Path) -> int:
    """Prints the table; how many lines miss their limit."""
    missed = 0
    print(f"{'first':>8} {'median':>8} {'longest':>8} {'kB':>7}  address")
    async with Served(folder, demo=False) as served:
        headers = {"Authorization": f"Bearer {KEY}"}
        async with aiohttp.ClientSession(served.url, headers=headers) as http:
            for address in addresses():
                (first, *took), status, size = await timed(http, address)
                limit = FILE_S if "attendance." in address else PAGE_S
                bad = max(first, *took) >= limit or status != 200
                missed += bad
                times = " ".join(
                    f"{1000 * one:5.0f} ms" for one in (first, statistics.median(took), max(took))
                )
                print(f"{times} {size / 1000:7.1f}  {address}{f'  {status}: MISSED' if bad else ''}")
    return missed


def machine() -> str:
    """What it was measured on."""
    cpu = next((line for line in Path("/proc/cpuinfo").read_text().splitlines() if "model name" in line), "")
    load = "/".join(f"{one:.1f}" for one in os.getloadavg())
    return (
        f"{cpu.partition(': ')[2] or platform.machine()}, {os.cpu_count()} cores, load {load}, "
        f"Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}; {RUNS} calls one after another"
    )


async def run(weeks: int, keep: Path | None) -> int:
    """Makes the school when it is not there, then measures."""
    with nullcontext(str(keep)) if keep else tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        if not (folder / "data" / "bucgiang.db").exists():
            await make(folder / "data", weeks)
        print(machine())
        return await measure(folder)


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--weeks", type=int, default=WEEKS)
    parser.add_argument("--keep", type=Path)
    asked = parser.parse_args()
    sys.exit(1 if asyncio.run(run(asked.weeks, asked.keep)) else 0)


if __name__ == "__main__":
    main()
