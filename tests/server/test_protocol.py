"""The generated files are fresh, and the generator knows what it meets."""

import msgspec
import pytest

from lesson.messages import StageSet, TakeFloor
from lesson.view import LessonView
from recordings.record.fields import Identity, Slot
from server import protocol, typescript


def test_nothing_generated_is_stale() -> None:
    assert protocol.stale() == [], "run python -m server.protocol"


def test_check_finds_a_stale_file(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(protocol, "HEADER", "// other\n")
    assert protocol.main(["--check"]) == 1
    assert capsys.readouterr().out == "stale web/src/generated/messages.ts\n"
    monkeypatch.setattr(protocol, "RECORD_HEADER", "// other\n")
    assert protocol.main(["--check"]) == 1
    assert capsys.readouterr().out.endswith("stale web/src/generated/record.ts\n")


def test_what_may_be_left_out() -> None:
    assert "readonly person?: string | null;" in typescript.interface(TakeFloor, sent=True)
    assert "readonly person: string | null;" in typescript.interface(TakeFloor, sent=False)
    assert "readonly ended_reason?: EndReason;" in typescript.interface(LessonView, sent=False)


def test_what_is_unset_is_left_out_and_never_null() -> None:
    assert "readonly made_by?: Who;" in typescript.interface(Identity, sent=False)
    assert "readonly class?: OfClass;" in typescript.interface(Slot, sent=False)


def test_the_record_has_another_name_and_comes_after_its_parts() -> None:
    text = protocol.record_typescript()
    assert "interface LessonRecord {" in text and "interface Record {" not in text
    assert "readonly schema: 1 | 2;" in text
    assert text.index("interface Counts {") < text.index("interface Interaction {")


def test_maps_of_slots_may_lack_any() -> None:
    assert "slots: Readonly<Partial<Record<SlotName, Feed>>>" in typescript.interface(StageSet, sent=False)


def test_an_unknown_type_is_an_error() -> None:
    with pytest.raises(ValueError, match="no TypeScript type"):
        typescript.typescript_type(msgspec.inspect.type_info(bytes))


def test_a_page_without_markers_is_an_error() -> None:
    with pytest.raises(ValueError, match="no markers for commands"):
        protocol.page("# Protocol\n")
