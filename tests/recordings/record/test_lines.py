"""What of a double lesson goes into the record of each of its periods."""

from lesson.messages import AcceptFloor, EndLesson, GiveFloor, TakeFloor
from recordings.record.history import history
from recordings.record.interaction import interaction
from recordings.record.lines import of_line
from tests.lesson.school import AN, BELL, BINH, TEACHER
from tests.lesson.test_lines import line, opened

MIDDLE = BELL + 60_000


def test_a_floor_held_across_the_bell_counts_in_each_period_with_its_time() -> None:
    double = (line("t2", "8a3", BELL, MIDDLE), line("t3", "8a3", MIDDLE, MIDDLE + 60_000))
    lesson = opened(double)
    lesson.come(AN, BINH)
    for person, seconds in ((AN, 20), (BINH, 100)):
        lesson.do(TEACHER, GiveFloor(person))
        lesson.do(person, AcceptFloor())
        lesson.stay(seconds, TEACHER, AN, BINH)
        lesson.do(TEACHER, TakeFloor(person))
    lesson.do(TEACHER, EndLesson())
    whole = history(lesson.kept)
    first, second = (interaction(of_line(whole, one.lesson)) for one in double)
    assert (first.total.floors, first.total.floor_ms) == (2, 60_000)
    assert (second.total.floors, second.total.floor_ms) == (1, 60_000)
    assert (first.total.offered, second.total.offered) == (2, 0)
