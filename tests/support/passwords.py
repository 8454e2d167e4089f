"""Passwords of the tests."""

from argon2 import PasswordHasher

from server.school.signin.accounts import Passwords


def easy_passwords() -> Passwords:
    """Their hashes cost nothing: real ones take 64 MiB each, and one is made for each server."""
    return Passwords(PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
