"""Which device opened a token of a QR code: the first that comes in time keeps it, others find it too old.

A teacher's page shows the code, and a class may see it: so it opens for ten minutes, and for one phone.
"""

from server.http.tokens import JoinClaims


class Pairings:
    """`started_at`: UTC ms of this process's start, which forgets who paired: codes from before may pair anew."""

    def __init__(self, started_at: int) -> None:
        self._started_at = started_at
        self._devices: dict[str, str] = {}
        """By token."""

    def open(self, claims: JoinClaims, device: str, now: int) -> bool:
        """Whether this device may come with the token; tokens of other links are free. `now`: UTC ms."""
        if not claims.open_by:
            return True
        known = self._devices.get(claims.jti)
        if known is not None:
            return known == device
        until = claims.open_by * 1000
        if until < now and until > self._started_at:
            return False
        self._devices[claims.jti] = device
        return True
