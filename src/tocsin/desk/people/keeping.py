"""The secret of a desk: made at the first run, kept in a file that only its owner reads, never a default."""

import os
import secrets
import stat
from pathlib import Path

from tocsin.errors import InputError

SECRET_BYTES = 32
SUFFIX = ".secret"
DEFAULT_FILE = "tocsin.secret"


def place_secret(store: str, named: str | None = None) -> Path:
    """Return where the secret of a desk over a store lies: the file named, or beside the store's own file."""
    if named:
        return Path(named)
    scheme, separator, rest = store.partition("://")
    if not separator:
        return Path(store + SUFFIX)
    return Path(rest.removeprefix("/") + SUFFIX) if scheme == "sqlite" else Path(DEFAULT_FILE)


def read_secret(path: Path) -> bytes:
    """Return the secret in a file, made with mode 0600 where there is none; refuse one that others read."""
    try:
        made = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return _read(path)
    except OSError as error:
        raise InputError(
            f"the secret of the desk cannot be kept in {str(path)!r} ({error.strerror}); wanted to make this "
            "file; name another with the setting secret_file"
        ) from error
    with os.fdopen(made, "w", encoding="ascii") as file:
        file.write(secrets.token_hex(SECRET_BYTES) + "\n")
    return _read(path)


def _read(path: Path) -> bytes:
    try:
        mode = path.stat().st_mode
        words = path.read_text(encoding="ascii").strip()
        secret = bytes.fromhex(words)
    except (OSError, ValueError) as error:
        raise InputError(f"{str(path)!r} holds no secret of a desk; wanted hexadecimal digits") from error
    if not stat.S_ISREG(mode) or mode & (stat.S_IRWXG | stat.S_IRWXO):
        raise InputError(
            f"{str(path)!r} can be read by others (mode {stat.S_IMODE(mode):o}); wanted 600: run chmod 600, "
            "or remove it, and everybody signs in anew"
        )
    if len(secret) < SECRET_BYTES:
        raise InputError(f"{str(path)!r} holds too short a secret; remove it, and a new one is made")
    return secret
