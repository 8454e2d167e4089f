"""Certificates: the operator's files and the one made for the local network."""

import datetime
import socket
import ssl
import threading
from pathlib import Path

import pytest

from server.settings import SettingsError
from server.tls import VALID, expires, fingerprint, lan_certificate, server_context

NOW = datetime.datetime.now(datetime.UTC).replace(microsecond=0)
ADDRESSES = ("192.168.1.20", "10.0.0.5")


def make(
    folder: Path, addresses: tuple[str, ...] = ADDRESSES, now: datetime.datetime = NOW
) -> tuple[Path, Path]:
    return lan_certificate(folder, addresses, "may-chu", now)


def test_made_once_private_and_kept(tmp_path: Path) -> None:
    cert, key = make(tmp_path / "tls")
    first = fingerprint(cert)
    assert key.stat().st_mode & 0o777 == 0o600
    assert cert.stat().st_mode & 0o777 == 0o600
    assert make(tmp_path / "tls") == (cert, key)
    assert fingerprint(cert) == first
    assert expires(cert) - NOW < VALID


@pytest.mark.parametrize("days", [0, 366])
def test_still_kept(days: int, tmp_path: Path) -> None:
    first = fingerprint(make(tmp_path)[0])
    assert fingerprint(make(tmp_path, now=NOW + datetime.timedelta(days=days))[0]) == first


def test_made_anew_when_it_ends_soon(tmp_path: Path) -> None:
    first = fingerprint(make(tmp_path)[0])
    assert fingerprint(make(tmp_path, now=NOW + datetime.timedelta(days=368))[0]) != first


def test_made_anew_for_a_new_address_only(tmp_path: Path) -> None:
    first = fingerprint(make(tmp_path)[0])
    assert fingerprint(make(tmp_path, ADDRESSES[:1])[0]) == first
    assert fingerprint(make(tmp_path, ("172.16.0.9",))[0]) != first


def test_made_anew_when_damaged_or_mixed(tmp_path: Path) -> None:
    cert, key = make(tmp_path / "a")
    _, other = make(tmp_path / "b")
    key.write_bytes(other.read_bytes())
    server_context(*make(tmp_path / "a"))
    cert.write_text("rubbish")
    server_context(*make(tmp_path / "a"))


def test_a_client_that_knows_it_accepts_it(tmp_path: Path) -> None:
    cert, key = make(tmp_path)
    client = ssl.create_default_context(cafile=str(cert))
    left, right = socket.socketpair()
    server = threading.Thread(
        target=lambda: server_context(cert, key).wrap_socket(left, server_side=True).close()
    )
    server.start()
    with client.wrap_socket(right, server_hostname="192.168.1.20") as wrapped:
        assert wrapped.version() in ("TLSv1.2", "TLSv1.3")
    server.join()


def test_old_tls_is_refused(tmp_path: Path) -> None:
    assert server_context(*make(tmp_path)).minimum_version == ssl.TLSVersion.TLSv1_2


def test_bad_files_are_one_clear_line(tmp_path: Path) -> None:
    cert, key = make(tmp_path / "a")
    _, other = make(tmp_path / "b")
    with pytest.raises(SettingsError, match=r"BUCGIANG_TLS_CERT .*No such file"):
        server_context(tmp_path / "none.pem", key)
    with pytest.raises(SettingsError, match=r"BUCGIANG_TLS_KEY .*No such file"):
        server_context(cert, tmp_path / "none.pem")
    with pytest.raises(SettingsError, match=r"do not work together.*mismatch"):
        server_context(cert, other)
    (tmp_path / "bad.pem").write_text("rubbish")
    with pytest.raises(SettingsError, match="do not work together"):
        server_context(tmp_path / "bad.pem", key)
