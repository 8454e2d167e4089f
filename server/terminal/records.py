"""What `bucgiang records verify` prints."""

from recordings.record.chain import Broken, What
from server.school.kept.verify import Report

_MEANING: dict[What, str] = {
    "missing": "the link is not there",
    "number": "the row and the record in it do not say the same of themselves",
    "canonical": "the record is not canonical JSON",
    "hash": "the record is not what was hashed",
    "previous": "it does not carry the hash of the link before",
}


def report_text(report: Report) -> str:
    """One line: all is well, or the first broken link."""
    counted = f"{report.records} records and {report.removed} removed in {report.chains} chains"
    if report.broken is None:
        return f"ok: {counted}"
    return f"BROKEN after {counted} checked: {_place(report.broken)}: {_MEANING[report.broken.what]}"


def _place(broken: Broken) -> str:
    lesson = "" if broken.lesson is None else f", lesson {broken.lesson}"
    version = "" if broken.version is None else f" version {broken.version}"
    return f"{broken.what} at position {broken.position} of chain {broken.chain}{lesson}{version}"
