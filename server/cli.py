"""The program `bucgiang`: reads the command line, does one thing, prints for people (or JSON with --json)."""

import asyncio
import os
import sys
import time
from collections.abc import Awaitable, Callable, Coroutine
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, TypeVar

import msgspec
import typer

from server.settings import Settings, StartFault
from server.startup import startup_or_exit

if TYPE_CHECKING:
    from loadtest.target import Target
    from server.ready import Links
    from server.store.database import Database

T = TypeVar("T")

app = typer.Typer(
    help="Bục Giảng: live lessons a school runs on one small machine.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
admin = typer.Typer(help="Ways in for the person who runs the machine.", no_args_is_help=True)
app.add_typer(admin, name="admin")
records = typer.Typer(help="The lesson records (hồ sơ tiết dạy trực tuyến).", no_args_is_help=True)
app.add_typer(records, name="records")

roster = typer.Typer(help="Lists of pupils from schools' files.", no_args_is_help=True)
app.add_typer(roster, name="roster")

Json = Annotated[bool, typer.Option("--json", help="As JSON, for programs.")]


@app.command()
def serve(
    demo: Annotated[
        bool, typer.Option("--demo", help="An invented school with a period that always runs now.")
    ] = False,
    lan: Annotated[
        bool,
        typer.Option(
            "--lan", help="For phones in this network: https with a certificate made here, QR code."
        ),
    ] = False,
) -> None:
    """Run the server until Ctrl-C.

    Settings come from the environment or bucgiang.toml: BUCGIANG_HOST (127.0.0.1), _PORT (8080), _MEDIA_PORT
    (7000), _MEDIA_ADDRESSES, _TURN_URLS, _TURN_SECRET, _TURN_ALLOW_PRIVATE (see docs/turn.md), _PUBLIC_URL,
    _TLS_CERT, _TLS_KEY, _TRUSTED_PROXIES, _DATA_DIR (var),
    _DISK_WARN_MB (2000), _DISK_AUDIO_ONLY_MB (500), _DISK_STOP_MB (100), _DATABASE_URL, _API_KEY, _SECRET,
    _OIDC_ISSUER, _OIDC_CLIENT_ID, _OIDC_CLIENT_SECRET, _OIDC_NAME,
    _SMTP_HOST (notices by e-mail), _SMTP_PORT (587), _SMTP_TLS (start, implicit or none), _SMTP_FROM, _SMTP_USER,
    _SMTP_PASSWORD.
    """
    settings = startup_or_exit(demo=demo or None, lan=lan or None)
    from server.logs import configure_logs
    from server.supervisor import serve as run

    configure_logs("supervisor")
    starting = f"Starting: pages on port {settings.port}, media on UDP and TCP {settings.media_port}, {settings.data_dir}"

    def tell_links(links: "Links") -> None:
        from server.terminal.console import links_text

        typer.echo(links_text(links, settings))

    sys.exit(_mended(lambda: run(settings, lambda: typer.echo(starting), tell_links)))


@app.command()
def links(as_json: Json = False) -> None:
    """Print the links to the running server again: teachers, pupils of the demo, the office."""
    settings, running = _of_running_server()
    from server.links import build_links
    from server.terminal.console import links_text

    found = _with_database(settings, lambda database: build_links(settings, database, _now()))
    typer.echo(msgspec.json.encode(found).decode() if as_json else links_text(found, settings))
    if not running:
        typer.echo("The server does not run now: start it with `bucgiang serve`.", err=True)


@app.command()
def demo(
    minutes: Annotated[float, typer.Option(help="How long the invented people stay.", min=0.2)] = 20,
    pupils: Annotated[int, typer.Option(help="How many pupils come.", min=1, max=36)] = 33,
) -> None:
    """Hold a whole lesson with invented people on the running demo server; come in with a browser and join."""
    settings, running = _of_running_server()
    if not running or not settings.demo:
        typer.echo("bucgiang: no demo server runs here; start one with `bucgiang serve --demo`", err=True)
        sys.exit(1)
    from loadtest.demo import hold
    from server.terminal.script import demo_script

    script = _with_database(settings, lambda database: demo_script(settings, database, _now(), pupils))
    try:
        asyncio.run(hold(script, minutes * 60, typer.echo))
    except KeyboardInterrupt:
        typer.echo("The demo people leave.")
    except ConnectionError as error:
        typer.echo(f"bucgiang: {error}", err=True)
        sys.exit(1)


@app.command()
def loadtest(
    scenario: Annotated[
        str,
        typer.Argument(
            help="hand, class, join, attendance, keeping, crash, churn, idle, flood, network or restart."
        ),
    ],
    as_json: Json = False,
    plot: Annotated[
        Path | None, typer.Option("--plot", help="Of network: estimate, sent and capacity, as SVG.")
    ] = None,
) -> None:
    """Measure the running server with light clients on this machine: figures, no verdicts.

    network and restart need none: they start their own.
    """
    from loadtest.scenarios import NAMES, NETWORK, RESTART, measure, measure_network, measure_restart

    if scenario == NETWORK:
        report = asyncio.run(measure_network(plot))
    elif scenario == RESTART:
        report = asyncio.run(measure_restart(_processes))
    else:
        settings, running = _of_running_server()
        if scenario not in NAMES or not running:
            fault = "no server runs here" if not running else f"unknown scenario; one of {', '.join(NAMES)}"
            typer.echo(f"bucgiang: {fault}", err=True)
            sys.exit(1 if not running else 2)
        report = asyncio.run(_measured(settings, lambda target: measure(scenario, target)))
    typer.echo(msgspec.json.encode(report).decode() if as_json else _table(report))


@app.command()
def key() -> None:
    """Print the key for programs that use the API (Authorization: Bearer KEY)."""
    typer.echo(startup_or_exit().api_key)


@app.command()
def turn(
    cert: Annotated[
        Path | None, typer.Option(help="Certificate of the TURN server; default: BUCGIANG_TLS_CERT.")
    ] = None,
    key: Annotated[Path | None, typer.Option(help="Its key; default: BUCGIANG_TLS_KEY.")] = None,
) -> None:
    """Print a turnserver.conf for coturn: it relays to this server's media and nowhere else (docs/turn.md)."""
    settings = startup_or_exit()
    from server.terminal.turn import turn_config

    certificate = (cert, key) if cert or key else (settings.tls_cert, settings.tls_key)
    typer.echo(_mended(lambda: turn_config(settings, *certificate)), nl=False)


@admin.command()
def reset() -> None:
    """Print a new one-time link that makes an office account, or a new password for one."""
    settings, _running = _of_running_server()
    from server.links import setup_link

    typer.echo(_with_database(settings, lambda database: setup_link(settings, database, _now())))


@records.command("verify")
def verify_records(as_json: Json = False) -> None:
    """Check every record and its place in its chain; exit 1 and name the first broken link, if there is one."""
    settings = startup_or_exit()
    from server.school.kept.verify import verify
    from server.terminal.records import report_text

    report = _with_database(settings, verify)
    typer.echo(msgspec.json.encode(report).decode() if as_json else report_text(report))
    sys.exit(0 if report.broken is None else 1)


@roster.command("import")
def import_roster(
    file: Annotated[Path, typer.Argument(help="A list of pupils: .xlsx, .xls or .csv.")],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Look only; write nothing.")] = False,
    of_class: Annotated[
        str, typer.Option("--class", help="The class of all its pupils, when the file has no class column.")
    ] = "",
    leave_out: Annotated[
        bool,
        typer.Option("--leave-out", help="Write although some rows are refused or undecided: without them."),
    ] = False,
    as_json: Json = False,
) -> None:
    """Take in a list of pupils; exit 1 when the file is refused, 3 when some rows are: without --leave-out nothing is
    written then."""
    settings = startup_or_exit()
    from server.terminal.importing import imported_text, take_in

    options = {"class": of_class} if of_class else {}
    made = _with_database(
        settings,
        lambda database: take_in(
            settings, database, file, "roster", options, _now(), dry_run=dry_run, leave_out=leave_out
        ),
    )
    typer.echo(msgspec.json.encode(made).decode() if as_json else imported_text(made))
    sys.exit(3 if made.bad or made.undecided else 0)


@app.command()
def backup(file: Annotated[Path, typer.Argument(help="A new file, e.g. bucgiang-2026-11-21.tar.")]) -> None:
    """Copy everything the server keeps into one file, also while it runs: database, lesson records, recordings, keys."""
    settings = startup_or_exit()
    from server.keeping.backup import back_up
    from server.terminal.keeping import backup_text

    made = _mended(lambda: back_up(settings, file, _now()))
    typer.echo(backup_text(file, made))


@app.command()
def restore(
    file: Annotated[Path, typer.Argument(help="What `bucgiang backup` wrote.")],
    to: Annotated[Path, typer.Option("--to", help="The new data folder; it must be new or empty.")],
) -> None:
    """Make a new data folder from a backup; every file is checked, and there is a whole folder or none."""
    from server.keeping.restore import restore as unpack
    from server.terminal.keeping import restore_text

    os.umask(0o077)
    manifest = _mended(lambda: unpack(file, to))
    typer.echo(restore_text(file, to, manifest))


@app.command()
def doctor() -> None:
    """Check this machine and the settings; exit 1 when something must be mended."""
    settings = startup_or_exit()
    from server.terminal.doctor import findings

    found = list(findings(settings))
    for finding in found:
        word = {True: "ok", None: "note", False: "MEND"}[finding.ok]
        typer.echo(f"{word:<5} {finding.about:<7} {finding.text}")
    sys.exit(1 if any(finding.ok is False for finding in found) else 0)


def main() -> None:
    """Entry point of the program."""
    app()


def _of_running_server() -> tuple[Settings, bool]:
    """Settings, with the address the running server was started with, if one runs in the data folder."""
    settings = startup_or_exit()
    from server.running import find

    running = find(settings.data_dir)
    if running is None:
        return settings, False
    return settings.model_copy(update={"public_url": running.url, "demo": running.demo}), True


async def _measured(settings: Settings, work: Callable[["Target"], Awaitable[T]]) -> T:
    import aiohttp

    from loadtest.api import Api
    from loadtest.target import Target

    async with aiohttp.ClientSession() as http:
        api = Api(settings.public_url, settings.api_key, http)
        return await work(Target(api, lambda: _processes(settings.data_dir)))


def _processes(data_dir: Path) -> dict[str, int]:
    from server.running import find, processes

    running = find(data_dir)
    return processes(running) if running else {}


def _table(report: dict[str, Any]) -> str:
    rows = [("scenario", report["scenario"]), *report["figures"].items(), *report["machine"].items()]
    many = [(name, value) for name, value in rows if isinstance(value, list)]
    lines = [f"{name:<24} {value}" for name, value in rows if not isinstance(value, list)]
    return "\n".join([*lines, *(f"  {each}" for _, value in many for each in value)])


def _with_database(settings: Settings, work: Callable[["Database"], Coroutine[object, object, T]]) -> T:
    from server.store.database import Database

    async def run() -> T:
        database = await Database.open(settings)
        try:
            return await work(database)
        finally:
            await database.close()

    return _mended(lambda: asyncio.run(run()))


def _mended(work: Callable[[], T]) -> T:
    try:
        return work()
    except StartFault as fault:
        typer.echo(f"bucgiang: {fault}", err=True)
        sys.exit(fault.exit_code)


def _now() -> int:
    return time.time_ns() // 1_000_000
