"""Says with what the fuzzing ran: without coverage it finds much less, and nobody should have to guess."""

import pytest

from tests.fuzz.__main__ import GUIDED


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    if not GUIDED:
        terminalreporter.write_line(
            "fuzz: atheris has no wheel for this Python here: Hypothesis only, no coverage"
        )
