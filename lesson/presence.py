"""When each person was last heard: all devices and both kinds of connection together, so two count once."""

from dataclasses import dataclass

from lesson.messages import PersonId


@dataclass(slots=True)
class _Life:
    waiting_since: int
    last_seen: int


class Presence:
    """Signs of life since this process started; not part of the kept state. Times are lesson ms."""

    def __init__(self) -> None:
        self._lives: dict[PersonId, _Life] = {}

    def heard(self, person: PersonId, now: int) -> None:
        """Any device of the person gave a sign of life."""
        life = self._lives.get(person)
        if life is None:
            self._lives[person] = _Life(now, now)
        else:
            life.waiting_since = life.last_seen = max(now, life.last_seen)

    def resume(self, person: PersonId, last_seen: int, now: int) -> None:
        """Somebody the lesson holds for present was not heard by this process yet: silence counts from now."""
        self._lives[person] = _Life(now, min(last_seen, now))

    def silent(self, now: int, silent_ms: int) -> list[tuple[PersonId, int]]:
        """Who was not heard for `silent_ms`, and when last."""
        return [
            (person, life.last_seen)
            for person, life in self._lives.items()
            if now - life.waiting_since >= silent_ms
        ]

    def forget(self, person: PersonId) -> None:
        """The person left."""
        self._lives.pop(person, None)
