"""What each route asks of the person: the one place that says so; what is not named here is not open."""

import re

from tocsin.model.account import Role, Scope

READING_METHODS = frozenset({"GET", "HEAD"})
OPEN = re.compile(r"/static/.*|/health|/ready|/sign-in(/.*)?|/sign-out")
"""What a stranger may see: no word of the register is on it. Forms there are sealed like all others."""
# By how it begins, whatever follows: a router may take "/admin/audit\n" for "/admin/audit".
ADMINISTERING = re.compile(r"(/admin|/api/v1/audit|/metrics)\b")
OWN = re.compile(r"/account(/.*)?")
"""What each person does to his own account: a reader too may change his password."""
MEASURING = re.compile(r"/metrics")
SHARING = re.compile(r"/taxii2/.*|/misp/.*")
"""What partners take: a key for sharing opens it, and nothing else."""


def is_open(path: str) -> bool:
    """Whether a path is for everybody."""
    return OPEN.fullmatch(path) is not None


def find_needed(method: str, path: str) -> Role:
    """Return the role that a request asks for: reading is for readers, writing for analysts."""
    if ADMINISTERING.match(path):
        return Role.ADMIN
    if method in READING_METHODS or OWN.fullmatch(path):
        return Role.READER
    return Role.ANALYST


def find_scope(path: str) -> Scope | None:
    """Return the scope that opens a path by itself, None where the role decides."""
    if SHARING.fullmatch(path):
        return Scope.SHARE
    return Scope.METRICS if MEASURING.fullmatch(path) else None
