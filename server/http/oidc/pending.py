"""Sign-ins on their way: what was sent to the provider, by the state it sends back. Each works once, in one browser."""

import base64
import hashlib
import hmac
import secrets
from collections import OrderedDict

from msgspec import Struct

KEPT_MS = 10 * 60 * 1000
MOST = 1000


class Begun(Struct, frozen=True):
    """A sign-in that began: the provider is told `state`, `nonce` and the verifier's hash; the browser keeps `proof`."""

    state: str
    nonce: str
    verifier: str
    proof: str
    until: int

    @property
    def challenge(self) -> str:
        """RFC 7636 §4.2, S256."""
        digest = hashlib.sha256(self.verifier.encode("ascii")).digest()
        return base64.urlsafe_b64encode(digest).decode("ascii").rstrip("=")


class Pending:
    """In memory: a restart only means to click again. Forgets the oldest of too many."""

    def __init__(self) -> None:
        self._begun: OrderedDict[str, Begun] = OrderedDict()

    def begin(self, now: int) -> Begun:
        """A new one, good for ten minutes. `now` is UTC ms."""
        state, nonce, verifier, proof = (secrets.token_urlsafe(32) for _ in range(4))
        begun = Begun(state, nonce, verifier, proof, now + KEPT_MS)
        self._begun[begun.state] = begun
        if len(self._begun) > MOST:
            self._begun.popitem(last=False)
        return begun

    def take(self, state: str, proof: str, now: int) -> Begun | None:
        """Once: the one of this state, if this browser began it in time."""
        begun = self._begun.pop(state, None)
        if begun is None or begun.until <= now:
            return None
        same = hmac.compare_digest(begun.proof.encode(), proof.encode("utf-8", "surrogatepass"))
        return begun if same else None

    def __len__(self) -> int:
        return len(self._begun)
