"""The order of names is the school's own order."""

import unicodedata

from server.school.demo.data import demo_data
from server.school.names import name_key, word_key


def test_both_class_lists_sort_into_their_stt_order() -> None:
    for one in demo_data().classes:
        by_name = sorted(one.students, key=lambda student: name_key(student.full_name, student.given_name))
        assert [student.stt for student in by_name] == list(range(1, 37))


def test_letters_before_tones_and_case_does_not_count() -> None:
    words = ["ân", "AN", "ăn", "án", "đa", "da", "dạ", "ê", "e", "ộ", "ổ", "ơ", "u", "ư", "y"]
    assert sorted(words, key=word_key) == [
        "AN",
        "án",
        "ăn",
        "ân",
        "da",
        "dạ",
        "đa",
        "e",
        "ê",
        "ổ",
        "ộ",
        "ơ",
        "u",
        "ư",
        "y",
    ]


def test_tones_in_their_order() -> None:
    words = ["mạ", "má", "mã", "mả", "mà", "ma"]
    assert sorted(words, key=word_key) == ["ma", "mà", "mả", "mã", "má", "mạ"]


def test_both_unicode_forms_are_equal() -> None:
    name = "Nguyễn Thuỳ Dương"
    assert name_key(unicodedata.normalize("NFD", name)) == name_key(name)


def test_a_mark_outside_the_alphabet_counts_as_its_letter() -> None:
    assert word_key("Ayŭn") == word_key("Ayun")
