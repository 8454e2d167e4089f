"""HTTP headers of the WHIP and WHEP endpoints: for pages of other sites (CORS), TURN servers, what may be sent.

Any site's page may call these two endpoints: docs/decisions/media-for-other-sites.md.
"""

from collections.abc import Iterable

from aiohttp import web

from server.classroom.whip.sdpfrag import MEDIA_TYPE as FRAGMENT
from server.turn import IceServer

SDP = "application/sdp"
PATHS = ("/whip/", "/whep/")
ACCEPTED = {SDP, "application/*", "*/*"}

ON_ENDPOINT = {"Accept-Post": SDP, "Allow": "OPTIONS, POST"}
ON_RESOURCE = {"Accept-Patch": FRAGMENT, "Allow": "DELETE, OPTIONS, PATCH"}

_PREFLIGHT = {
    "Access-Control-Allow-Methods": "DELETE, OPTIONS, PATCH, POST",
    "Access-Control-Allow-Headers": "Authorization, Content-Type, If-Match",
    "Access-Control-Max-Age": "86400",
}
_EXPOSED = "Accept-Patch, Accept-Post, ETag, Link, Location, Retry-After"


async def allow_any_site(request: web.Request, response: web.StreamResponse) -> None:
    """Signal of aiohttp: on every answer of the endpoints, errors too. Never with credentials, so cookies never count."""
    if not request.path.startswith(PATHS):
        return
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Access-Control-Expose-Headers"] = _EXPOSED
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    if request.method == "OPTIONS":
        response.headers.update(_PREFLIGHT)


def ice_links(servers: Iterable[IceServer]) -> list[str]:
    """Values of `Link` (RFC 9725 §4.6)."""
    return [
        f'<{url}>; rel="ice-server"; username="{server.username}"; credential="{server.credential}"; '
        'credential-type="password"'
        for server in servers
        for url in server.urls
    ]


def takes_sdp(request: web.Request) -> bool:
    """Whether the header Accept, if there is one, names SDP (RFC 9110 §12.5.1; weights are not looked at)."""
    asked = ",".join(request.headers.getall("Accept", []))
    ranges = {part.partition(";")[0].strip().lower() for part in asked.split(",")} - {""}
    return not ranges or bool(ranges & ACCEPTED)
