"""`bucgiang roster import`: three steps in one, its exit codes, nothing written by a dry run."""

import json
import shutil
from pathlib import Path

import pytest

from tests.support.program import Program, environment
from tests.support.rosters import FOLDER

MAIN = ("-c", "from server.cli import main; main()")
pytestmark = pytest.mark.process


async def run(tmp_path: Path, *arguments: str) -> tuple[int, str]:
    program = Program(*MAIN, "roster", "import", *arguments, env=environment(tmp_path / "var"), cwd=tmp_path)
    async with program:
        return await program.ended(), "\n".join(program.lines)


async def test_dry_run_write_and_again(tmp_path: Path) -> None:
    file = str(shutil.copy(FOLDER / "smas.csv", tmp_path))
    code, text = await run(tmp_path, file, "--dry-run")
    assert code == 0 and text.startswith("Dry run, nothing written: 3 added")
    code, text = await run(tmp_path, file, "--json")
    assert code == 0 and (json.loads(text)["added"], json.loads(text)["also"]) == (3, ["8A3", "8A4", "9C"])
    code, text = await run(tmp_path, file)
    assert code == 0 and "0 added, 0 updated, 0 moved, 3 unchanged" in text
    assert not list((tmp_path / "var" / "imports").iterdir())


async def test_bad_rows_and_refused_files(tmp_path: Path) -> None:
    code, text = await run(tmp_path, str(FOLDER / "csdl-thpt.xls"))
    assert code == 3 and text.startswith("Nothing written") and "DanhSach row 10: duplicate_id" in text
    code, text = await run(tmp_path, str(FOLDER / "csdl-thpt.xls"), "--leave-out", "--json")
    assert code == 3 and (json.loads(text)["written"], json.loads(text)["unchanged"]) == (True, 0)
    for name, data, words in (
        ("a.csv", "Hä tªn;NguyÔn V¨n A".encode("latin-1"), "save it as UTF-8"),
        ("a.exe", b"MZ", "neither .xlsx"),
    ):
        (tmp_path / name).write_bytes(data)
        code, text = await run(tmp_path, str(tmp_path / name))
        assert code == 1 and words in text
    code, text = await run(tmp_path, str(tmp_path / "none.xlsx"))
    assert code == 1 and "No such file" in text
