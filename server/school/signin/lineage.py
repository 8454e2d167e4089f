"""What a token was made from stands in its id: the id of a token made with another one begins with that one's. Pure.

Who withdraws an id withdraws all that begins with it: with a session its day link and the lessons entered by it, with
a guests' link its guests, with a teacher's link the phone beside it.
"""

import secrets

FIRST_BYTES, BELOW_BYTES = 12, 6
"""Random bytes of an id without anything above it, and of each part below."""
DEEPEST = 6
"""Parts below the first one. A token made with one that is as deep stands beside it."""
MAX_ID = 80


def new_id(of: str = "") -> str:
    """The id of a new token; `of`: of the token, session or link it is made with, "" of none."""
    if not of:
        return secrets.token_urlsafe(FIRST_BYTES)
    above = of if of.count(".") < DEEPEST else of.rpartition(".")[0]
    return f"{above}.{secrets.token_urlsafe(BELOW_BYTES)}"


def lineage(token_id: str) -> tuple[str, ...]:
    """The id and all it was made from, the first one first."""
    parts = token_id.split(".")
    return tuple(".".join(parts[: place + 1]) for place in range(len(parts)))
