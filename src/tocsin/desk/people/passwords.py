"""Passwords: refused where they are weak, kept as argon2 hashes, compared at the same cost for any name."""

from functools import cache
from threading import BoundedSemaphore
from typing import TYPE_CHECKING

from tocsin.errors import InputError, StoreBusyError

if TYPE_CHECKING:
    from pwdlib import PasswordHash

LEAST_CHARACTERS, MOST_CHARACTERS = 12, 512
AT_ONCE = 2
"""Each comparison takes 64 MB and tens of milliseconds: a crowd must not take the machine."""
WAIT_SECONDS = 10.0
_turns = BoundedSemaphore(AT_ONCE)


@cache
def _make_hasher() -> "PasswordHash":
    # Imported late: a desk for one user hashes nothing.
    from pwdlib import PasswordHash
    from pwdlib.hashers.argon2 import Argon2Hasher

    return PasswordHash((Argon2Hasher(),))


@cache
def _hash_of_nobody() -> str:
    return _make_hasher().hash("what an unknown name is compared with")


def hash_password(password: str, *, name: str) -> str:
    """Return the hash of a new password; one that is too short, too long or the name is an InputError."""
    if not LEAST_CHARACTERS <= len(password) <= MOST_CHARACTERS:
        raise InputError(
            f"the password has {len(password)} characters; wanted {LEAST_CHARACTERS} to {MOST_CHARACTERS}; "
            "four words in a row are good"
        )
    if len(set(password)) < 5 or password.casefold() in (name.casefold() * LEAST_CHARACTERS):
        raise InputError("the password is easily guessed; wanted no name and no repeated character")
    return _make_hasher().hash(password)


def check_password(password: str, hashed: str | None) -> bool:
    """Whether a password is the one behind a hash; None costs as much time and is never right."""
    if len(password) > MOST_CHARACTERS:
        return False
    if not _turns.acquire(timeout=WAIT_SECONDS):
        raise StoreBusyError("too many people sign in at this moment; wanted a free turn; try again")
    try:
        right = _make_hasher().verify(password, hashed or _hash_of_nobody())
    finally:
        _turns.release()
    return right and hashed is not None
