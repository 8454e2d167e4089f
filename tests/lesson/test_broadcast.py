from lesson.broadcast import Broadcast, Step
from lesson.messages import ClockJumped, HandRaised, Joined, Kept
from lesson.rules import Rules
from lesson.state import apply
from tests.lesson.school import AN, BINH, CHI, TEACHER, Lesson


def step(event: HandRaised | ClockJumped | Joined) -> Step:
    lesson = Lesson()
    lesson.come(AN, BINH, TEACHER)
    state = lesson.session.state
    kept = Kept(state.number + 1, state.at, event)
    return Broadcast(state, "epoch-1", Rules()).step(kept, apply(state, kept))


def test_the_asker_and_the_teacher_see_the_question() -> None:
    told = step(HandRaised(AN, "Vì sao?"))
    hand = {"since": 1_800_000_000_000, "place": 1}
    asked = {"hands": {AN: {**hand, "question": "Vì sao?"}}}
    assert told.personal("student", AN)["patch"] == asked
    assert told.personal("teacher", TEACHER)["patch"] == asked
    assert told.personal("student", BINH)["patch"] == {"hands": {AN: hand}}
    assert told.personal("student", AN)["question"] == "Vì sao?"
    assert told.personal("student", BINH)["question"] == ""


def test_the_envelope() -> None:
    told = step(Joined(CHI, "Học sinh 3", "student")).personal("student", AN)
    assert told == {
        "epoch": "epoch-1",
        "number": 5,
        "at": 1_800_000_000_000,
        "type": "joined",
        "person": CHI,
        "name": "Học sinh 3",
        "role": "student",
        "patch": {"people": {CHI: {"present": True}}},
    }


def test_one_message_for_a_whole_audience() -> None:
    told = step(Joined(CHI, "Học sinh 3", "student"))
    assert told.personal("student", AN) is told.personal("observer", "du-gio")
    assert told.personal("teacher", TEACHER) is told.personal("staff", "kt")
    patch = told.personal("teacher", TEACHER)["patch"]
    assert isinstance(patch, dict) and "attendance" in patch


def test_hidden_from_the_class() -> None:
    told = step(ClockJumped(5000))
    hidden = told.personal("student", AN)
    assert hidden["type"] == "hidden" and "delta" not in hidden and hidden["patch"] == {}
    assert told.personal("staff", "kt")["delta"] == 5000
