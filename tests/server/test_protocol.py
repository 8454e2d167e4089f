"""The generated files are fresh, and the generator knows what it meets."""

import msgspec
import pytest

from lesson.messages import StageSet, TakeFloor
from lesson.view import LessonView
from server import protocol


def test_nothing_generated_is_stale() -> None:
    assert protocol.stale() == [], "run python -m server.protocol"


def test_check_finds_a_stale_file(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(protocol, "HEADER", "// other\n")
    assert protocol.main(["--check"]) == 1
    assert capsys.readouterr().out == "stale web/src/generated/messages.ts\n"


def test_what_may_be_left_out() -> None:
    assert "readonly person?: string | null;" in protocol.interface(TakeFloor, sent=True)
    assert "readonly person: string | null;" in protocol.interface(TakeFloor, sent=False)
    assert "readonly ended_reason?: EndReason;" in protocol.interface(LessonView, sent=False)


def test_maps_of_slots_may_lack_any() -> None:
    assert "slots: Readonly<Partial<Record<SlotName, Feed>>>" in protocol.interface(StageSet, sent=False)


def test_an_unknown_type_is_an_error() -> None:
    with pytest.raises(ValueError, match="no TypeScript type"):
        protocol.typescript_type(msgspec.inspect.type_info(bytes))


def test_a_page_without_markers_is_an_error() -> None:
    with pytest.raises(ValueError, match="no markers for commands"):
        protocol.page("# Protocol\n")
