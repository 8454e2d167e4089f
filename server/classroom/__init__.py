"""Lessons going on now: who is connected, what they are told, whose media goes where."""
