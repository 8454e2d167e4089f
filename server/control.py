"""The control process, `python -m server.control`: makes every part and joins them (the composition root).

Started by server/supervisor.py, which also ends it: SIGTERM, or the kernel's when the supervisor died. On a signal
it stops listening, hangs up, writes the last events and ends.
"""

import asyncio
import secrets
import signal
import sys
from contextlib import AsyncExitStack, suppress

import structlog
from aiohttp import web
from sqlalchemy.exc import DatabaseError

from server.classroom.health.metrics import ClassroomMetrics
from server.classroom.hub import Hub
from server.classroom.kept.disk import Thresholds
from server.classroom.pages.signalling import Signalling
from server.classroom.pages.sockets import Sockets
from server.classroom.webrtc.workerlink import WorkerLink
from server.classroom.whip.endpoints import MediaEndpoints
from server.http.app import create_app
from server.http.clients import client_source, own_origin
from server.http.deps import Deps, utc_now
from server.http.tokens import Tokens
from server.links import build_links
from server.logs import configure_logs
from server.pulse import beat
from server.ready import announce_ready
from server.school.demo import ensure_running_demo, seed
from server.school.families.mailer import Mailer
from server.school.planning.ahead import keep_planning
from server.school.signin.revocations import Revocations
from server.settings import Settings, StartFault
from server.startup import startup_or_exit
from server.store.database import Database
from server.store.eventlog import EventLog
from server.store.upgrade import store_error
from server.tls import server_context

DEMO_EVERY_S = 5.0
GOODBYE_S = 2.0
"""How long requests under way may take when the process ends."""

log = structlog.get_logger("control")


class CannotListen(StartFault):
    """The port for the pages is gone."""

    exit_code = 1


async def control(settings: Settings) -> None:
    """Runs until SIGINT or SIGTERM. Raises StartFault."""
    stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    async with AsyncExitStack() as closing:
        database = await Database.open(settings)
        closing.push_async_callback(database.close)
        if settings.demo:
            await seed(database, utc_now())
            await ensure_running_demo(database, utc_now())
        eventlog = EventLog(database)
        closing.push_async_callback(eventlog.close)
        hub = Hub(database, eventlog, secrets.token_urlsafe(9), settings.data_dir, Thresholds.of(settings))
        await hub.restore()
        link = WorkerLink(settings.data_dir / "run" / "media-0.sock", hub.media)
        mailer = Mailer(settings, database, utc_now)
        await mailer.take_up()
        background = asyncio.create_task(
            _background(settings, database, hub, link, mailer), name="background"
        )
        closing.push_async_callback(_end, background)
        app = await _application(settings, database, eventlog, hub, mailer)
        await _listen(app, settings, closing)
        announce_ready(await build_links(settings, database, utc_now()))
        log.info("listening", host=settings.host, port=settings.port, epoch=hub.epoch)
        await _until(stop, background)
        log.info("closing")


async def _application(
    settings: Settings, database: Database, eventlog: EventLog, hub: Hub, mailer: Mailer
) -> web.Application:
    tokens = Tokens(settings.secret.encode())
    revocations = await Revocations.load(database, utc_now())
    deps = Deps(
        settings,
        database,
        tokens,
        revocations,
        hub,
        ready=lambda: {"media": hub.media.up, "events": eventlog.healthy},
        recording=lambda: hub.recordings.health,
        mailer=mailer,
    )
    ClassroomMetrics(hub, deps.registry)
    app = create_app(deps)
    signalling = Signalling(hub, tokens, revocations, eventlog, utc_now)
    Sockets(
        signalling,
        lambda origin, request: own_origin(origin, request, settings),
        lambda request: client_source(request, settings),
    ).attach(app)
    MediaEndpoints(hub, deps).attach(app)
    return app


async def _listen(app: web.Application, settings: Settings, closing: AsyncExitStack) -> None:
    context = None
    if settings.tls_cert is not None and settings.tls_key is not None:
        context = server_context(settings.tls_cert, settings.tls_key)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=GOODBYE_S)
    await runner.setup()
    closing.push_async_callback(runner.cleanup)
    site = web.TCPSite(runner, settings.host, settings.port, ssl_context=context)
    try:
        await site.start()
    except OSError as error:
        raise CannotListen(
            f"TCP port {settings.port} on {settings.host}: {error.strerror}; set BUCGIANG_PORT to another"
        ) from error


async def _background(
    settings: Settings, database: Database, hub: Hub, link: WorkerLink, mailer: Mailer
) -> None:
    async with asyncio.TaskGroup() as group:
        group.create_task(hub.run(link))
        group.create_task(beat(), name="pulse")
        group.create_task(mailer.run(), name="mail")
        if settings.demo:
            group.create_task(_demo(database))
        else:
            group.create_task(keep_planning(database, utc_now), name="planning")


async def _demo(database: Database) -> None:
    """There is always a period that runs now."""
    while True:
        await asyncio.sleep(DEMO_EVERY_S)
        try:
            await ensure_running_demo(database, utc_now())
        except Exception:
            log.exception("no running period for the demo; trying again")


async def _until(stop: asyncio.Event, background: asyncio.Task[None]) -> None:
    """A signal; or the background failed, which is a bug: the supervisor starts us again."""
    waiting = asyncio.create_task(stop.wait())
    await asyncio.wait({waiting, background}, return_when=asyncio.FIRST_COMPLETED)
    waiting.cancel()
    if background.done():
        background.result()


async def _end(task: asyncio.Task[None]) -> None:
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task


def _told(fault: StartFault) -> int:
    print(f"bucgiang: {fault}", file=sys.stderr)  # noqa: T201
    return fault.exit_code


def main() -> int:
    """The exit code: 0 after a signal, 2 when the settings cannot work."""
    configure_logs("control")
    settings = startup_or_exit()
    try:
        asyncio.run(control(settings))
    except StartFault as fault:
        return _told(fault)
    except DatabaseError as error:  # only the start lets one out: e.g. a damaged page met by the first query
        return _told(store_error(settings.database_path, error.orig or error))
    return 0


if __name__ == "__main__":
    sys.exit(main())
