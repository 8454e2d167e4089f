"""One page of a person, and the line it is told through."""

from dataclasses import dataclass
from typing import Protocol

import msgspec

from lesson.messages import AnyNotice, PersonId
from server.http.tokens import JoinClaims


class Line(Protocol):
    """What a device is told through (sockets.Line). Nothing here waits."""

    def send(self, name: str, body: bytes) -> None: ...

    def notice(self, body: bytes) -> None: ...

    def close(self) -> None: ...


@dataclass(eq=False, slots=True)
class Device:
    """One page of a person. `number` and `epoch`: what it knew when it came back."""

    id: str
    claims: JoinClaims
    line: Line
    epoch: str | None = None
    number: int | None = None

    @property
    def person(self) -> PersonId:
        """Whose device it is."""
        return self.claims.person

    def tell(self, notice: AnyNotice) -> None:
        """Shown now, not kept."""
        self.line.send("notice", msgspec.json.encode(notice))
