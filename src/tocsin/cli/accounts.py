"""`tocsin accounts`: who may use the desk, and as what."""

from typing import Annotated

import typer

from tocsin.cli.options import StoreOption, clean_line
from tocsin.cli.people import ask_password, open_office

NAME = "accounts"

app = typer.Typer(help="Who may use the desk: readers, analysts, administrators.", no_args_is_help=True)

NameArgument = Annotated[str, typer.Argument(metavar="NAME", help="The name of the account.")]
RoleOption = Annotated[
    str, typer.Option("--role", metavar="ROLE", help="reader, analyst or admin.", show_default=False)
]


@app.command("list")
def list_accounts(store: StoreOption = None) -> None:
    """List all accounts with their roles."""
    with open_office(store) as office:
        accounts = office.accounts.list_accounts()
    for account in accounts:
        out = f", shut out {account.disabled_at:%Y-%m-%d %H:%M}" if account.disabled_at else ""
        by = f", known to {account.issuer}" if account.subject else ""
        typer.echo(clean_line(f"{account.name}: {account.role.value}{by}{out}"))
    if not accounts:
        typer.echo("no account yet: tocsin accounts add NAME --role admin")


@app.command("add")
def add(
    name: NameArgument,
    role: RoleOption,
    subject: Annotated[
        str | None,
        typer.Option("--subject", metavar="ID", help="What the OpenID Connect issuer calls the person."),
    ] = None,
    store: StoreOption = None,
) -> None:
    """Make an account; the password is asked for, or read from standard input."""
    from tocsin.desk.people.administering import add_account, read_role
    from tocsin.errors import InputError
    from tocsin.settings import load_settings

    wanted = read_role(role)
    issuer = load_settings().oidc_issuer
    if subject is not None and not issuer:
        raise InputError("--subject needs an issuer; wanted one in the setting oidc_issuer")
    password = None if subject is not None else ask_password()
    with open_office(store) as office:
        account = add_account(
            office,
            name,
            wanted,
            password=password,
            issuer=issuer if subject is not None else None,
            subject=subject,
        )
    typer.echo(f"account {account.name} is made: {account.role.value}")


@app.command("password")
def change_password(name: NameArgument, store: StoreOption = None) -> None:
    """Give an account another password; its sessions end."""
    from tocsin.desk.people.administering import find_account, set_password

    with open_office(store) as office:
        account = find_account(office, name)
        ended = set_password(office, account.name, ask_password())
    typer.echo(f"password of {account.name} is set; sessions ended: {ended}")


@app.command("role")
def change_role(name: NameArgument, role: RoleOption, store: StoreOption = None) -> None:
    """Give an account another role."""
    from tocsin.desk.people.administering import read_role, set_role

    with open_office(store) as office:
        set_role(office, name, read_role(role))
    typer.echo(f"{name} is {role} now")


@app.command("disable")
def disable(name: NameArgument, store: StoreOption = None) -> None:
    """Shut an account out; what it decided stays."""
    from tocsin.desk.people.administering import disable_account

    with open_office(store) as office:
        disable_account(office, name)
    typer.echo(f"{name} is shut out; its sessions have ended and its keys no longer hold")


@app.command("enable")
def enable(name: NameArgument, store: StoreOption = None) -> None:
    """Let an account in again, also where it waits after wrong passwords."""
    from tocsin.desk.people.administering import enable_account

    with open_office(store) as office:
        enable_account(office, name)
    typer.echo(f"{name} may sign in")


@app.command("sign-out")
def sign_out(name: NameArgument, store: StoreOption = None) -> None:
    """End every session of an account."""
    from tocsin.desk.people.administering import end_sessions

    with open_office(store) as office:
        ended = end_sessions(office, name)
    typer.echo(f"sessions ended: {ended}")
