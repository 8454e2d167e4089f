"""Who feeds which slot."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lesson.messages import (
    AcceptFloor,
    Feed,
    GiveFloor,
    SetSource,
    SlotName,
    SourceName,
    StartLesson,
    TakeFloor,
)
from lesson.permissions import may_send
from server.classroom.showing.stage import Stage, feeds_for
from tests.lesson.school import AN, BINH, CHI, ROLES, TEACHER, Lesson

CO_TEACHER = "gv-02"


class Room(Lesson):
    """A live lesson with a stage."""

    def __init__(self) -> None:
        super().__init__()
        self.stage = Stage()
        self.come(*ROLES)
        self.do(TEACHER, StartLesson())

    def on(self, person: str, *sources: SourceName) -> None:
        if ROLES[person] != "teacher":
            self.do(TEACHER, GiveFloor(person))
            self.do(person, AcceptFloor())
        for source in sources:
            self.do(person, SetSource(source, True))

    def slots(self, now: float = 0.0, **levels: int) -> dict[str, str]:
        """The stage at `now`; levels of mics by person with _ for -."""
        loud: dict[tuple[str, SourceName], int] = {
            (name.replace("_", "-"), "mic"): level for name, level in levels.items()
        }
        chosen = self.stage.slots(self.session.state, loud, now)
        return {slot: f"{feed.person}/{feed.source}" for slot, feed in chosen.items()}


@pytest.fixture
def room() -> Room:
    return Room()


def test_nothing_on_nothing_staged(room: Room) -> None:
    assert room.slots() == {}


def test_the_teacher_has_fixed_slots(room: Room) -> None:
    room.on(TEACHER, "mic", "camera", "screen", "screen_audio")
    assert room.slots() == {
        "a0": f"{TEACHER}/mic",
        "a2": f"{TEACHER}/screen_audio",
        "v0": f"{TEACHER}/screen",
        "v1": f"{TEACHER}/camera",
    }


def test_the_floor_is_heard_and_seen_until_it_is_taken(room: Room) -> None:
    room.on(TEACHER, "mic")
    room.on(AN, "mic", "camera")
    assert room.slots() == {"a0": f"{TEACHER}/mic", "a1": f"{AN}/mic", "v2": f"{AN}/camera"}
    room.do(TEACHER, TakeFloor(AN))
    assert room.slots() == {"a0": f"{TEACHER}/mic"}


def test_who_left_is_off_the_stage(room: Room) -> None:
    room.on(AN, "mic")
    assert room.slots() == {"a1": f"{AN}/mic"}
    room.stay(11, TEACHER)
    assert room.slots() == {}


def test_a_second_floor_moves_nobody(room: Room) -> None:
    room.on(AN, "mic", "camera")
    room.slots()
    room.on(BINH, "mic", "camera")
    assert room.slots() == {"a1": f"{AN}/mic", "a2": f"{BINH}/mic", "v2": f"{AN}/camera"}
    room.do(TEACHER, TakeFloor(AN))
    assert room.slots() == {"a2": f"{BINH}/mic", "v2": f"{BINH}/camera"}
    room.on(TEACHER, "screen_audio")
    assert room.slots() == {"a1": f"{BINH}/mic", "a2": f"{TEACHER}/screen_audio", "v2": f"{BINH}/camera"}


def test_the_picture_goes_with_the_voice(room: Room) -> None:
    room.on(AN, "camera")
    room.on(BINH, "mic", "camera")
    assert room.slots() == {"a1": f"{BINH}/mic", "v2": f"{BINH}/camera"}


def test_a_co_teacher_is_heard_and_the_first_stays(room: Room) -> None:
    room.on(CO_TEACHER, "mic", "camera")
    assert room.slots() == {"a0": f"{CO_TEACHER}/mic", "v1": f"{CO_TEACHER}/camera"}
    room.on(TEACHER, "mic", "camera")
    assert room.slots() == {
        "a0": f"{CO_TEACHER}/mic",
        "a2": f"{TEACHER}/mic",
        "v1": f"{CO_TEACHER}/camera",
    }


@pytest.fixture
def three(room: Room) -> Room:
    """An in the floor's slot, Bình in a2, Chi waiting for it."""
    room.on(AN, "mic")
    room.slots()
    room.on(BINH, "mic")
    room.slots()
    room.on(CHI, "mic")
    assert room.slots(0.1, hs_2=80)["a2"] == f"{BINH}/mic"
    return room


def test_the_loudest_is_held_a_second(three: Room) -> None:
    assert three.slots(0.9, hs_2=70, hs_3=110)["a2"] == f"{BINH}/mic"
    assert three.slots(1.1, hs_2=70, hs_3=110)["a2"] == f"{CHI}/mic"
    assert three.slots(2.0, hs_2=127)["a2"] == f"{CHI}/mic"
    assert three.slots(2.2, hs_2=127)["a2"] == f"{BINH}/mic"


def test_a_little_louder_is_not_enough(three: Room) -> None:
    assert three.slots(5.0, hs_2=80, hs_3=85)["a2"] == f"{BINH}/mic"
    assert three.slots(5.1, hs_2=80, hs_3=86)["a2"] == f"{CHI}/mic"


def test_silence_gives_way_to_speech_but_not_to_silence(three: Room) -> None:
    assert three.slots(5.0, hs_2=0, hs_3=0)["a2"] == f"{BINH}/mic"
    assert three.slots(5.1, hs_2=54, hs_3=56)["a2"] == f"{CHI}/mic"


SLOTS: dict[SlotName, Feed] = {
    "a0": Feed(TEACHER, "mic"),
    "a1": Feed(AN, "mic"),
    "a2": Feed(BINH, "mic"),
    "v0": Feed(TEACHER, "screen"),
    "v1": Feed(TEACHER, "camera"),
    "v2": Feed(AN, "camera"),
}


def without(*slots: str) -> dict[SlotName, Feed]:
    return {slot: feed for slot, feed in SLOTS.items() if slot not in slots}


def test_nobody_gets_the_own_sources() -> None:
    assert feeds_for(TEACHER, "full", SLOTS) == without("a0", "v0", "v1")
    assert feeds_for(AN, "full", SLOTS) == without("a1", "v2")
    assert feeds_for(CHI, "full", SLOTS) == SLOTS


def test_listening_means_no_video() -> None:
    assert feeds_for(CHI, "listen", SLOTS) == without("v0", "v1", "v2")


def test_a_player_with_one_slot_of_each_gets_the_most_important() -> None:
    assert feeds_for(CHI, "full", SLOTS, 1, 1) == {"a0": SLOTS["a0"], "v0": SLOTS["v0"]}
    assert feeds_for(TEACHER, "full", SLOTS, 1, 1) == {"a0": SLOTS["a1"], "v0": SLOTS["v2"]}
    assert feeds_for(CHI, "full", without("v0"), 1, 1) == {"a0": SLOTS["a0"], "v0": SLOTS["v1"]}
    assert feeds_for(CHI, "full", SLOTS, 1, 0) == {"a0": SLOTS["a0"]}
    assert feeds_for(CHI, "full", {}, 1, 1) == {}


def test_with_two_slots_a_feed_stays_in_its_own() -> None:
    assert feeds_for(CHI, "full", SLOTS, 2, 0) == {"a0": SLOTS["a0"], "a1": SLOTS["a1"]}
    assert feeds_for(CHI, "full", without("a0"), 2, 0) == {"a1": SLOTS["a1"], "a0": SLOTS["a2"]}


SOURCES: st.SearchStrategy[SourceName] = st.sampled_from(["mic", "camera", "screen", "screen_audio"])
STEPS = st.lists(
    st.tuples(st.sampled_from(sorted(ROLES)), SOURCES, st.booleans(), st.integers(0, 127)), max_size=25
)


@given(STEPS)
def test_only_permitted_sources_each_once_and_slots_stay(
    steps: list[tuple[str, SourceName, bool, int]],
) -> None:
    room = Room()
    for person in (AN, BINH, "khach"):
        room.on(person)
    before: dict[SlotName, Feed] = {}
    for now, (person, source, on, level) in enumerate(steps):
        if ROLES[person] == "teacher" or (
            person in room.session.state.floors and source in ("mic", "camera")
        ):
            room.do(person, SetSource(source, on))
        after = room.stage.slots(room.session.state, {(person, source): level}, float(now))
        state = room.session.state
        assert all(may_send(state, feed.person, feed.source) for feed in after.values())
        assert len(set(after.values())) == len(after)
        assert room.stage.slots(state, {(person, source): level}, float(now)) == after
        for slot in ("a0", "a1", "v0", "v1", "v2"):
            if slot in before and may_send(state, before[slot].person, before[slot].source):
                assert after.get(slot) == before[slot]
        before = after
