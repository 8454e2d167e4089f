"""A real server whose media is on ADDRESS, and Debian's coturn with what `bucgiang turn` prints for it."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from server.tls import lan_certificate
from tests.support.coturn import coturn
from tests.support.network import ADDRESS
from tests.support.program import Program, environment, free_port
from tests.support.server import KEY, MAIN, Served

SECRET = "a-secret-for-the-tests-only-0123456789"


@dataclass(frozen=True)
class Relayed:
    """The server, and where its coturn listens: `plain` for UDP and TCP, `tls` with certificate `cert`."""

    served: Served
    plain: tuple[str, int]
    tls: tuple[str, int]
    cert: Path

    @property
    def media(self) -> tuple[str, int]:
        return ADDRESS, self.served.media_port


@asynccontextmanager
async def relayed(folder: Path, **settings: object) -> AsyncIterator[Relayed]:
    plain, tls = (ADDRESS, free_port(host=ADDRESS)), (ADDRESS, free_port(host=ADDRESS))
    cert, key = lan_certificate(folder / "tls", (ADDRESS,), "turn", datetime.now(UTC))
    urls = [f"turn:{ADDRESS}:{plain[1]}?transport={kind}" for kind in ("udp", "tcp")]
    urls.append(f"turns:{ADDRESS}:{tls[1]}?transport=tcp")
    settings |= {"turn_urls": " ".join(urls), "turn_secret": SECRET, "media_addresses": ADDRESS}
    env = environment(folder / "data", api_key=KEY, **settings)
    words = ("turn", "--cert", str(cert), "--key", str(key))
    async with Program("-c", MAIN, *words, env=env, cwd=folder) as program:
        assert await program.ended() == 0
    async with (
        Served(folder, **settings) as served,  # type: ignore[arg-type]
        coturn("\n".join(program.lines), folder, ADDRESS, plain[1], tls[1]),
    ):
        yield Relayed(served, plain, tls, cert)
