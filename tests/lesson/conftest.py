import pytest

from tests.lesson.school import Lesson, live_lesson


@pytest.fixture
def lesson() -> Lesson:
    """A live lesson, everybody there."""
    return live_lesson()
