"""Lists of pupils by API: three steps, hostile files, whose upload it is."""

import asyncio
import io
import zipfile
from functools import partial
from typing import Any

import pytest
from sqlalchemy import func, select

from server.school.importing import running
from server.school.importing.sheets.reading import read_sheets
from server.school.importing.sheets.sheet import MAX_BYTES
from server.store.tables import audit, class_moves, people, person_codes
from tests.server.http.world import API_KEY, World, refused
from tests.support.spreadsheets import csv, xlsx
from tests.support.waiting import until_found

HEAD = ("STT", "Mã định danh Bộ GD&ĐT", "Họ tên", "Ngày sinh", "Giới tính", "Lớp học", "Khối học")
AN = (1, "0000080301", "Nguyễn Hoài An", "11/02/2013", "Nữ", "8A3", "Khối 8")
NEW = (37, "0000080399", "Lê Thị Mới", "01/01/2013", "Nữ", "8A3", "Khối 8")


def roster(*rows: Any, head: Any = HEAD) -> bytes:
    return xlsx(("Danh sách", [("TRƯỜNG THỬ",), (), head, *rows]))


async def upload(
    world: World, data: bytes, name: str = "ds.xlsx", kind: str = "roster", **query: str
) -> dict[str, Any]:
    """The upload after its dry run."""
    answer = await world.call("POST", f"/imports/{kind}", params={"name": name, **query}, data=data)
    assert answer.status == 201, await answer.text()
    return await planned(world, await answer.json())


async def planned(world: World, made: dict[str, Any]) -> dict[str, Any]:
    async def done() -> dict[str, Any] | None:
        answer = await world.call("GET", f"/imports/{made['kind']}/{made['id']}")
        found: dict[str, Any] = await answer.json()
        return None if found["state"] == "running" else found

    return made if made["state"] != "running" else await until_found(done)


async def lines(world: World, made: dict[str, Any], group: str) -> list[dict[str, Any]]:
    answer = await world.call("GET", f"/imports/{made['kind']}/{made['id']}/lines?group={group}")
    assert answer.status == 200, await answer.text()
    return list((await answer.json())["lines"])


async def write(world: World, made: dict[str, Any], query: str = "") -> dict[str, Any]:
    answer = await world.call("POST", f"/imports/{made['kind']}/{made['id']}/write{query}")
    assert answer.status == 200, await answer.text()
    return dict(await answer.json())


def some(counts: dict[str, int]) -> dict[str, int]:
    return {name: count for name, count in counts.items() if count}


async def test_two_answers_at_once_both_count(world: World) -> None:
    made = await upload(world, roster((*AN, "x", "y"), head=(*HEAD, "Cột lạ", "Cột khác")))
    assert len(made["unknown"]) == 2
    path = f"/imports/roster/{made['id']}/answers"
    said = [{"mapping": {folded: ""}} for folded in ("cot la", "cot khac")]
    asked = await asyncio.gather(*(world.call("POST", path, json=one) for one in said))
    assert [answer.status for answer in asked] == [200, 200]
    again = await planned(world, {**made, "state": "running"})
    assert (again["state"], again["unknown"]) == ("planned", [])


async def test_one_file_too_many_is_refused_and_no_running_one_is_let_go(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    gate = asyncio.Event()

    async def child(*_: object) -> int:
        await gate.wait()
        return 0

    monkeypatch.setattr(running, "_child", child)
    monkeypatch.setattr(running, "MOST_JOBS", 2)
    send = partial(world.call, "POST", "/imports/roster", params={"name": "ds.xlsx"}, data=b"x")
    at_work = [await (await send()).json() for _ in range(2)]
    await refused(await send(), 429, "busy")
    jobs = [world.deps.imports.job(one["id"]) for one in at_work]
    assert all(job is not None and job.running for job in jobs)
    assert len(list((world.deps.settings.data_dir / "imports").iterdir())) == 2
    gate.set()
    await asyncio.gather(*(job.task for job in jobs if job and job.task))
    assert (await send()).status == 201
    assert world.deps.imports.job(at_work[0]["id"]) is None, "the oldest that is done"


async def count(world: World, table: Any, *where: Any) -> int:
    async with world.deps.database.read() as connection:
        found = await connection.execute(select(func.count()).select_from(table).where(*where))
        return int(found.scalar_one())


async def test_three_steps_and_again(world: World) -> None:
    made = await upload(world, roster(AN, NEW))
    assert made["state"] == "planned" and some(made["counts"]) == {"added": 1, "unchanged": 1, "absent": 35}
    assert [one["label"] for one in await lines(world, made, "added")] == ["Lê Thị Mới"]
    before = await count(world, audit)
    written = await write(world, made)
    assert written["state"] == "written"
    assert await count(world, audit) == before + 2
    assert await write(world, made) == written, "a second tap changes nothing"
    again = await upload(world, roster(AN, NEW))
    assert some(again["counts"]) == {"unchanged": 2, "absent": 35}
    async with world.deps.database.read() as connection:
        query = select(people).where(people.c.moet_id == "0000080399")
        new = (await connection.execute(query)).one()
    assert (new.full_name, new.class_id, new.stt, new.birth_date) == ("Lê Thị Mới", "8a3", 37, "2013-01-01")


@pytest.mark.usefixtures("planned_here")
async def test_a_move_is_written_down(world: World) -> None:
    moved = (*AN[:5], "8A4", "Khối 8")
    made = await upload(world, roster(moved))
    assert some(made["counts"]) == {"moved": 1, "absent": 36}
    assert (await lines(world, made, "moved"))[0]["detail"] == "8A3 → 8A4"
    await write(world, made)
    assert await count(world, class_moves, class_moves.c.to_class == "8a4") == 1
    async with world.deps.database.read() as connection:
        stt = (await connection.execute(select(people.c.stt).where(people.c.moet_id == AN[1]))).scalar()
        every = (
            (await connection.execute(select(people.c.stt).where(people.c.class_id == "8a4"))).scalars().all()
        )
    assert stt == 37 and sorted(every) == list(range(1, 38))


@pytest.mark.usefixtures("planned_here")
async def test_temporary_code_then_the_real_one(world: World) -> None:
    nameless = (None, None, "Vừ A Chơ", "02/03/2019", "Nam", "1A", "Khối 1")
    await write(world, await upload(world, roster(nameless)))
    async with world.deps.database.read() as connection:
        query = select(people).where(people.c.full_name == "Vừ A Chơ")
        first = (await connection.execute(query)).one()
    assert first.temporary_code.startswith("T") and len(first.temporary_code) == 10 and first.moet_id is None
    coded = (None, "0000010101", *nameless[2:])
    made = await upload(world, roster(coded))
    assert some(made["counts"]) == {"updated": 1}
    await write(world, made)
    async with world.deps.database.read() as connection:
        after = (await connection.execute(query)).one()
    assert (after.id, after.moet_id, after.temporary_code) == (first.id, "0000010101", None)
    assert await count(world, person_codes, person_codes.c.person_id == first.id) == 3


@pytest.mark.usefixtures("planned_here")
async def test_a_person_decides(world: World) -> None:
    """Same name and birth date, another code, same class: nobody guesses."""
    other = (1, "0000099999", *AN[2:])
    made = await upload(world, roster(other))
    assert some(made["counts"]) == {"undecided": 1}
    row = (await lines(world, made, "undecided"))[0]
    assert (row["code"], row["row"], len(row["candidates"])) == ("other_code", 4, 1)
    choice = {"choices": {row["key"]: row["candidates"][0]["id"]}}
    path = f"/imports/roster/{made['id']}/answers"
    made = await planned(world, await (await world.call("POST", path, json=choice)).json())
    assert some(made["counts"]) == {"updated": 1, "absent": 35}
    new = {"choices": {row["key"]: "new"}}
    made = await planned(world, await (await world.call("POST", path, json=new)).json())
    assert some(made["counts"]) == {"added": 1, "absent": 36}


@pytest.mark.usefixtures("planned_here")
async def test_unknown_headings_are_mapped_once(world: World) -> None:
    head = ("Thứ tự", "Mã riêng ngành", "Tên em học sinh", "Sinh", "Giới", "Lớp học", "Khối học")
    made = await upload(world, roster(AN, head=head))
    assert made["state"] == "planned" and made["no_heading"]
    await refused(await world.call("POST", f"/imports/roster/{made['id']}/write"), 409, "not_planned")
    mapping = {one["folded"]: "" for one in made["unknown"]}
    mapping |= {"ten em hoc sinh": "full_name", "ma rieng nganh": "moet_id", "sinh": "birth_date"}
    mapping |= {"lop hoc": "class_name", "khoi hoc": "grade"}
    answer = await world.call("POST", f"/imports/roster/{made['id']}/answers", json={"mapping": mapping})
    made = await planned(world, await answer.json())
    assert some(made["counts"]) == {"unchanged": 1, "absent": 35} and not made["unknown"]
    await write(world, made)
    made = await upload(world, roster(AN, head=head))
    assert some(made["counts"]) == {"unchanged": 1, "absent": 35}


@pytest.mark.usefixtures("planned_here")
async def test_the_register_changed_meanwhile(world: World) -> None:
    first, second = await upload(world, roster(NEW)), await upload(world, roster(NEW))
    await write(world, first)
    await refused(await world.call("POST", f"/imports/roster/{second['id']}/write"), 409, "register_changed")
    answer = await world.call("POST", f"/imports/roster/{second['id']}/answers", json={})
    assert some((await planned(world, await answer.json()))["counts"]) == {"unchanged": 1, "absent": 36}


@pytest.mark.usefixtures("planned_here")
async def test_bad_rows_come_back_as_a_file(world: World) -> None:
    rows = [
        (1, "0000070001", "=HYPERLINK(\"http://x\")", "01/01/2013", "Nữ", "8A3", "8"),
        (2, "0000070002", "Trần <b>Đậm</b>", "01/01/2013", "Nữ", "8A3", "8"),
        (3, "0000070003", "Trần \u202eNgược", "01/01/2013", "Nữ", "8A3", "8"),
        (4, "0000070004", "Trần " + "A" * 300, "01/01/2013", "Nữ", "8A3", "8"),
        (5, "0000070005", "Trần Ba Mốt", "31/02/2013", "Nữ", "8A3", "8"),
        (6, "0000070006", "Trần Tương Lai", "01/01/2031", "Nữ", "8A3", "8"),
        (7, "12", "Trần Mã Ngắn", "01/01/2013", "Nữ", "8A3", "8"),
        (8, "0000070008", "Trần Trùng Một", "01/01/2013", "Nữ", "8A3", "8"),
        (9, "0000070008", "Trần Trùng Hai", "01/01/2013", "Nữ", "8A3", "8"),
        (10, "0000070010", "Trần\x01 Điều Khiển", "01/01/2013", "Nữ", "8A3", "8"),
        (11, "0000070011", "=formula A1&B1", "01/01/2013", "Nữ", "8A3", "8"),
        (12, "0000070012", "Trần Lớp Lạ", "01/01/2013", "Nữ", "Lá", ""),
        (13, "0000070013", "NguyÔn V¨n A", "01/01/2013", "Nữ", "8A3", "8"),
    ]  # fmt: skip
    made = await upload(world, roster(*rows))
    assert some(made["counts"]) == {"bad": 13}
    bad = [(one["row"], one["code"]) for one in await lines(world, made, "bad")]
    assert bad == [
        (4, "bad_name"), (5, "bad_name"), (6, "bad_text"), (7, "too_long"), (8, "bad_date"), (9, "future_birth"),
        (10, "bad_id"), (11, "duplicate_id"), (12, "duplicate_id"), (13, "bad_text"), (14, "no_formula_value"),
        (15, "unknown_grade"), (16, "wrong_encoding"),
    ]  # fmt: skip
    answer = await world.call("GET", f"/imports/roster/{made['id']}/errors")
    assert answer.status == 200 and "attachment" in answer.headers["Content-Disposition"]
    data = await answer.read()
    sheet = read_sheets(data, "loi.xlsx")[0]
    assert sheet.rows[0][:2] == ("Dòng", "Lỗi") and sheet.rows[1][0] == 4 and sheet.rows[1][4] == rows[0][2]
    part = zipfile.ZipFile(io.BytesIO(data)).read("xl/worksheets/sheet1.xml")
    assert b"<f>" not in part, "what looks like a formula is text"


@pytest.mark.usefixtures("planned_here")
async def test_rows_are_left_out_only_when_that_is_said(world: World) -> None:
    """Of people; a refused and an undecided row."""
    wrong, other = (38, "12", *NEW[2:]), (1, "0000099999", *AN[2:])
    made = await upload(world, roster(NEW, wrong, other))
    assert some(made["counts"]) == {"added": 1, "bad": 1, "undecided": 1, "absent": 35}
    await rows_refused(world, made, 1, 1)
    assert await count(world, people, people.c.moet_id == NEW[1]) == 0
    written = await write(world, made, "?without_refused=true")
    assert written["state"] == "written" and await count(world, people, people.c.moet_id == NEW[1]) == 1


async def rows_refused(world: World, made: dict[str, Any], refused: int, undecided: int) -> None:
    """Nothing of the upload is written, and how many rows were in the way."""
    before = await count(world, audit)
    for query in ("", "?without_refused=false"):
        answer = await world.call("POST", f"/imports/{made['kind']}/{made['id']}/write{query}")
        problem = await answer.json(content_type="application/problem+json")
        assert (answer.status, problem["code"]) == (409, "rows_refused")
        assert (problem["refused"], problem["undecided"]) == (refused, undecided)
        assert str(refused) in problem["detail"]
    assert await count(world, audit) == before


def bomb() -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b"<workbook/>")
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * 150_000_000)
    return stream.getvalue()


def far_cells() -> bytes:
    """Two cells at opposite corners: a dense table of 17 thousand million."""
    small = roster(AN)
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(small)) as old, zipfile.ZipFile(stream, "w") as new:
        for part in old.namelist():
            data = old.read(part)
            if part.endswith("sheet1.xml"):
                far = b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
                data = data.replace(b"</sheetData>", far)
            new.writestr(part, data)
    return stream.getvalue()


ENCRYPTED = (
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + "EncryptedPackage".encode("utf-16-le") + bytes(512)
)
TCVN3 = "Hä tªn;Ngµy sinh;Líp\r\nNguyÔn V¨n A;01/01/2013;8A3\r\n".encode("latin-1")


@pytest.mark.usefixtures("planned_here")
@pytest.mark.parametrize(
    ("data", "name", "code"),
    [
        (b"", "a.xlsx", "file_empty"),
        (b"MZ\x90", "a.exe", "file_unknown"),
        (b"<html><table>", "a.xls", "file_unknown"),
        (b"PK\x03\x04" + b"x" * 100, "a.xlsx", "file_broken"),
        (ENCRYPTED, "a.xlsx", "file_encrypted"),
        (TCVN3, "a.csv", "wrong_encoding"),
        (csv([("x",)] * 20_001), "a.csv", "file_rows"),
        (xlsx(*((f"S{number}", [("x",)]) for number in range(101))), "a.xlsx", "file_sheets"),
        (xlsx(("S", [(1, 2, 3)])), "a.xlsx", "no_heading"),
    ],
)  # fmt: skip
async def test_files_that_are_refused(world: World, data: bytes, name: str, code: str) -> None:
    made = await upload(world, data, name)
    assert (made["state"], made["code"]) == ("refused", code)
    await refused(await world.call("POST", f"/imports/roster/{made['id']}/write"), 409, "not_planned")


async def test_a_bomb_hurts_only_the_child(world: World) -> None:
    made = await upload(world, bomb())
    assert (made["state"], made["code"]) == ("refused", "file_expands")
    await refused(await world.call("POST", f"/imports/roster/{made['id']}/write"), 409, "not_planned")


async def test_a_table_as_large_as_excel_allows_hurts_only_the_child(world: World) -> None:
    made = await upload(world, far_cells())
    assert made["state"] == "refused" and made["code"] in ("file_rows", "file_expands", "file_broken")
    assert (await world.call("GET", "/office/classes")).status == 200


async def test_too_large_is_refused_early(world: World) -> None:
    path = "/imports/roster?name=a.xlsx"
    await refused(
        await world.call("POST", path, data=io.BytesIO(bytes(MAX_BYTES + 1))), 413, "file_too_large"
    )

    async def endless() -> Any:
        for _ in range(200):
            yield bytes(1024 * 1024)

    await refused(await world.call("POST", path, data=endless()), 413, "file_too_large")
    folder = world.deps.settings.data_dir / "imports"
    assert not list(folder.iterdir())


@pytest.mark.usefixtures("planned_here")
async def test_an_upload_is_its_owners(world: World) -> None:
    made = await upload(world, roster(AN))
    await world.office()
    await refused(await world.call("GET", f"/imports/roster/{made['id']}", None), 404, "unknown_import")
    await refused(await world.call("GET", f"/imports/staff/{made['id']}", API_KEY), 404, "unknown_import")
    await refused(await world.call("GET", "/imports/roster/..%2f..%2f..", API_KEY), 404, "unknown_import")
    await refused(await world.call("POST", "/imports/roster?name=x", world.join().token), 403, "not_allowed")
    kept = world.deps.settings.data_dir / "imports" / made["id"]
    assert (kept / "upload").stat().st_mode & 0o777 == 0o600
    world.clock.now += 3600 * 1000 + 1
    await refused(await world.call("GET", f"/imports/roster/{made['id']}"), 404, "unknown_import")
    assert not kept.exists()


async def test_other_sites_cannot_upload(world: World) -> None:
    await world.office()
    answer = await world.call(
        "POST", "/imports/roster?name=a.xlsx", None, data=b"x", headers={"Sec-Fetch-Site": "cross-site"}
    )
    await refused(answer, 403, "cross_site")
