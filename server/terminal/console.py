"""What a person at the terminal reads: the links of a start, and a QR code for phones. English, plain lines."""

import io

import segno

from server.ready import Link, Links
from server.settings import Settings
from server.tls import fingerprint

INSECURE = """
  Browsers give no microphone to pages without https: give a certificate (BUCGIANG_TLS_CERT, BUCGIANG_TLS_KEY),
  put a proxy with https before this server (BUCGIANG_PUBLIC_URL), or try `bucgiang serve --lan`."""


def links_text(links: Links, settings: Settings) -> str:
    """Everything `bucgiang serve` prints when people can come in."""
    lines = [f"\nBục Giảng is running at {links.url}   (Ctrl-C ends it)\n"]
    for link in links.links:
        lines += [f"  {_caption(link)}", f"    {link.url}"]
    if links.setup:
        lines += ["  first set-up: makes the office account, once, within 24 hours", f"    {links.setup}"]
    if settings.lan:
        lines.append(_lan_text(links, settings))
    elif not settings.loopback and not settings.secure:
        lines.append(INSECURE)
    return "\n".join(lines) + "\n"


def qr_text(url: str) -> str:
    """The address as a QR code of half blocks, for phones in the same network."""
    text = io.StringIO()
    segno.make(url, error="m").terminal(out=text, compact=True, border=2)
    return text.getvalue()


def _caption(link: Link) -> str:
    return " · ".join(part for part in (link.role, link.who, link.what) if part)


def _lan_text(links: Links, settings: Settings) -> str:
    target = next((link.url for link in links.links if link.role == "student"), links.url)
    assert settings.tls_cert is not None
    return (
        f"\n  For a phone in this network (one pupil's link):\n{qr_text(target)}\n"
        "  The certificate was made on this machine, so each phone shows a warning once:\n"
        "    Android (Chrome): Advanced, then Proceed.  iPhone (Safari): Show Details, then visit this website.\n"
        f"  Its SHA-256 fingerprint: {fingerprint(settings.tls_cert)}"
    )
