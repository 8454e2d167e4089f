"""Tokens the school withdrew. Asked at each use of a token, so the ids are kept in memory, too."""

from sqlalchemy import delete, select
from sqlalchemy.dialects.sqlite import insert

from server.store.database import Database
from server.store.tables import revoked_tokens


class Revocations:
    """Made by `load` at the start of the control process (the only one that withdraws)."""

    def __init__(self, database: Database, revoked: dict[str, int]) -> None:
        """`revoked`: id → UTC ms after which its token is too old anyway."""
        self._database = database
        self._revoked = revoked

    @classmethod
    async def load(cls, database: Database, now: int) -> "Revocations":
        """Reads the withdrawn ids; forgets those whose tokens are too old anyway."""
        async with database.begin() as connection:
            await connection.execute(delete(revoked_tokens).where(revoked_tokens.c.expires_at <= now))
            rows = await connection.execute(select(revoked_tokens.c.jti, revoked_tokens.c.expires_at))
            return cls(database, {row.jti: row.expires_at for row in rows})

    def __contains__(self, jti: str) -> bool:
        return jti in self._revoked

    async def revoke(self, jti: str, lesson_id: str, expires_at: int, now: int) -> None:
        """From here on the token opens nothing. `expires_at`: UTC ms after which the row may be forgotten."""
        self._revoked = {known: until for known, until in self._revoked.items() if until > now}
        self._revoked[jti] = expires_at
        row = {"jti": jti, "lesson_id": lesson_id, "expires_at": expires_at}
        async with self._database.begin() as connection:
            await connection.execute(delete(revoked_tokens).where(revoked_tokens.c.expires_at <= now))
            await connection.execute(insert(revoked_tokens).values(row).on_conflict_do_nothing())
