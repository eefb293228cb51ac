"""Forms that decide on no single record: several at once, undo, what was seen, keys, searches, samples."""

import re
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from fastapi import HTTPException, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import RedirectResponse, Response

from tocsin.desk.base import Desk
from tocsin.desk.deciding import Form, first_of, read_form
from tocsin.desk.pages.samples import code_record, make_sample
from tocsin.desk.seeing import see_as
from tocsin.desk.shortcuts import COOKIE, COOKIE_SECONDS, DEFAULTS, choose_keys, write_keys
from tocsin.errors import InputError
from tocsin.model import Search
from tocsin.ontology import load_threats
from tocsin.pipeline.judging import Analyst, find_incident, merge_incidents, set_reviews, withdraw

MOST_AT_ONCE = 200
"""Records decided on by one form."""
MOST_NAME_CHARACTERS = 60
COUNTRY = re.compile(r"[A-Z]{3,4}")
Act = Callable[[Desk, Form, Mapping[str, str]], Response]


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    """An address that takes a form; `decides` where only an analyst may send it."""

    path: str
    act: Act
    decides: bool = True


def make_action(desk: Desk, action: Action) -> Callable[[Request], Awaitable[Response]]:
    """Return the endpoint of an action."""

    async def answer(request: Request) -> Response:
        form = await read_form(request)
        seen = see_as(desk, request)
        if action.decides and seen.settings.analyst is None:
            raise HTTPException(403, "you can only read here; ask for the role of an analyst")
        return await run_in_threadpool(action.act, seen, form, request.path_params)

    return answer


def decide_several(desk: Desk, form: Form, _path: Mapping[str, str]) -> Response:
    """Say the same of several records, or merge them; those that changed since the list are left out."""
    ids = tuple(dict.fromkeys(form.get("incident", ())))
    if not ids or len(ids) > MOST_AT_ONCE:
        raise InputError(f"{len(ids)} records were chosen; wanted 1 to {MOST_AT_ONCE}: mark some in the list")
    listed_at = _read_moment(first_of(form, "listed"))
    changed = [name for name in ids if desk.store.list_deltas(incident_id=name, since=listed_at)]
    kept = [name for name in ids if name not in changed]
    analyst = Analyst(name=desk.settings.analyst or "", clock=desk.clock)
    reason, value = first_of(form, "reason"), first_of(form, "value")
    if value == "merge":
        if changed:
            raise HTTPException(409, f"{changed[0]} has changed since you looked; load the list again")
        merge_incidents(desk.store, kept, analyst=analyst, reason=reason)
    elif kept:
        set_reviews(desk.store, kept, value, analyst=analyst, reason=reason)
    desk.holdings.forget()
    return RedirectResponse(f"/review?decided={len(kept)}&left={len(changed)}", status_code=303)


def _read_moment(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise InputError("the form does not say when its list was made; load the page again") from error
    if moment.tzinfo is None:
        raise InputError("the form does not say when its list was made; load the page again")
    return moment


def undo_last(desk: Desk, form: Form, _path: Mapping[str, str]) -> Response:
    """Take back the analyst's last decision, whatever record it was on, and lead to that record."""
    analyst = Analyst(name=desk.settings.analyst or "", clock=desk.clock)
    decided = withdraw(desk.store, None, analyst=analyst)
    desk.holdings.forget()
    for subject in decided.judgement.subjects:
        incident = desk.store.load_incident(subject)
        if incident is None:
            document_id, mark, _ = subject.rpartition("-e")
            homes = desk.store.list_places_of_report(document_id) if mark else {}
            incident = desk.store.load_incident(homes.get(subject, ""))
        if incident is not None:
            return RedirectResponse(f"/review/{incident.id}#review", status_code=303)
    return RedirectResponse("/review", status_code=303)


def note_seen(desk: Desk, form: Form, _path: Mapping[str, str]) -> Response:
    """Note up to which moment the reader has seen what changed: that of the page he looked at, not now."""
    moment = _read_moment(first_of(form, "until"))
    if desk.is_read_only:
        raise HTTPException(405, "this desk can only be read: nothing is kept here, not even what was seen")
    desk.store.mark_seen(desk.reader, at=min(moment, desk.clock()))
    return RedirectResponse("/", status_code=303)


def keep_shortcuts(_desk: Desk, form: Form, _path: Mapping[str, str]) -> Response:
    """Keep a person's keys in his browser."""
    given = {} if first_of(form, "reset") else {name: first_of(form, name) for name in DEFAULTS}
    answer = RedirectResponse("/shortcuts", status_code=303)
    answer.set_cookie(
        COOKIE, write_keys(choose_keys(given)), max_age=COOKIE_SECONDS, httponly=True, samesite="strict"
    )
    return answer


def keep_search(desk: Desk, form: Form, _path: Mapping[str, str]) -> Response:
    """Keep a search under a name, or remove one."""
    name = first_of(form, "name").strip()
    if first_of(form, "drop"):
        desk.store.drop_search(name)
        return RedirectResponse("/searches", status_code=303)
    if not name or len(name) > MOST_NAME_CHARACTERS or not name.isprintable():
        raise InputError(f"the search is called {name!r:.80}; wanted 1 to {MOST_NAME_CHARACTERS} characters")
    threat, country = first_of(form, "type"), first_of(form, "country").upper()
    if threat and threat not in load_threats():
        raise InputError(f"type {threat!r:.60}; known: {', '.join(load_threats())}")
    if country and not COUNTRY.fullmatch(country):
        raise InputError(f"country {country!r:.60}; wanted three or four letters, as EST or NATO")
    profile = first_of(form, "profile") or desk.settings.profile
    if profile not in desk.settings.profiles:
        raise InputError(f"profile {profile!r:.60}; known: {', '.join(desk.settings.profiles)}")
    desk.store.save_search(
        Search(
            name=name,
            profile=profile,
            threat_types=(threat,) if threat else (),
            countries=(country,) if country else (),
            words=first_of(form, "q")[:200],
            made_at=desk.clock(),
        )
    )
    return RedirectResponse("/searches", status_code=303)


def draw_sample(desk: Desk, form: Form, _path: Mapping[str, str]) -> Response:
    """Draw a sample for second readers."""
    sample = make_sample(
        desk, name=first_of(form, "name").strip(), size=first_of(form, "size"), seed=first_of(form, "seed")
    )
    return RedirectResponse(f"/samples/{sample.name}", status_code=303)


def code_one(desk: Desk, form: Form, path: Mapping[str, str]) -> Response:
    """Keep what a reader coded one record of a sample as, and lead to the next."""
    values = {name: "|".join(part for part in parts if part) for name, parts in form.items()}
    following = code_record(desk, path["sample_name"], first_of(form, "record"), values)
    where = f"/samples/{path['sample_name']}"
    return RedirectResponse(f"{where}/code?record={following}" if following else where, status_code=303)


def start_merge(desk: Desk, form: Form, path: Mapping[str, str]) -> Response:
    """Lead from the form with another record's id to the page that shows what a merge would make."""
    other = find_incident(desk.store, first_of(form, "value").strip())
    return RedirectResponse(f"/incidents/{path['incident_id']}/merge?other={other.id}", status_code=303)


ACTIONS = (
    Action(path="/review/decisions", act=decide_several),
    Action(path="/review/undo", act=undo_last),
    Action(path="/account/seen", act=note_seen, decides=False),
    Action(path="/account/shortcuts", act=keep_shortcuts, decides=False),
    Action(path="/searches", act=keep_search),
    Action(path="/samples", act=draw_sample),
    Action(path="/samples/{sample_name}/code", act=code_one),
    Action(path="/incidents/{incident_id}/merge", act=start_merge),
)
