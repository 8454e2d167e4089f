"""Certificates: reading the operator's, and making one of our own for phones in the same network (`--lan`).

The own certificate is self-signed, so each phone shows a warning once; it is made anew when the machine's
addresses change or less than 30 days are left.
"""

import datetime
import ipaddress
import os
import ssl
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from server.settings import SettingsError

VALID = datetime.timedelta(days=397)
"""Browsers refuse server certificates that live longer (about 13 months)."""

RENEW_BEFORE = datetime.timedelta(days=30)


def server_context(cert: Path, key: Path) -> ssl.SSLContext:
    """TLS 1.2 and later with forward secrecy. Raises SettingsError."""
    for name, path in (("BUCGIANG_TLS_CERT", cert), ("BUCGIANG_TLS_KEY", key)):
        try:
            path.open("rb").close()
        except OSError as error:
            raise SettingsError(f"{name} {path}: {error.strerror}; give a readable PEM file") from error
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    context.set_ciphers("ECDHE+AESGCM:ECDHE+CHACHA20")
    context.set_alpn_protocols(["http/1.1"])
    try:
        context.load_cert_chain(cert, key, password=lambda: b"")
    except (ssl.SSLError, OSError, ValueError) as error:
        raise SettingsError(
            f"BUCGIANG_TLS_CERT {cert} and BUCGIANG_TLS_KEY {key} do not work together ({_why(error)}); "
            "give a PEM certificate chain and its own key without a password"
        ) from error
    return context


def lan_certificate(
    folder: Path, addresses: tuple[str, ...], host_name: str, now: datetime.datetime
) -> tuple[Path, Path]:
    """Certificate and key for these addresses in `folder`, made when missing, old or for other addresses."""
    cert, key = folder / "lan-cert.pem", folder / "lan-key.pem"
    if not _still_good(cert, key, addresses, now):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        private = ec.generate_private_key(ec.SECP256R1())
        certificate = _self_signed(private, addresses, host_name, now)
        _write(key, _private_pem(private))
        _write(cert, certificate.public_bytes(serialization.Encoding.PEM))
    return cert, key


def expires(cert: Path) -> datetime.datetime:
    """When the first certificate of the file ends. Raises OSError, ValueError."""
    return x509.load_pem_x509_certificate(cert.read_bytes()).not_valid_after_utc


def fingerprint(cert: Path) -> str:
    """SHA-256 as browsers show it, so that people can compare."""
    digest = x509.load_pem_x509_certificate(cert.read_bytes()).fingerprint(hashes.SHA256())
    return digest.hex(":").upper()


def _still_good(cert: Path, key: Path, addresses: tuple[str, ...], now: datetime.datetime) -> bool:
    try:
        certificate = x509.load_pem_x509_certificate(cert.read_bytes())
        private = serialization.load_pem_private_key(key.read_bytes(), None)
        names = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    except (OSError, ValueError, TypeError, x509.ExtensionNotFound):
        return False
    covered = {str(address) for address in names.get_values_for_type(x509.IPAddress)}
    return (
        set(addresses) <= covered
        and certificate.not_valid_before_utc <= now < certificate.not_valid_after_utc - RENEW_BEFORE
        and certificate.public_key() == private.public_key()
    )


def _self_signed(
    private: ec.EllipticCurvePrivateKey, addresses: tuple[str, ...], host_name: str, now: datetime.datetime
) -> x509.Certificate:
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Bục Giảng")])
    names: list[x509.GeneralName] = [x509.DNSName("localhost")]
    if host_name.isascii() and host_name.replace("-", "").replace(".", "").isalnum():
        names += [x509.DNSName(host_name), x509.DNSName(host_name.split(".")[0] + ".local")]
    names += [x509.IPAddress(ipaddress.ip_address(word)) for word in ("127.0.0.1", *addresses)]
    builder = (
        x509.CertificateBuilder(subject, subject, private.public_key(), x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(hours=1))
        .not_valid_after(now - datetime.timedelta(hours=1) + VALID)
        .add_extension(x509.SubjectAlternativeName(names), critical=False)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
    )
    return builder.sign(private, hashes.SHA256())


def _private_pem(private: ec.EllipticCurvePrivateKey) -> bytes:
    return private.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )


def _write(path: Path, content: bytes) -> None:
    new = path.with_suffix(".new")
    new.unlink(missing_ok=True)
    with open(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(content)
    new.replace(path)


def _why(error: Exception) -> str:
    reason = getattr(error, "reason", None) or str(error)
    return str(reason).replace("_", " ").lower()
