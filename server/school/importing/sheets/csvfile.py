"""Text files: which encoding, which delimiter. What is no UTF-8, UTF-16 or Windows-1258 is refused, never guessed."""

import csv
import io
import unicodedata

from server.school.importing.fault import FileFault
from server.school.importing.sheets.sheet import MAX_COLUMNS, MAX_ROWS, Sheet

DELIMITERS = (";", "\t", ",", "|")
"""In the order they win when a file could have either: Vietnamese Excel writes semicolons."""
MAX_CELL = 32_767
"""Signs of an Excel cell; a longer one means a quote that never ends."""
_LOOKED_AT = 50
_BASE = "aăâbcdđeêghiklmnoôơpqrstuưvxyfjwz"
_TONES = "\u0300\u0301\u0303\u0309\u0323"
_VIETNAMESE = frozenset(
    unicodedata.normalize("NFC", letter + tone)
    for lower in _BASE
    for letter in (lower, lower.upper())
    for tone in ("", *_TONES)
)
_PRINT = frozenset("\xa0–—‘’“”…•·×°§₫€«»") | frozenset(map(chr, range(0x20, 0x7F))) | frozenset("\r\n\t")
_BROKEN = "Save the file as UTF-8."


def read_text(data: bytes) -> Sheet:
    """The file as one sheet. Raises FileFault (wrong_encoding, file_rows, file_broken)."""
    text, encoding = decode(data)
    if "\0" in text:
        raise FileFault("file_unknown")
    csv.field_size_limit(MAX_CELL)
    rows: list[tuple[str | None, ...]] = []
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text)):
            rows.append(tuple(cell if cell.strip() else None for cell in row[:MAX_COLUMNS]))
            if len(rows) > MAX_ROWS:
                raise FileFault("file_rows", f"More than {MAX_ROWS} rows.")
    except csv.Error as error:
        raise FileFault("file_broken") from error
    return Sheet("CSV", tuple(rows), encoding=encoding)


def decode(data: bytes) -> tuple[str, str]:
    """The text and the name of its encoding. Raises FileFault `wrong_encoding`."""
    if data.startswith(b"\xef\xbb\xbf"):
        return _decoded(data[3:], "utf-8"), "utf-8"
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _decoded(data, "utf-16"), "utf-16"
    blind = _without_mark(data)
    if blind:
        return _decoded(data, blind), "utf-16"
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        return _windows_1258(data), "cp1258"


def _decoded(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise FileFault("wrong_encoding", _BROKEN) from error


def _without_mark(data: bytes) -> str:
    """UTF-16 without a mark: every other byte of Latin text is 0."""
    sample = data[:2000]
    half = len(sample) // 4
    if len(sample) >= 4 and sample[1::2].count(0) > half:
        return "utf-16-le"
    if len(sample) >= 4 and sample[0::2].count(0) > half:
        return "utf-16-be"
    return ""


def _windows_1258(data: bytes) -> str:
    """Taken only when every sign is a Vietnamese letter or usual print: TCVN3 and VNI never are."""
    try:
        text = unicodedata.normalize("NFC", data.decode("cp1258"))
    except UnicodeDecodeError as error:
        raise FileFault("wrong_encoding", _BROKEN) from error
    if not set(text) <= _VIETNAMESE | _PRINT:
        raise FileFault("wrong_encoding", _BROKEN)
    return text


def _delimiter(text: str) -> str:
    """The sign that splits the first lines into the most cells, the same number in most of them."""
    lines = [line for line in text.splitlines()[:_LOOKED_AT] if line.strip()]
    return max(
        DELIMITERS, key=lambda sign: (sum(line.count(sign) for line in lines), -DELIMITERS.index(sign))
    )
