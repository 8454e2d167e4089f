"""Which device opened a token of a QR code: the first that comes in time keeps it, others find it too old.

A teacher's page shows the code, and a class may see it: so it opens for ten minutes, and for one phone. That stands in
the table `pairings` before the phone is let in, so that a restart of this process changes nothing for either.
"""

import asyncio
from hashlib import sha256

from sqlalchemy import delete, insert, select

from server.http.tokens import JoinClaims
from server.school.signin.lineage import lineage
from server.store.database import Database
from server.store.tables import pairings

MOST = 40
"""Codes that are good and were opened, of one link or session they were all made with: a teacher needs a few."""


class Pairings:
    """Asked at each use of such a token, so the table is kept in memory, too. One a process, the only one that writes."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._turn = asyncio.Lock()
        self._devices: dict[str, tuple[str, int]] = {}
        """By token: the device's hash, and when (UTC ms) the token is too old."""

    async def load(self, now: int) -> None:
        """Reads what is kept; rows of tokens that are too old go away. Called before anybody is let in."""
        async with self._database.begin() as connection:
            await connection.execute(delete(pairings).where(pairings.c.expires_at <= now))
            rows = await connection.execute(select(pairings))
            self._devices = {row.jti: (row.device_hash, row.expires_at) for row in rows}

    async def open(self, claims: JoinClaims, device: str, now: int) -> bool:
        """Whether this device may come with the token; tokens of other links are free. `now`: UTC ms."""
        if not claims.open_by:
            return True
        mine = sha256(device.encode("utf-8", "surrogatepass")).hexdigest()
        async with self._turn:
            known = self._devices.get(claims.jti)
            if known is not None:
                return known[0] == mine
            if claims.open_by * 1000 < now or self._many(claims.jti, now):
                return False
            await self._keep(claims.jti, mine, claims.exp * 1000, now)
            return True

    def _many(self, jti: str, now: int) -> bool:
        first = lineage(jti)[0]
        alive = [one for one, (_device, until) in self._devices.items() if until > now]
        return sum(lineage(one)[0] == first for one in alive) >= MOST

    async def _keep(self, jti: str, device_hash: str, until: int, now: int) -> None:
        """In memory only what is on disk."""
        row = {"jti": jti, "device_hash": device_hash, "expires_at": until}
        async with self._database.begin() as connection:
            await connection.execute(delete(pairings).where(pairings.c.expires_at <= now))
            await connection.execute(insert(pairings).values(row))
        self._devices = {one: kept for one, kept in self._devices.items() if kept[1] > now}
        self._devices[jti] = (device_hash, until)
