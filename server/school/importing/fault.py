"""Why a file cannot be taken in at all. Codes are those of the API (server/http/errors.py)."""

from typing import Literal, get_args

FileCode = Literal[
    "file_too_large", "file_unknown", "file_encrypted", "file_expands", "file_broken", "file_sheets", "file_rows",
    "file_slow", "file_empty", "wrong_encoding", "no_heading",
]  # fmt: skip
"""Too many bytes · neither .xlsx, .xls nor .csv · asks for a password · unpacks to far more than it is (a zip bomb) ·
cannot be read · too many sheets, rows · took too long · holds nothing · text that is neither UTF-8, UTF-16 nor
Windows-1258 (TCVN3, VNI) · no row looks like the headings wanted."""
FILE_CODES: tuple[FileCode, ...] = get_args(FileCode)


class FileFault(Exception):
    """The file is refused as a whole. `detail` is English, with numbers and headings, never data of people."""

    def __init__(self, code: FileCode, detail: str = "") -> None:
        super().__init__(code)
        self.code: FileCode = code
        self.detail = detail
