"""What a session is called in lists, out of the User-Agent: the browser's and the system's name, no more. Pure.

Versions, models and languages are left out: a list of sessions is no fingerprint.
"""

from aiohttp import web

_BROWSERS = (
    ("Zalo", "Zalo"), ("FBAN", "Facebook"), ("Cốc Cốc", "Cốc Cốc"), ("coc_coc", "Cốc Cốc"), ("Edg", "Edge"),
    ("OPR", "Opera"), ("SamsungBrowser", "Samsung Internet"), ("Firefox", "Firefox"), ("FxiOS", "Firefox"),
    ("CriOS", "Chrome"), ("Chrome", "Chrome"), ("Safari", "Safari"),
)  # fmt: skip
_SYSTEMS = (
    ("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("CrOS", "ChromeOS"), ("Windows", "Windows"),
    ("Mac OS X", "macOS"), ("Linux", "Linux"),
)  # fmt: skip


def browser_of(request: web.Request) -> str:
    """ "Chrome, Windows"; "" when the browser does not say."""
    return label_of(request.headers.get("User-Agent", ""))


def label_of(user_agent: str) -> str:
    """The first name of each list that stands in it: browsers name those they descend from, too."""
    known = (
        next((name for sign, name in names if sign in user_agent[:1000]), "")
        for names in (_BROWSERS, _SYSTEMS)
    )
    return ", ".join(name for name in known if name)
