"""Tokens the school withdrew: by their ids, with all that was made with them, or all links of a person that came before
a new card or the closing of an account. Asked at each use of a token, so both are kept in memory, too."""

from collections.abc import Iterable

from sqlalchemy import delete, select
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from lesson.messages import COMPANION
from server.school.signin.lineage import lineage
from server.store.database import Database
from server.store.tables import cards, feeds, revoked_tokens

FIRST_CARD = 1
"""Of everybody who has none, too: the first card ends nothing."""


class Revocations:
    """Made by `load` at the start of the control process (the only one that withdraws)."""

    def __init__(self, database: Database, revoked: dict[str, int], versions: dict[str, int]) -> None:
        """`revoked`: id → UTC ms after which its tokens are too old anyway. `versions`: of new cards, by person."""
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
        return any(one in self._revoked for one in lineage(jti))

    def stopped(self, jti: str, person: str, card: int) -> bool:
        """Whether a token opens nothing any more: withdrawn, itself or what it was made with, or made under older links
        of this person, or of whose second phone it is."""
        return jti in self or max(card, FIRST_CARD) < self.card_of(person.removesuffix(COMPANION))

    def card_of(self, person: str) -> int:
        """The version of the person's links, of a pupil the card's: what a new token is made under."""
        return self._versions.get(person, FIRST_CARD)

    def card_issued(self, person: str, version: int) -> None:
        """From here on older tokens of the person open nothing. The table is written already."""
        if version > FIRST_CARD:
            self._versions[person] = version

    async def revoke(self, jti: str, lesson_id: str, expires_at: int, now: int) -> None:
        """From here on the token and those made with it open nothing. `expires_at`: UTC ms after which the row may be
        forgotten."""
        self.withdrawn((jti,), expires_at, now)
        async with self._database.begin() as connection:
            await withdraw(connection, (jti,), expires_at, now, lesson_id)

    def withdrawn(self, ids: Iterable[str], expires_at: int, now: int) -> None:
        """The same for ids that the table has already (see `withdraw`)."""
        self._revoked = {known: until for known, until in self._revoked.items() if until > now}
        self._revoked.update(dict.fromkeys(ids, expires_at))


async def withdraw(
    connection: AsyncConnection, ids: Iterable[str], expires_at: int, now: int, lesson_id: str = ""
) -> None:
    """Writes the ids down, in the transaction of what ends them; `Revocations.withdrawn` follows it."""
    await connection.execute(delete(revoked_tokens).where(revoked_tokens.c.expires_at <= now))
    rows = [{"jti": one, "lesson_id": lesson_id, "expires_at": expires_at} for one in ids]
    if rows:
        await connection.execute(insert(revoked_tokens).on_conflict_do_nothing(), rows)


async def end_links(connection: AsyncConnection, person_id: str) -> int:
    """Every link the person was given ends, calendars too; the version new ones are made under.
    `Revocations.card_issued` follows."""
    await connection.execute(delete(feeds).where(feeds.c.person_id == person_id))
    row = {
        "person_id": person_id, "version": FIRST_CARD + 1, "pin_hash": "", "issued_at": 0, "tries": 0,
    }  # fmt: skip
    ended = insert(cards).values(row)
    change = ended.on_conflict_do_update(
        index_elements=["person_id"], set_={"version": cards.c.version + 1, "pin_hash": ""}
    )
    version: int = (await connection.execute(change.returning(cards.c.version))).scalar_one()
    return version
