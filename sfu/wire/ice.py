"""ICE-lite for one peer (RFC 8445 §2.5): who may talk to it, and where to send. Pure; `now` is monotonic
seconds.

Rules: an address is known only by an authentic check from it (peer-reflexive always, at most MAX_PATHS kept).
The selected path is that of the newest nomination; before one, that of the first check. It also moves when an
authentic check comes from elsewhere while the selected path has been silent for SILENT seconds (after a NAT
rebinding Firefox's checks carry no USE-CANDIDATE). A repeated transaction from another address is a replay:
ignored. One so old that it is no longer remembered cannot be told from a new one; so, once media was heard, a
nomination away from a path in use counts only when media proves the new path (SRTP tells replays for ever).
We are always the controlled side: a peer that says so too is told to change (487).

A restart (RFC 8445 §9) adds credentials. The old ones count on, with all their paths, until a check with the new
ones selects a path or nominates the selected one again; then checks with the old ones are strangers'. A nomination
with new credentials moves at once: no replay of it can be older than they are.
"""

from collections import deque
from typing import NamedTuple

from sfu.wire import stun
from sfu.wire.address import Path, address_text

MAX_PATHS = 8
SILENT = 2.5
"""Seconds without an authentic packet after which another path may take over without a nomination."""
CONSENT = 30.0
"""Seconds of silence after which nothing is sent any more (RFC 7675 §5.1)."""
KEPT = 90.0
"""Seconds of silence after which the peer is given up; until then its keys are kept for a return."""
FIRST_CHECK = 30.0
"""Seconds from the answer to the first check."""
HELD = 10.0
"""Seconds since an authentic packet for which an address is nobody else's: idle Firefox gives a sign each 6 s."""
REMEMBERED = 256
"""Transactions told from replays: about ten minutes of a browser's checks."""


class Credentials(NamedTuple):
    """What a check must show: our user fragment and theirs, and be made with our password."""

    ufrag: str
    pwd: str
    remote_ufrag: str


class IceLite:
    """The lite agent of one peer."""

    def __init__(self, local_ufrag: str, local_pwd: str, remote_ufrag: str, now: float) -> None:
        self.selected: Path | None = None
        self.moves = 0
        """How often `selected` changed, the first time included. After a later one ask for keyframes."""
        self.last_heard = now
        """When an authentic packet came last; the time of creation before the first."""
        self._credentials = Credentials(local_ufrag, local_pwd, remote_ufrag)
        self._newer: Credentials | None = None
        """Of a restart that has not selected a path yet."""
        self._wait_until = now
        self._heard: dict[Path, float] = {}
        self._media_heard = False
        self._nominee: Path | None = None
        """Nominated, but not proven by media yet."""
        self._seen: dict[bytes, Path] = {}
        self._order: deque[bytes] = deque()

    @property
    def paths(self) -> tuple[Path, ...]:
        """Every authenticated path: what the demultiplexers may know of this peer."""
        return tuple(self._heard)

    @property
    def ufrags(self) -> tuple[str, ...]:
        """Our user fragments that count now: one, or two during a restart."""
        newer = self._newer
        return (self._credentials.ufrag,) if newer is None else (self._credentials.ufrag, newer.ufrag)

    def restart(self, local_ufrag: str, local_pwd: str, remote_ufrag: str, now: float) -> None:
        """New credentials beside those in use; a restart before that did not get to a path is forgotten."""
        self._newer = Credentials(local_ufrag, local_pwd, remote_ufrag)
        self._wait_until = now + FIRST_CHECK

    def handle(self, request: stun.BindingRequest, path: Path, now: float) -> bytes | None:
        """The response to send back on `path`; None when the check is not authentic (then nothing has
        changed)."""
        credentials = self._shown(request)
        if credentials is None or not request.authentic(credentials.pwd):
            return None
        first_path = self._seen.get(request.transaction)
        if first_path is not None and first_path != path:
            return None
        if request.controlled:
            return stun.role_conflict(request, credentials.pwd)
        if first_path is None:
            self._remember(request.transaction, path)
            self._consider(request.nominates, path, now, newer=credentials is self._newer)
        self._note(path, now)
        return stun.success(request, credentials.pwd, address_text(path.address))

    def _shown(self, request: stun.BindingRequest) -> Credentials | None:
        for known in (self._credentials, self._newer):
            if known is not None and known.ufrag == request.local_ufrag:
                return known if known.remote_ufrag == request.remote_ufrag else None
        return None

    def heard(self, path: Path, now: float) -> None:
        """An SRTP packet that proved authentic came on `path`. One call per batch is enough."""
        self._media_heard = True
        if path in self._heard:
            self._heard[path] = now
            self.last_heard = now
            if path == self._nominee:
                self._select(path)

    def lost(self, path: Path) -> None:
        """That path is no more (its connection was closed); the one heard last takes over, if there is one."""
        self._heard.pop(path, None)
        if path == self._nominee:
            self._nominee = None
        if path == self.selected:
            self.selected = max(self._heard, key=self._heard.__getitem__, default=None)
            self.moves += 1

    def holds(self, path: Path, now: float) -> bool:
        """That path is in use: another peer's check from there is forged, or of one who shares a socket."""
        heard = self._heard.get(path)
        return heard is not None and now - heard < HELD

    def may_send(self, now: float) -> bool:
        """There is a path and the peer still consents."""
        return self.selected is not None and now - self.last_heard < CONSENT

    def expired(self, now: float) -> bool:
        """Give the peer up: silent for KEPT seconds, or for FIRST_CHECK seconds from the start or a restart."""
        return now >= self._wait_until and now - self.last_heard >= (KEPT if self.moves else FIRST_CHECK)

    def _consider(self, nominates: bool, path: Path, now: float, *, newer: bool) -> None:
        in_use = self.selected is not None and now - self._heard[self.selected] < SILENT
        if path == self.selected:
            if nominates:
                self._nominee = None
        elif in_use and nominates and self._media_heard and not newer:
            self._nominee = path
        elif nominates or not in_use:
            self._select(path)
        if newer and self._newer is not None and path == self.selected and (nominates or not in_use):
            self._credentials, self._newer = self._newer, None

    def _select(self, path: Path) -> None:
        self.selected, self._nominee = path, None
        self.moves += 1

    def _note(self, path: Path, now: float) -> None:
        """Keep `path`; the longest silent other one makes room."""
        if path not in self._heard and len(self._heard) >= MAX_PATHS:
            others = (known for known in self._heard if known != self.selected)
            oldest = min(others, key=self._heard.__getitem__)
            del self._heard[oldest]
        self._heard[path] = now
        self.last_heard = now

    def _remember(self, transaction: bytes, path: Path) -> None:
        self._seen[transaction] = path
        self._order.append(transaction)
        if len(self._order) > REMEMBERED:
            del self._seen[self._order.popleft()]
