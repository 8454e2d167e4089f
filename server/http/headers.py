"""Security headers of every answer: what a page of ours may load, whom it may ask, which devices it may use."""

import re

from aiohttp import web

from server.http.deps import DEPS

_HOST = re.compile(r"[A-Za-z0-9.\-]+(:\d+)?|\[[0-9A-Fa-f:.]+\](:\d+)?")
_PORT = re.compile(r":\d+$")
_LOOPBACK = re.compile(r"127(\.\d{1,3}){3}")
_ALLOWED = (
    "camera", "microphone", "display-capture", "autoplay", "fullscreen", "picture-in-picture", "screen-wake-lock",
    "clipboard-write",
)  # fmt: skip
_BARRED = (
    "accelerometer", "clipboard-read", "encrypted-media", "gamepad", "geolocation",
    "gyroscope", "hid", "idle-detection", "local-fonts", "magnetometer", "midi", "payment",
    "publickey-credentials-get", "serial", "usb", "xr-spatial-tracking",
)  # fmt: skip
PERMISSIONS = ", ".join([f"{name}=(self)" for name in _ALLOWED] + [f"{name}=()" for name in _BARRED])
FOR_DATA = "default-src 'none'; frame-ancestors 'none'"


def page_policy(host: str, *, secure: bool) -> str:
    """The Content-Security-Policy of pages. Older Safari takes 'self' for http only, so wss is spelt out."""
    sockets = f" {'wss' if secure else 'ws'}://{host}" if _HOST.fullmatch(host) else ""
    return (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; "
        f"media-src 'self' blob:; font-src 'self'; connect-src 'self'{sockets}; manifest-src 'self'; "
        "worker-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; object-src 'none'"
    )


def _own_machine(host: str) -> bool:
    """Whether browsers trust the address without https (Secure Contexts §3.1)."""
    name = host.rpartition(":")[0] if _PORT.search(host) else host
    return name in ("localhost", "[::1]") or name.endswith(".localhost") or bool(_LOOPBACK.fullmatch(name))


async def add_headers(request: web.Request, response: web.StreamResponse) -> None:
    """Signal of aiohttp, called before the headers of any answer go out."""
    secure = request.app[DEPS].settings.secure
    data = request.path.startswith(("/api/", "/whip/", "/whep/", "/socket.io/"))
    headers = response.headers
    headers.setdefault(
        "Content-Security-Policy", FOR_DATA if data else page_policy(request.host, secure=secure)
    )
    headers["Server"] = "bucgiang"  # versions are nobody's business
    headers.setdefault("Referrer-Policy", "no-referrer")
    headers.setdefault("X-Content-Type-Options", "nosniff")
    headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
    if not data:
        headers.setdefault("Permissions-Policy", PERMISSIONS)
        headers.setdefault("X-Frame-Options", "DENY")
        if secure or _own_machine(request.host):  # elsewhere browsers ignore it and complain
            headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
    if secure:
        headers.setdefault("Strict-Transport-Security", "max-age=31536000")
