"""A read-only TAXII 2.1 collection of the incidents (OASIS, TAXII Version 2.1, sections 4 and 5)."""

import base64
import json
import uuid
import zlib
from binascii import Error as Base64Error
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from fastapi import FastAPI, HTTPException, Request
from starlette.responses import Response

from tocsin.desk.base import Desk
from tocsin.desk.seeing import Endpoint
from tocsin.desk.sharing.choosing import MOST_SHARED, choose_shared, iter_shared, take_ready
from tocsin.exports.stix import STIX
from tocsin.exports.stix.parts import NAMESPACE
from tocsin.store.base import Store

MEDIA_TYPE = "application/taxii+json;version=2.1"
STIX_TYPE = "application/stix+json;version=2.1"
ROOT = "/taxii2"
API = f"{ROOT}/api"
COLLECTION_ID = str(uuid.uuid5(NAMESPACE, "taxii collection"))
COLLECTION = f"{API}/collections/{COLLECTION_ID}"
MOST_OBJECTS = 500
MATCHES = ("id", "type", "version", "spec_version")
FIRST_VERSION, LAST_VERSION, ALL_VERSIONS = "first", "last", "all"


@dataclass(frozen=True, slots=True)
class Entry:
    """One object of the collection, its JSON packed small, and when it came to be in it."""

    id: str
    type: str
    version: str
    spec_version: str | None
    text: bytes
    added_at: datetime

    @property
    def made(self) -> dict[str, Any]:
        """Return the object itself."""
        made: dict[str, Any] = json.loads(zlib.decompress(self.text))
        return made


def add_taxii(app: FastAPI, desk: Desk) -> None:
    """Add the routes of the collection; each answers GET only."""
    one = f"{API}/collections/{{collection_id}}/"
    routes: tuple[tuple[str, Endpoint, str], ...] = (
        (f"{ROOT}/", _answer(_discover), "TAXII: the server."),
        (f"{API}/", _answer(lambda _: _describe_root()), "TAXII: the API root."),
        (
            f"{API}/collections/",
            _answer(lambda _: {"collections": [_describe_collection(desk)]}),
            "TAXII: the collections.",
        ),
        (one, _answer(lambda request: _find(desk, request)), "TAXII: the collection of incidents."),
        (f"{one}objects/", _make_objects(desk), "TAXII: its STIX objects, page by page."),
        (f"{one}objects/{{object_id}}/", _make_objects(desk), "TAXII: one object."),
        (f"{one}objects/{{object_id}}/versions/", _make_versions(desk), "TAXII: the versions of one object."),
        (f"{one}manifest/", _make_manifest(desk), "TAXII: what is in it, without the objects."),
    )
    for path, endpoint, summary in routes:
        app.add_api_route(
            path, endpoint, methods=["GET"], include_in_schema=False, response_model=None, summary=summary
        )


def _answer(make: Any) -> Endpoint:
    def answer(request: Request) -> Response:
        return _send(request, make(request))

    return answer


def _send(request: Request, body: dict[str, Any], entries: Sequence[Entry] = ()) -> Response:
    accepted = request.headers.get("accept", "*/*")
    kinds = {kind.partition(";")[0].strip() for kind in accepted.split(",")}
    if kinds.isdisjoint({"application/taxii+json", "application/*", "*/*"}):
        raise HTTPException(406, f"{accepted!r:.80} is accepted; this is {MEDIA_TYPE}")
    headers = {}
    if entries:
        headers["X-TAXII-Date-Added-First"] = _write_moment(entries[0].added_at)
        headers["X-TAXII-Date-Added-Last"] = _write_moment(entries[-1].added_at)
    content = json.dumps(body, ensure_ascii=False).encode("utf-8")
    return Response(content, media_type=MEDIA_TYPE, headers=headers)


def _discover(request: Request) -> dict[str, Any]:
    root = str(request.url.replace(path=f"{API}/", query=""))
    return {
        "title": "tocsin",
        "description": "Incidents of a tocsin register, read only.",
        "default": root,
        "api_roots": [root],
    }


def _describe_root() -> dict[str, Any]:
    return {"title": "tocsin", "versions": [MEDIA_TYPE], "max_content_length": 1}


def _describe_collection(desk: Desk) -> dict[str, Any]:
    profile, limit = desk.settings.profile, desk.settings.share_up_to.value
    return {
        "id": COLLECTION_ID,
        "title": f"Incidents by profile {profile}",
        "description": (
            f"Hybrid incidents and leads marked up to {limit}, private persons masked; of more than "
            f"{MOST_SHARED} those that changed last."
        ),
        "can_read": True,
        "can_write": False,
        "media_types": [STIX_TYPE],
    }


def _find(desk: Desk, request: Request) -> dict[str, Any]:
    given = str(request.path_params["collection_id"])
    if given != COLLECTION_ID:
        raise HTTPException(404, f"there is no collection {given!r:.60} here; known: {COLLECTION_ID}")
    return _describe_collection(desk)


def _make_objects(desk: Desk) -> Endpoint:
    def answer(request: Request) -> Response:
        _find(desk, request)
        entries = _choose(desk, request)
        if not entries and "object_id" in request.path_params:
            raise HTTPException(404, "there is no such object in this collection")
        page, following = _cut(request, entries)
        body: dict[str, Any] = {"more": following is not None}
        if following is not None:
            body["next"] = following
        if page:
            body["objects"] = [entry.made for entry in page]
        return _send(request, body, page)

    return answer


def _make_versions(desk: Desk) -> Endpoint:
    def answer(request: Request) -> Response:
        _find(desk, request)
        entries = _choose(desk, request)
        if not entries:
            raise HTTPException(404, "there is no such object in this collection")
        page, following = _cut(request, entries)
        body: dict[str, Any] = {"more": following is not None, "versions": [one.version for one in page]}
        return _send(request, body | ({"next": following} if following else {}), page)

    return answer


def _make_manifest(desk: Desk) -> Endpoint:
    def answer(request: Request) -> Response:
        _find(desk, request)
        page, following = _cut(request, _choose(desk, request))
        rows = [
            {
                "id": entry.id,
                "date_added": _write_moment(entry.added_at),
                "version": entry.version,
                "media_type": STIX_TYPE,
            }
            for entry in page
        ]
        body: dict[str, Any] = {"more": following is not None}
        body |= {"next": following} if following else {}
        return _send(request, body | ({"objects": rows} if rows else {}), page)

    return answer


def _choose(desk: Desk, request: Request) -> list[Entry]:
    """Return the objects that a request asks for, those longest here first."""
    asked = request.query_params
    after = _read_moment(asked.get("added_after"))
    wanted = {name: set(asked[f"match[{name}]"].split(",")) for name in MATCHES if f"match[{name}]" in asked}
    if (object_id := request.path_params.get("object_id")) is not None:
        wanted["id"] = {str(object_id)}
    late = desk.holdings.keep_behind(
        "taxii", lambda store: tuple(_list_entries(desk, store)), counts_all=True
    )
    entries = take_ready(late)
    return [
        entry for entry in entries if (after is None or entry.added_at > after) and _matches(entry, wanted)
    ]


def _list_entries(desk: Desk, store: Store) -> Iterable[Entry]:
    shared = choose_shared(desk, store)
    seen: set[str] = set()
    for incident, changed_at in iter_shared(desk, store, shared):
        for made in STIX.iter_objects(incident, shared.context.profile):
            plain = json.loads(made.serialize())
            if plain["id"] not in seen:
                seen.add(plain["id"])
                yield _pack(plain, changed_at)


def _pack(plain: dict[str, Any], added_at: datetime) -> Entry:
    return Entry(
        id=plain["id"],
        type=plain["type"],
        version=str(plain.get("modified") or plain.get("created")),
        spec_version=plain.get("spec_version"),
        text=zlib.compress(json.dumps(plain, ensure_ascii=False).encode("utf-8"), 1),
        added_at=added_at,
    )


def _matches(entry: Entry, wanted: dict[str, set[str]]) -> bool:
    versions = wanted.get("version", {LAST_VERSION})
    return (
        ("id" not in wanted or entry.id in wanted["id"])
        and ("type" not in wanted or entry.type in wanted["type"])
        and ("spec_version" not in wanted or entry.spec_version in wanted["spec_version"])
        # One version of each object is kept: it is the first, the last and all there are.
        and bool(versions & {FIRST_VERSION, LAST_VERSION, ALL_VERSIONS, entry.version})
    )


def _cut(request: Request, entries: Sequence[Entry]) -> tuple[Sequence[Entry], str | None]:
    """Return one page of entries and where the next begins, None at the end."""
    limit = min(_read_limit(request.query_params.get("limit")), MOST_OBJECTS)
    start = _read_next(request.query_params.get("next"), entries)
    page = entries[start : start + limit]
    if start + limit >= len(entries):
        return page, None
    last = page[-1]
    words = f"{_write_moment(last.added_at)} {last.id}"
    return page, base64.urlsafe_b64encode(words.encode()).decode().rstrip("=")


def _read_limit(words: str | None) -> int:
    if words is None:
        return MOST_OBJECTS
    if not (words.isascii() and words.isdigit()) or int(words[:9]) < 1:
        raise HTTPException(400, f"limit is {words!r:.20}; wanted a whole number from 1")
    return int(words[:9])


def _read_next(words: str | None, entries: Sequence[Entry]) -> int:
    if words is None:
        return 0
    try:
        plain = base64.b64decode(words + "=" * (-len(words) % 4), altchars=b"-_", validate=True).decode(
            "ascii"
        )
    except (Base64Error, ValueError):
        plain = ""
    moment, blank, object_id = plain.partition(" ")
    if not blank:
        raise HTTPException(400, "next is none of this collection; begin without it")
    for place, entry in enumerate(entries):
        if entry.id == object_id:
            return place + 1
        if _write_moment(entry.added_at) > moment:
            return place  # it has changed meanwhile, and comes later
    return len(entries)


def _read_moment(words: str | None) -> datetime | None:
    if words is None:
        return None
    try:
        return datetime.fromisoformat(words).astimezone(UTC)
    except (ValueError, OverflowError):
        raise HTTPException(
            400, f"added_after is {words!r:.40}; wanted a moment, as 2025-12-02T08:00:00Z"
        ) from None


def _write_moment(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
