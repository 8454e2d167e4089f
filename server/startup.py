"""What every process does first: settings, a private data folder, secrets in it, and what `--lan` means."""

import datetime
import errno
import os
import secrets
import socket
import stat
import sys
from pathlib import Path

from server.addresses import own_addresses
from server.settings import Settings, SettingsError, StartFault, load_settings
from server.tls import lan_certificate


def startup(**overrides: object) -> Settings:
    """Complete settings, with the data folder ready for use. Raises StartFault."""
    os.umask(0o077)
    settings = load_settings(**overrides)
    try:
        _make_private(settings.data_dir)
        _make_private(settings.data_dir / "run")
        filled = {
            "secret": settings.secret or _kept_secret(settings.data_dir / "secret"),
            "api_key": settings.api_key or _kept_secret(settings.data_dir / "api_key"),
        }
        settings = settings.model_copy(update=filled)
        return _on_lan(settings) if settings.lan else settings
    except OSError as error:
        raise SettingsError(_folder_fault(settings.data_dir, error)) from error


def startup_or_exit(**overrides: object) -> Settings:
    """The same for the `__main__` of a process: a fault is one line on stderr and exit 2."""
    try:
        return startup(**overrides)
    except StartFault as fault:
        print(f"bucgiang: {fault}", file=sys.stderr)  # noqa: T201
        sys.exit(fault.exit_code)


def _make_private(folder: Path) -> None:
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if stat.S_IMODE(folder.stat().st_mode) & 0o077:
        folder.chmod(0o700)


def _kept_secret(path: Path) -> str:
    """Read from the file, or made there at the first start; two processes starting together get the same."""
    if not path.exists():
        new = path.with_name(f".{path.name}.{os.getpid()}")
        try:
            with open(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
                file.write(secrets.token_urlsafe(32) + "\n")
                file.flush()
                os.fsync(file.fileno())
            os.link(new, path)
        except FileExistsError:
            pass  # the other process was first: its file counts
        finally:
            new.unlink()
    text = path.read_text(encoding="utf-8").strip()
    if len(text) < 32:
        raise SettingsError(f"{path} is damaged; restore it from a backup, or delete it: all links end then")
    if stat.S_IMODE(path.stat().st_mode) & 0o077:
        path.chmod(0o600)
    return text


def _on_lan(settings: Settings) -> Settings:
    """Every network, with a certificate made here unless the operator gave one."""
    addresses = own_addresses()
    if not addresses:
        raise SettingsError("--lan: this machine has no network address; join the network and start again")
    update: dict[str, object] = {"host": "0.0.0.0"} if settings.loopback else {}
    if settings.tls_cert is None:
        now = datetime.datetime.now(datetime.UTC)
        cert, key = lan_certificate(settings.data_dir / "tls", addresses, socket.gethostname(), now)
        update |= {"tls_cert": cert, "tls_key": key}
    return settings.model_copy(update=update)


def _folder_fault(folder: Path, error: OSError) -> str:
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return f"disk full: nothing can be written to BUCGIANG_DATA_DIR {folder}; free some space"
    return (
        f"BUCGIANG_DATA_DIR {folder} cannot be used by user {os.getuid()}: {error.strerror} "
        f"({error.filename}); give that user the folder or set another"
    )
