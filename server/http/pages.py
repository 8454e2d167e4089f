"""The pages and their files, as the web build left them in web/dist (Vite, one HTML file a page)."""

from collections.abc import Awaitable, Callable
from pathlib import Path

from aiohttp import web

from server.http.deps import DEPS
from server.http.errors import ApiError

PAGES = {
    "/": "index.html",
    "/l/{lesson}": "class.html",
    "/c/{class}": "way.html",
    "/t": "way.html",
    "/g/{lesson}": "way.html",
    "/r/{lesson}": "replay.html",
    "/record/{lesson}": "record.html",
    "/day": "day.html",
    "/family": "family.html",
    "/office": "office.html",
    "/account": "account.html",
    "/setup": "setup.html",
}
FOREVER = "public, max-age=31536000, immutable"
"""For files whose name carries a hash of their content."""

NOT_BUILT = (
    '<!doctype html>\n<html lang="vi"><head><meta charset="utf-8"><title>Bục Giảng</title></head>'
    "<body><h1>Trang web chưa được dựng</h1><p>Hãy chạy: <code>make setup</code></p>"
    '<p lang="en">The web pages are not built. Run: <code>make setup</code></p></body></html>\n'
)


def add_pages(app: web.Application) -> None:
    """The routes of all pages and files."""
    for path, name in PAGES.items():
        app.router.add_get(path, _page(name))
    app.router.add_get(r"/assets/{name:[A-Za-z0-9_.\-]+}", _asset)
    app.router.add_get(r"/{name:[A-Za-z0-9_\-]+\.(?:svg|png|ico|txt|js|webmanifest)}", _root_file)


def _page(name: str) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
    async def page(request: web.Request) -> web.StreamResponse:
        file = request.app[DEPS].dist / name
        if not file.is_file():
            return web.Response(
                status=503, text=NOT_BUILT, content_type="text/html", headers={"Cache-Control": "no-store"}
            )
        return web.FileResponse(file, headers={"Cache-Control": "no-cache"})

    return page


async def _asset(request: web.Request) -> web.StreamResponse:
    return _file(request.app[DEPS].dist / "assets", request.match_info["name"], FOREVER)


async def _root_file(request: web.Request) -> web.StreamResponse:
    return _file(request.app[DEPS].dist, request.match_info["name"], "public, max-age=3600")


def _file(folder: Path, name: str, cache: str) -> web.FileResponse:
    """The file, or its .br or .gz twin when the browser takes it (aiohttp chooses)."""
    if not (folder / name).is_file():
        raise ApiError("not_found")
    return web.FileResponse(folder / name, headers={"Cache-Control": cache, "Vary": "Accept-Encoding"})
