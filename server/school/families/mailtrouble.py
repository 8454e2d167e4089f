"""Why the mail server takes no letters, in a word the office can act on. Pure: looks at what the client raised."""

import ssl
from collections.abc import Iterator
from typing import Literal

from aiosmtplib import SMTPAuthenticationError, SMTPException, SMTPSenderRefused
from msgspec import Struct

MailTrouble = Literal["", "away", "tls", "login", "sender"]
"""away: no connection, no answer, or not now. tls: no secured connection, or a certificate nobody vouches for. login: it
does not take user and password. sender: it takes no letters from the school's address."""


class MailState(Struct, frozen=True):
    """How sending goes. `since` (UTC ms): nothing could be sent since then; None: no trouble. `waiting`: letters."""

    trouble: MailTrouble = ""
    since: int | None = None
    waiting: int = 0


def trouble_of(error: Exception) -> MailTrouble:
    """Which trouble a failed connection or letter tells of."""
    causes = list(_chain(error))
    if any(isinstance(one, ssl.SSLError) for one in causes):
        return "tls"
    if isinstance(error, SMTPAuthenticationError):
        return "login"
    if isinstance(error, SMTPSenderRefused):
        return "login" if error.code == 530 else "sender"  # RFC 4954 §6: authentication required
    return _by_words(error) if type(error) is SMTPException else "away"


def _by_words(error: Exception) -> MailTrouble:
    """aiosmtplib has no types of its own for extensions a server lacks."""
    words = str(error).upper()
    if "AUTH" in words:  # first: the hint that goes with it speaks of STARTTLS, too
        return "login"
    return "tls" if "STARTTLS" in words else "away"


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__
