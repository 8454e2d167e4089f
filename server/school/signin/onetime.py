"""Random secrets that are shown once and stored as a hash: one-time links, office sessions."""

import hashlib
import secrets


def one_time() -> tuple[str, str]:
    """A new secret: (what is shown to the person, the hash that is stored)."""
    token = secrets.token_urlsafe(32)
    return token, token_hash(token)


def token_hash(token: str) -> str:
    """SHA-256 in hex: a stolen database opens nothing (no salt needed, the secret is random)."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()
