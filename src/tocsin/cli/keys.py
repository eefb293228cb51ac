"""`tocsin keys`: keys for programs that ask the desk."""

from typing import Annotated

import typer

from tocsin.cli.options import StoreOption, clean_line
from tocsin.cli.people import open_office

NAME = "keys"

app = typer.Typer(help="Keys for programs that ask the desk.", no_args_is_help=True)


@app.command("list")
def list_keys(store: StoreOption = None) -> None:
    """List all keys, withdrawn ones included; the words of a key are never shown again."""
    with open_office(store) as office:
        keys = office.accounts.list_keys()
    for key in keys:
        end = f", until {key.ends_at:%Y-%m-%d}" if key.ends_at else ""
        gone = f", withdrawn {key.withdrawn_at:%Y-%m-%d %H:%M}" if key.withdrawn_at else ""
        typer.echo(clean_line(f"{key.id}: {key.label}: {key.account}: {' '.join(key.scopes)}{end}{gone}"))
    if not keys:
        typer.echo("no key yet: tocsin keys add LABEL --account NAME --scope read")


@app.command("add")
def add(
    label: Annotated[str, typer.Argument(metavar="LABEL", help="What the key is for.")],
    account: Annotated[str, typer.Option("--account", metavar="NAME", help="Whose key it is.")],
    scope: Annotated[
        list[str],
        typer.Option(
            "--scope", metavar="SCOPE", help="read, judge, admin, metrics or share; may be given again."
        ),
    ],
    days: Annotated[
        int | None, typer.Option("--days", min=1, max=3650, help="How many days it holds; else no end.")
    ] = None,
    store: StoreOption = None,
) -> None:
    """Make a key and print it, this once."""
    from tocsin.desk.people.administering import add_key, read_scope

    scopes = tuple(read_scope(code) for code in scope)
    with open_office(store) as office:
        key, words = add_key(office, account=account, label=label, scopes=scopes, days=days)
    typer.echo(words)
    typer.echo(f"key {key.id} of {key.account}: shown this once; send it as Authorization: Bearer", err=True)


@app.command("withdraw")
def withdraw(
    key_id: Annotated[str, typer.Argument(metavar="KEY", help="The id of the key.")],
    store: StoreOption = None,
) -> None:
    """Withdraw a key: it opens nothing any more."""
    from tocsin.desk.people.administering import withdraw_key

    with open_office(store) as office:
        withdraw_key(office, key_id)
    typer.echo(f"key {key_id} is withdrawn")
