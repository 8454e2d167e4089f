"""Every message in JSON, there and back, against tests/data/messages.json."""

import json
from typing import get_args

import msgspec
import pytest

from lesson.messages import AnyCommand, AnyEvent, AnyNotice, Kept
from lesson.patch import JsonObject, merge
from tests.lesson.golden import COMMANDS, EVENTS, FILE, NOTICES, golden
from tests.lesson.school import AN, BINH

DATA = json.loads(FILE.read_text(encoding="utf-8"))


def test_the_file_is_what_python_says() -> None:
    assert json.loads(json.dumps(golden())) == DATA, (
        "a wanted change? python -m tests.lesson.golden, and read the diff"
    )


@pytest.mark.parametrize(
    ("union", "examples", "name"),
    [(AnyCommand, COMMANDS, "commands"), (AnyEvent, EVENTS, "events"), (AnyNotice, NOTICES, "notices")],
    ids=["commands", "events", "notices"],
)
def test_every_message_has_an_example_that_comes_back_the_same(
    union: object, examples: tuple[msgspec.Struct, ...], name: str
) -> None:
    assert {type(example) for example in examples} == set(get_args(union))
    decoder = msgspec.json.Decoder(union)
    decoded = tuple(decoder.decode(json.dumps(one)) for one in DATA[name])
    assert decoded == examples


def test_kept_events_survive_storing() -> None:
    for number, event in enumerate(EVENTS, start=1):
        kept = Kept(number, 5, event)
        assert msgspec.json.decode(msgspec.json.encode(kept), type=Kept) == kept


@pytest.mark.parametrize(
    "text",
    [
        '{"type":"raise_hand","extra":1}',
        '{"type":"no_such"}',
        '{"type":"say","text":""}',
        '{"type":"say","text":"' + "a" * 1001 + '"}',
        '{"type":"say","text":1}',
        '{"type":"say","text":"a","reply_to":0}',
        '{"type":"give_floor"}',
        '{"type":"give_floor","person":"<b>"}',
        '{"type":"give_floor","person":"a\\n"}',
        '{"type":"give_floor","person":"' + "a" * 65 + '"}',
        '{"type":"set_mode","mode":"loud"}',
        '{"type":"set_source","source":"mic","on":1}',
        '{"type":"mute"}',
        '{"type":"set_tiles"}',
        '{"type":"set_tiles","lines":{"a0":1}}',
        '{"type":"set_tiles","lines":{"v0":-1}}',
        '{"type":"set_tiles","lines":{"v0":10001}}',
        '{"type":"set_tiles","lines":{"v0":null}}',
        '{"type":"raise_hand","question":"' + "a" * 301 + '"}',
        "[]",
        "null",
        "{}",
        "",
        "\x00\xff",
    ],
)
def test_malformed_commands_raise_one_error(text: str) -> None:
    decoder: msgspec.json.Decoder[AnyCommand] = msgspec.json.Decoder(AnyCommand)
    with pytest.raises(msgspec.DecodeError):
        decoder.decode(text)


@pytest.mark.parametrize("screen", ["teacher", "student"])
def test_a_browser_that_only_merges_ends_with_the_servers_view(screen: str) -> None:
    seen = DATA["lesson"][screen]
    view: JsonObject = seen["snapshot"]["view"]
    number = seen["snapshot"]["number"]
    for event in seen["events"]:
        assert event["number"] == number + 1
        number, view = event["number"], merge(view, event["patch"])
    assert view == seen["view"]


def test_the_student_knows_the_own_question_only() -> None:
    raised = {
        screen: {
            event["person"]: event["question"] for event in seen["events"] if event["type"] == "hand_raised"
        }
        for screen, seen in DATA["lesson"].items()
    }
    assert raised["student"] == {BINH: "", AN: "Vì sao đổi dấu ạ?"}
    assert raised["teacher"] == {BINH: "", AN: "Vì sao đổi dấu ạ?"}
    assert "hidden" in {event["type"] for event in DATA["lesson"]["student"]["events"]}
    assert "Em hỏi bài 2" not in json.dumps(DATA["lesson"]["student"], ensure_ascii=False)
    assert "Em hỏi bài 2" in json.dumps(DATA["lesson"]["teacher"], ensure_ascii=False)
