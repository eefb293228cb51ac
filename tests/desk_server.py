"""A desk on loopback as `tocsin serve` runs it, with accounts, and a visitor who can send anything."""

import http.client
import re
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from urllib.parse import urlencode, urlsplit

from tocsin.desk import DeskSettings
from tocsin.desk.app import create_app
from tocsin.desk.people.administering import Office, add_account, add_key
from tocsin.desk.people.base import Access
from tocsin.desk.serving import address_of, make_config, open_listener
from tocsin.model.account import Role, Scope

SECRET = b"only of these tests, not of a desk!"
PASSWORDS = {role: f"{role.value} walks by the sea" for role in Role}
PEOPLE = {Role.READER: "rita", Role.ANALYST: "anna", Role.ADMIN: "adam"}


def say_now() -> datetime:
    return datetime.now(tz=UTC)


def make_people(store) -> dict[Role, str]:
    """Make an account of each role, and return a key of each."""
    office = Office(accounts=store.accounts, by="test", clock=say_now)
    scopes = {Role.READER: Scope.READ, Role.ANALYST: Scope.JUDGE, Role.ADMIN: Scope.ADMIN}
    keys = {}
    for role, name in PEOPLE.items():
        add_account(office, name, role, password=PASSWORDS[role])
        keys[role] = add_key(office, account=name, label="test", scopes=(scopes[role],))[1]
    return keys


@contextmanager
def run_desk(store, **settings) -> Iterator[str]:
    """Serve a desk until the end of the block, and give its address."""
    import uvicorn

    settings.setdefault("access", Access(has_accounts=True, secret=SECRET, sign_ins_a_minute=6000))
    app = create_app(store, settings=DeskSettings(**settings), clock=say_now)
    with closing(open_listener("127.0.0.1", 0)) as listener:
        server = uvicorn.Server(make_config(app))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
        thread.start()
        while not server.started:
            time.sleep(0.02)
        yield address_of(listener, "127.0.0.1").rstrip("/")
        server.should_exit = True
        thread.join(10)


@dataclass
class Reply:
    """What came back."""

    status: int
    headers: list[tuple[str, str]]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode("utf-8", "replace")

    def get(self, name: str) -> str:
        return next((value for key, value in self.headers if key.lower() == name.lower()), "")


@dataclass
class Visitor:
    """A browser with cookies and no script, and hands that can send anything."""

    address: str
    cookies: dict[str, str] = field(default_factory=dict)

    def ask(self, method: str, path: str, *, body: bytes | str | None = None, **headers: str) -> Reply:
        given = {name.replace("_", "-"): value for name, value in headers.items()}
        if self.cookies:
            given.setdefault("Cookie", "; ".join(f"{k}={v}" for k, v in self.cookies.items()))
        connection = http.client.HTTPConnection(urlsplit(self.address).netloc, timeout=30)
        with closing(connection):
            connection.request(method, path, body=body, headers=given)
            answer = connection.getresponse()
            reply = Reply(answer.status, answer.getheaders(), answer.read())
        for name, value in reply.headers:
            if name.lower() == "set-cookie":
                self._keep(value)
        return reply

    def _keep(self, words: str) -> None:
        name, _, value = words.partition(";")[0].partition("=")
        if "max-age=0" in words.lower():
            self.cookies.pop(name, None)
        else:
            self.cookies[name] = value

    def get(self, path: str, **headers: str) -> Reply:
        return self.ask("GET", path, **headers)

    def post(
        self, path: str, fields: dict | list, *, sealed: bool = True, page: str | None = None, **headers
    ):
        """Send a form from a page of the desk; its seal is read from that page."""
        given = dict(fields) if isinstance(fields, dict) else list(fields)
        if sealed:
            seal = find_seal(self.get(page or path).text)
            given = {**given, "seal": seal} if isinstance(given, dict) else [*given, ("seal", seal)]
        headers.setdefault("Origin", self.address)
        headers.setdefault("Content_Type", "application/x-www-form-urlencoded")
        return self.ask("POST", path, body=urlencode(given, doseq=True), **headers)

    def sign_in(self, role: Role, password: str | None = None, *, to: str = "/") -> Reply:
        fields = {"name": PEOPLE[role], "password": password or PASSWORDS[role], "to": to}
        return self.post("/sign-in", fields)


def find_seal(html: str) -> str:
    found = re.search(r'name="seal" value="([^"]+)"', html)
    assert found, html[:400]
    return found[1]
