"""A small OpenID Connect issuer on loopback: it lets one person in, and can be told to lie."""

import base64
import hashlib
import json
import secrets
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import KeySet, OctKey, RSAKey

CLIENT, CLIENT_SECRET = "tocsin-desk", "s3cret&of=the client"


class Issuer:
    """What the issuer knows, and how it lies (`lie` names a part of the flow)."""

    def __init__(self) -> None:
        self.key = RSAKey.generate_key(2048, {"kid": "k1"})
        self.other = RSAKey.generate_key(2048, {"kid": "k1"})
        self.subject, self.name, self.lie = "sub-1", "Eva.Holm", ""
        self.codes: dict[str, dict[str, str]] = {}
        self.address = ""

    def describe(self) -> dict[str, object]:
        issuer = "http://127.0.0.1:1" if self.lie == "another issuer" else self.address
        described = {
            "issuer": issuer,
            "authorization_endpoint": f"{self.address}/authorize",
            "token_endpoint": f"{self.address}/token",
            "jwks_uri": f"{self.address}/keys",
        }
        if self.lie == "endpoint in clear":
            described["token_endpoint"] = "http://203.0.113.9/token"
        return described

    def authorize(self, query: dict[str, str]) -> str:
        assert (query["response_type"], query["client_id"]) == ("code", CLIENT)
        assert query["code_challenge_method"] == "S256"
        code = secrets.token_urlsafe(12)
        self.codes[code] = query
        state = "another" if self.lie == "state" else query["state"]
        return query["redirect_uri"] + "?" + urlencode({"code": code, "state": state, "iss": self.address})

    def exchange(self, login: str, form: dict[str, str]) -> dict[str, object] | None:
        expected = "&".join((CLIENT, CLIENT_SECRET))
        given = "&".join(parse_qs(f"a={part}")["a"][0] for part in login.split(":", 1))
        query = self.codes.pop(form.get("code", ""), None)
        if given != expected or query is None or form["redirect_uri"] != query["redirect_uri"]:
            return None
        hashed = hashlib.sha256(form["code_verifier"].encode()).digest()
        if base64.urlsafe_b64encode(hashed).decode().rstrip("=") != query["code_challenge"]:
            return None
        return {"access_token": "x", "token_type": "Bearer", "id_token": self.sign(query["nonce"])}

    def sign(self, nonce: str) -> str:
        now = int(time.time()) - (7200 if self.lie == "expired" else 0)
        claims = {
            "iss": "https://evil.example" if self.lie == "iss" else self.address,
            "sub": self.subject,
            "aud": "another client" if self.lie == "aud" else CLIENT,
            "nonce": "another" if self.lie == "nonce" else nonce,
            "iat": now,
            "exp": now + 300,
            "preferred_username": self.name,
        }
        if self.lie == "none":
            parts = [json.dumps(part).encode() for part in ({"alg": "none"}, claims)]
            return ".".join(base64.urlsafe_b64encode(p).decode().rstrip("=") for p in parts) + "."
        if self.lie == "shared secret":
            key = OctKey.import_key(CLIENT_SECRET.encode() * 2)
            return jwt.encode({"alg": "HS256"}, claims, key)
        key = self.other if self.lie == "key" else self.key
        return jwt.encode({"alg": "RS256", "kid": "k1"}, claims, key)


@contextmanager
def run_issuer() -> Iterator[Issuer]:
    """Run an issuer until the end of the block."""
    issuer = Issuer()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            path, query = urlsplit(self.path).path, urlsplit(self.path).query
            if path == "/authorize":
                fields = {name: values[0] for name, values in parse_qs(query).items()}
                self.send_response(302)
                self.send_header("Location", issuer.authorize(fields))
                self.send_header("Content-Length", "0")
                self.end_headers()
            elif path == "/.well-known/openid-configuration":
                self.answer(issuer.describe())
            elif path == "/keys":
                self.answer(KeySet([issuer.key]).as_dict(private=False))
            else:
                self.send_error(404)

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            form = {name: values[0] for name, values in parse_qs(body).items()}
            login = base64.b64decode(self.headers["Authorization"].split()[1]).decode()
            token = issuer.exchange(login, form)
            if token is None:
                self.send_error(400)
            else:
                self.answer(token)

        def answer(self, value: object) -> None:
            body = json.dumps(value).encode()
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    issuer.address = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield issuer
    finally:
        server.shutdown()
        server.server_close()
        thread.join(5)
