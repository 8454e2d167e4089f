"""Which account somebody has whom the school's sign-in provider knows. Accounts are never made here, nor rights given."""

from msgspec import Struct
from sqlalchemy import ColumnElement, func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from server.store.tables import accounts, people


class Known(Struct, frozen=True):
    """What the provider says: `subject` is "issuer sub" (OpenID Connect Core §5.7: nothing else stays one's own).

    `email` only if it is verified, "" else; `username` as logins are written.
    """

    subject: str
    email: str
    username: str


class Signed(Struct, frozen=True):
    """The account; `first` when it was tied to the provider's subject just now."""

    account_id: str
    person_id: str | None
    first: bool


async def account_of(connection: AsyncConnection, known: Known) -> Signed | None:
    """The account of this subject; the first time of the e-mail or the login, which is tied to the subject then.

    None: nobody, disabled, or not clear who.
    """
    tied = await _one(connection, accounts.c.oidc_subject == known.subject)
    if tied is not None:
        return None if tied[2] else Signed(tied[0], tied[1], first=False)
    found = await _by_email(connection, known.email) or await _by_login(connection, known.username)
    if found is None or found[2]:
        return None
    mine = update(accounts).where(accounts.c.id == found[0])
    await connection.execute(mine.values(oidc_subject=known.subject))
    return Signed(found[0], found[1], first=True)


async def _by_email(connection: AsyncConnection, email: str) -> tuple[str, str | None, bool] | None:
    """An address that several people of the school have says nothing about who comes. A pupil's is the family's, who
    may work at the school."""
    if not email:
        return None
    same = func.lower(people.c.email) == email.lower()
    query = (
        select(people.c.id, accounts.c.id, accounts.c.disabled, accounts.c.oidc_subject)
        .join_from(people, accounts, accounts.c.person_id == people.c.id, isouter=True)
        .where(same, people.c.active, people.c.kind != "student")
    )
    rows = (await connection.execute(query)).all()
    if len(rows) != 1 or rows[0][1] is None or rows[0][3] is not None:
        return None
    person, account, disabled, _ = rows[0]
    return account, person, disabled


async def _by_login(connection: AsyncConnection, username: str) -> tuple[str, str | None, bool] | None:
    """Accounts of people only: the office's own has more rights than a name at the provider should open."""
    if not username:
        return None
    return await _one(
        connection,
        (accounts.c.login == username) & (accounts.c.role == "person") & accounts.c.oidc_subject.is_(None),
    )


async def _one(
    connection: AsyncConnection, where: ColumnElement[bool]
) -> tuple[str, str | None, bool] | None:
    """Id, person and whether it is disabled."""
    query = select(accounts.c.id, accounts.c.person_id, accounts.c.disabled).where(where)
    row = (await connection.execute(query)).first()
    return (row[0], row[1], row[2]) if row else None
