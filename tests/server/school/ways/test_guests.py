"""Names guests type: cleaned by rule, never a pupil's or teacher's."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.school.ways.guests import guest_name

ROSTER = ["Lê Gia Bảo", "Đỗ Thị Ánh", "Nguyễn Thị Ngọc Lan", "cô Lan"]


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("Trần Văn Nam", "Trần Văn Nam"),
        ("  Mẹ \n em\tLan ", "Mẹ em Lan"),
        ("<b>Bố em Minh</b>", "Bố em Minh"),
        ("\u202eĐặng Ý\u200b\u0000", "Đặng Ý"),
        ("PH em Lê Gia Bảo", "PH em Lê Gia Bảo"),
        ("O’Neil, J. (Sở GDĐT)", "O’Neil, J. (Sở GDĐT)"),
        ("<script>alert(1)</script>", "alert(1)"),
    ],
)
def test_good_names(typed: str, shown: str) -> None:
    assert guest_name(typed, ROSTER) == (shown, None)


@pytest.mark.parametrize(
    "typed",
    [
        "Lê Gia Bảo",
        "LE GIA BAO",
        "em Lê Gia Bảo 8A3",
        "lê\u202e gia bảo",
        "Le Gia\u200dBao",
        "Do Thi Anh.",
        "Cô Lan",
        "Lê-Gia-Bảo",
    ],
)
def test_names_of_the_list(typed: str) -> None:
    assert guest_name(typed, ROSTER) == ("", "name_taken")


@pytest.mark.parametrize(
    "typed", ["", "  ", "<>", "12345", "\u202e", "Лё Гия Бао", "林", "a" * 61, "👩‍🏫 Mai", "ａｂｃ\u0661"]
)
def test_no_names(typed: str) -> None:
    assert guest_name(typed, ROSTER) == ("", "bad_name")


@given(st.text(max_size=300))
def test_whatever_is_typed_is_short_visible_and_no_markup(typed: str) -> None:
    name, fault = guest_name(typed, ROSTER)
    assert bool(name) == (fault is None)
    assert len(name) <= 60 and not set(name) & set('<>&"`')
    assert not any(unicodedata.category(sign).startswith("C") for sign in name)
