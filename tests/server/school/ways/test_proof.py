"""Digits that prove, and those that do not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.school.ways.proof import Held, card_key, new_pin, pin_hash, proves

SECRET = b"bi-mat-thu-nghiem-0123456789-0123456789"


def held(version: int = 1, pin: str = "", birth: str | None = "2012-09-05") -> Held:
    hashed = pin_hash(SECRET, "hs-1", version, pin) if pin else ""
    return Held("hs-1", version, hashed, birth)


@pytest.mark.parametrize("digits", ["05092012", "05/09/2012", "050912", "0509", "5-9", "05 09", "482913"])
def test_birth_digits_and_the_pin(digits: str) -> None:
    assert proves(SECRET, held(pin="482913"), digits) == (digits != "5-9")


@pytest.mark.parametrize(
    "digits", ["", "x", "20120905", "09052012", "0905", "2012", "482914", "00000000", "-"]
)
def test_other_digits(digits: str) -> None:
    assert not proves(SECRET, held(pin="482913"), digits)
    assert not proves(SECRET, held(birth=None), digits)


def test_the_birth_date_opens_nothing_once_a_card_was_issued_again() -> None:
    assert not proves(SECRET, held(version=2, pin="482913"), "05092012")
    assert proves(SECRET, held(version=2, pin="482913"), "482913")


@given(st.text(max_size=20))
def test_without_card_and_birth_date_nothing_opens(digits: str) -> None:
    assert not proves(SECRET, held(birth=None), digits)
    assert not proves(SECRET, held(version=2, birth="2012-09-05"), digits)


def test_pins_are_six_digits_and_no_row_of_one() -> None:
    pins = {new_pin() for _ in range(200)}
    assert all(len(pin) == 6 and pin.isdecimal() and len(set(pin)) >= 4 for pin in pins)
    assert len(pins) > 190


def test_hash_and_key_hang_on_secret_person_and_version() -> None:
    assert len({card_key(key, who, n) for key in (SECRET, b"x") for who in "ab" for n in (1, 2)}) == 8
    assert (
        len({pin_hash(key, who, n, "482913") for key in (SECRET, b"x") for who in "ab" for n in (1, 2)}) == 8
    )
    assert len(card_key(SECRET, "a", 1)) == 22
