"""One page of a person, or of two pupils at one device, and the line it is told through."""

from dataclasses import dataclass
from typing import Protocol

import msgspec

from lesson.messages import AnyNotice, PersonId, TokenRevoked
from lesson.state import State
from lesson.view import Audience, audience
from server.http.tokens import JoinClaims
from server.school.signin.lineage import lineage


class Line(Protocol):
    """What a device is told through (sockets.Line). Nothing here waits."""

    def send(self, name: str, body: bytes) -> None: ...

    def notice(self, body: bytes) -> None: ...

    def close(self) -> None: ...


@dataclass(eq=False, slots=True)
class Device:
    """One page of a person. `number` and `epoch`: what it knew when it came back.

    `also`: the claims of a second pupil at it. Media and limits are the first one's.
    """

    id: str
    claims: JoinClaims
    line: Line
    epoch: str | None = None
    number: int | None = None
    also: tuple[JoinClaims, ...] = ()

    @property
    def person(self) -> PersonId:
        """Whose device it is."""
        return self.claims.person

    @property
    def others(self) -> tuple[PersonId, ...]:
        """Who else is at it."""
        return tuple(claims.person for claims in self.also)

    def of(self, person: PersonId | None) -> JoinClaims | None:
        """The claims of one of those at it, without a name the first; None: somebody else."""
        if person is None:
            return self.claims
        return next((claims for claims in (self.claims, *self.also) if claims.person == person), None)

    def came_with(self, jti: str) -> bool:
        """Whether it shows this token, or one made with it, for either pupil at it."""
        return any(jti in lineage(claims.jti) for claims in (self.claims, *self.also))

    def audience(self, state: State) -> Audience:
        """What it may know of the lesson."""
        people = (self.person, *self.others)
        return audience(state, self.claims.role, people, self.claims.unproved)

    def tell(self, notice: AnyNotice) -> None:
        """Shown now, not kept."""
        self.line.send("notice", msgspec.json.encode(notice))

    def turn_out(self) -> None:
        """What it came with counts no more: told, and closed."""
        self.tell(TokenRevoked())
        self.line.close()
