"""The routes of the gate; what each asks of the person stands in `tocsin.desk.needing`."""

from typing import Any

from fastapi import FastAPI

from tocsin.desk.base import Desk
from tocsin.desk.gate import admin, own, signing, single


def add_gate(app: FastAPI, desk: Desk) -> None:
    """Add what people sign in by, their own account, and what administrators need."""
    routes: tuple[tuple[str, str, Any, str], ...] = (
        ("GET", "/sign-in", signing.make_sign_in_page(desk), "The page to sign in on."),
        ("POST", "/sign-in", signing.make_sign_in(desk), "Sign in by name and password."),
        ("GET", single.PATH, single.make_departure(desk), "Go to the issuer to sign in."),
        ("GET", f"{single.PATH}/return", single.make_return(desk), "Come back from the issuer."),
        ("POST", "/sign-out", signing.make_sign_out(desk), "End the session."),
        ("GET", own.PATH, own.make_own_page(desk), "One's own account and keys."),
        ("POST", f"{own.PATH}/password", own.make_change(desk), "Change one's own password."),
        ("GET", "/admin/accounts", admin.make_accounts_page(desk), "All accounts, for administrators."),
        ("POST", "/admin/accounts", admin.make_accounts_change(desk), "Make and change accounts."),
        ("GET", "/admin/keys", admin.make_keys_page(desk), "All keys for programs, for administrators."),
        ("POST", "/admin/keys", admin.make_keys_change(desk), "Make and withdraw keys for programs."),
        ("GET", "/admin/audit", admin.make_audit_page(desk), "Who did what when, for administrators."),
    )
    for method, path, endpoint, summary in routes:
        app.add_api_route(
            path, endpoint, methods=[method], include_in_schema=False, response_model=None, summary=summary
        )
