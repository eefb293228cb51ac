"""Seals: what only this desk can have written, on cookies and in forms."""

import base64
import hashlib
import hmac
import secrets

TOKEN_BYTES = 32


def make_token() -> str:
    """Return a new secret of 256 bits that fits into a cookie or a header."""
    return secrets.token_urlsafe(TOKEN_BYTES)


def digest(token: str) -> str:
    """Return what is stored of a secret that is itself too long to be guessed."""
    return hashlib.sha256(token.encode()).hexdigest()


def seal(secret: bytes, use: str, words: str) -> str:
    """Return the seal of a desk on some words for one use (HMAC-SHA-256, RFC 2104)."""
    mac = hmac.new(secret, f"{use}\0{words}".encode(), hashlib.sha256).digest()
    return base64.urlsafe_b64encode(mac).decode().rstrip("=")


def is_sealed(secret: bytes, use: str, words: str, given: str) -> bool:
    """Whether a seal is that of the desk, compared in constant time."""
    return hmac.compare_digest(seal(secret, use, words).encode(), given.encode("utf-8", "replace"))


def sign(secret: bytes, use: str, words: str) -> str:
    """Return words with the seal on them, for a cookie."""
    return f"{words}.{seal(secret, use, words)}"


def read_signed(secret: bytes, use: str, signed: str) -> str | None:
    """Return the words under a seal, None where the desk did not write them."""
    words, dot, given = signed.rpartition(".")
    return words if dot and is_sealed(secret, use, words, given) else None
