"""Tokens the school withdrew, one by one or all that came before a pupil's new card. Asked at each use of a token, so
both are kept in memory, too."""

from sqlalchemy import delete, select
from sqlalchemy.dialects.sqlite import insert

from server.store.database import Database
from server.store.tables import cards, revoked_tokens

FIRST_CARD = 1
"""Of everybody who has none, too: the first card ends nothing."""


class Revocations:
    """Made by `load` at the start of the control process (the only one that withdraws)."""

    def __init__(self, database: Database, revoked: dict[str, int], versions: dict[str, int]) -> None:
        """`revoked`: id → UTC ms after which its token is too old anyway. `versions`: of new cards, by person."""
        self._database = database
        self._revoked = revoked
        self._versions = versions

    @classmethod
    async def load(cls, database: Database, now: int) -> "Revocations":
        """Reads the withdrawn ids; forgets those whose tokens are too old anyway."""
        async with database.begin() as connection:
            await connection.execute(delete(revoked_tokens).where(revoked_tokens.c.expires_at <= now))
            rows = await connection.execute(select(revoked_tokens.c.jti, revoked_tokens.c.expires_at))
            again = select(cards.c.person_id, cards.c.version).where(cards.c.version > FIRST_CARD)
            versions = await connection.execute(again)
            return cls(
                database,
                {row.jti: row.expires_at for row in rows},
                {row.person_id: row.version for row in versions},
            )

    def __contains__(self, jti: str) -> bool:
        return jti in self._revoked

    def stopped(self, jti: str, person: str, card: int) -> bool:
        """Whether a token opens nothing any more: withdrawn, or made under an older card of this person."""
        return jti in self._revoked or max(card, FIRST_CARD) < self.card_of(person)

    def card_of(self, person: str) -> int:
        """The version of the person's card: what a new token is made under."""
        return self._versions.get(person, FIRST_CARD)

    def card_issued(self, person: str, version: int) -> None:
        """From here on older tokens of the person open nothing. The table is written already."""
        if version > FIRST_CARD:
            self._versions[person] = version

    async def revoke(self, jti: str, lesson_id: str, expires_at: int, now: int) -> None:
        """From here on the token opens nothing. `expires_at`: UTC ms after which the row may be forgotten."""
        self._revoked = {known: until for known, until in self._revoked.items() if until > now}
        self._revoked[jti] = expires_at
        row = {"jti": jti, "lesson_id": lesson_id, "expires_at": expires_at}
        async with self._database.begin() as connection:
            await connection.execute(delete(revoked_tokens).where(revoked_tokens.c.expires_at <= now))
            await connection.execute(insert(revoked_tokens).values(row).on_conflict_do_nothing())
