"""A file .xlsx, .xls or .csv → its sheets. For the child process of importing/child.py: hostile files may take all its
time and memory.
"""

from server.school.importing.fault import FileFault
from server.school.importing.sheets.csvfile import read_text
from server.school.importing.sheets.sheet import MAX_BYTES, MAX_ROWS, Sheet
from server.school.importing.sheets.workbook import read_workbook

_ZIP = b"PK\x03\x04"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def read_sheets(data: bytes, filename: str) -> tuple[Sheet, ...]:
    """All sheets in the order of the file. What the file is, its bytes say; the name decides about text only.

    Raises FileFault.
    """
    if len(data) > MAX_BYTES:
        raise FileFault("file_too_large", f"More than {MAX_BYTES} bytes.")
    if not data.strip(b"\0 \r\n\t"):
        raise FileFault("file_empty")
    if data.startswith((_ZIP, _OLE)):
        sheets = read_workbook(data, zipped=data.startswith(_ZIP))
    elif filename.lower().endswith((".csv", ".txt", ".tsv")):
        sheets = (read_text(data),)
    else:
        raise FileFault("file_unknown")
    if sum(len(sheet.rows) for sheet in sheets) > MAX_ROWS:
        raise FileFault("file_rows", f"More than {MAX_ROWS} rows.")
    return sheets
