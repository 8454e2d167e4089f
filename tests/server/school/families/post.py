"""A real mail server for tests (aiosmtpd), with a certificate made here, and a mailer that talks to it."""

import asyncio
import ssl
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path
from typing import Any

from aiosmtpd.smtp import SMTP as Server
from aiosmtpd.smtp import AuthResult, Envelope, LoginPassword
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID
from sqlalchemy import insert, select

from server.school.families.letterbox import WaitingLetter, keep_waiting
from server.school.families.letters import Letter
from server.school.families.mailer import GIVE_UP_MS, Mailer
from server.settings import load_settings
from server.store.database import Database
from server.store.tables import school_notices
from tests.support.waiting import until_found

LETTER = Letter("", "Nghỉ lũ – thứ Tư", "Học trực tuyến.\n.\nGiữ an toàn.", "https://lop.example/day")
USER, PASSWORD = "thongbao", "mat-khau-thu"


class Post:
    """Takes letters; refuses `nobody@…`, everything while `busy`, and senders with `no_sender` (an answer)."""

    def __init__(self) -> None:
        self.letters: list[tuple[str, EmailMessage]] = []
        self.busy = False
        self.no_sender = ""
        self.asked = asyncio.Event()
        self.secured: list[bool] = []
        """Of each letter, whether it came over TLS."""
        self.users: list[bytes] = []

    async def handle_MAIL(
        self, _server: Any, _session: Any, envelope: Envelope, address: str, _options: Any
    ) -> str:
        if self.no_sender:
            return self.no_sender
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(
        self, _server: Any, _session: Any, envelope: Envelope, address: str, _options: Any
    ) -> str:
        self.asked.set()
        if self.busy:
            return "451 4.3.0 later"
        if address.startswith("nobody@"):
            return "550 5.1.1 unknown"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Server, _session: Any, envelope: Envelope) -> str:
        assert isinstance(envelope.content, bytes)
        made = message_from_bytes(envelope.content, policy=SMTP)
        assert isinstance(made, EmailMessage)
        self.letters += [(to, made) for to in envelope.rcpt_tos]
        assert server.transport is not None
        self.secured.append(server.transport.get_extra_info("sslcontext") is not None)
        return "250 OK"

    def authenticate(self, _server: Any, _session: Any, _envelope: Any, _how: str, data: Any) -> AuthResult:
        """Of the one user there is."""
        assert isinstance(data, LoginPassword)
        self.users.append(data.login)
        good = (data.login, data.password) == (USER.encode(), PASSWORD.encode())
        return AuthResult(success=good, handled=False)


@asynccontextmanager
async def post_office(
    post: Post, port: int = 0, tls: ssl.SSLContext | None = None, implicit: bool = False, login: bool = False
) -> AsyncIterator[int]:
    """At this port (0: any). `tls` with STARTTLS, or from the first byte; `login`: who there is."""
    more: dict[str, Any] = {}
    if login:  # aiosmtpd does not see TLS from the first byte, and asks for no login without TLS
        more = {
            "auth_required": not implicit,
            "auth_require_tls": not implicit,
            "authenticator": post.authenticate,
        }
    if tls is not None and not implicit:
        more |= {"tls_context": tls, "require_starttls": True}
    server = await asyncio.get_running_loop().create_server(
        lambda: Server(post, hostname="localhost", enable_SMTPUTF8=False, **more),
        "127.0.0.1",
        port,
        ssl=tls if implicit else None,
    )
    try:
        yield server.sockets[0].getsockname()[1]
    finally:
        server.close()
        await server.wait_closed()


def certificate(folder: Path) -> tuple[Path, ssl.SSLContext]:
    """A self-signed one for localhost: the file that vouches for it, and the server's side."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    file, secret = folder / "post.pem", folder / "post.key"
    file.write_bytes(made.public_bytes(Encoding.PEM))
    secret.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file, secret)
    return file, context


class Clock:
    """UTC ms, `skew` ahead."""

    def __init__(self) -> None:
        self.skew = 0

    def __call__(self) -> int:
        return time.time_ns() // 1_000_000 + self.skew


@asynccontextmanager
async def running(
    folder: Path, port: int, clock: Clock, first_wait_ms: int = 50, **more: Any
) -> AsyncIterator[tuple[Mailer, Database]]:
    """A mailer of a fresh process over the folder's database; `more` settings."""
    told = {"smtp_host": "localhost", "smtp_tls": "none", "smtp_from": "thongbao@truong.example"} | more
    settings = load_settings(data_dir=folder, smtp_port=port, **told)
    database = await Database.open(settings)
    mailer = Mailer(settings, database, clock, first_wait_ms)
    await mailer.take_up()
    task = asyncio.create_task(mailer.run())
    try:
        yield mailer, database
    finally:
        task.cancel()
        await asyncio.wait({task})
        await database.close()


async def post_letters(mailer: Mailer, database: Database, clock: Clock, addresses: Sequence[str]) -> int:
    """A notice and its letters, as the office sends them; the notice's id."""
    until = clock() + GIVE_UP_MS
    row = {"title": LETTER.title, "text": LETTER.text, "at": 1, "mails": len(addresses)}
    async with database.begin() as connection:
        made = await connection.execute(insert(school_notices).values(row).returning(school_notices.c.id))
        number = int(made.scalar_one())
        await keep_waiting(connection, number, addresses, LETTER.link, until)
    mailer.put(WaitingLetter(number, one, LETTER, until) for one in addresses)
    return number


async def counted(database: Database, number: int, sent: int, failed: int) -> None:
    """Waits until the notice says so."""
    query = select(school_notices.c.emailed, school_notices.c.failed).where(school_notices.c.id == number)

    async def so() -> bool:
        async with database.read() as connection:
            return tuple((await connection.execute(query)).one()) == (sent, failed)

    await until_found(so)
