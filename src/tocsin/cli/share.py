"""`tocsin share`: what leaves for partners' MISP: a feed in a folder, or events pushed to an instance."""

from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tocsin.cli.options import ProfileOption, StoreOption

if TYPE_CHECKING:
    from tocsin.pipeline.sharing import Leaving

NAME = "share"

app = typer.Typer(
    name=NAME,
    help="What leaves for partners: marked no higher than share_up_to, private persons masked.",
    no_args_is_help=True,
)

UpToOption = Annotated[
    str | None,
    typer.Option("--up-to", metavar="TLP", help="Leave out what is marked above it; else share_up_to."),
]


@app.command("misp-feed")
def write_feed(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="The folder of the feed; made if absent.")],
    profile: ProfileOption = None,
    up_to: UpToOption = None,
    store: StoreOption = None,
) -> None:
    """Write the incidents as a MISP feed: a manifest, hashes, and one file an event."""
    from tocsin.cli.writing import write_beside
    from tocsin.exports.misp_feed import MANIFEST, iter_feed

    leaving = _choose(store, profile, up_to)
    folder.mkdir(parents=True, exist_ok=True)
    written = set()
    for name, content in iter_feed(leaving.incidents, leaving.context):
        with write_beside(folder / name) as stream:
            stream.write(content)
        written.add(name)
    # What the manifest no longer names must not stay behind: it may have been marked, or withdrawn.
    for path in folder.glob("????????-????-????-????-????????????.json"):
        if path.name not in written:
            path.unlink()
    typer.echo(f"{len(leaving.incidents)} events in {folder / MANIFEST}; {_tell(leaving)}")


@app.command("misp-push")
def push(
    address: Annotated[str, typer.Argument(metavar="URL", help="The address of the MISP instance.")],
    profile: ProfileOption = None,
    up_to: UpToOption = None,
    store: StoreOption = None,
) -> None:
    """Send the incidents to a MISP instance as events, new or changed; the key is in TOCSIN_MISP_KEY."""
    from tocsin.errors import InputError
    from tocsin.exports.misp_push import push_events
    from tocsin.settings import load_settings

    key = load_settings().misp_key
    if key is None:
        raise InputError(f"no key for {address}; put the key of your MISP account into TOCSIN_MISP_KEY")
    leaving = _choose(store, profile, up_to)
    pushed = push_events(leaving.incidents, leaving.context, address=address, key=key.get_secret_value())
    typer.echo(
        f"{pushed.added} events added to {address}, {pushed.changed} changed, {pushed.same} as they were; "
        f"{_tell(leaving)}"
    )


def _choose(store: str | None, profile: str | None, up_to: str | None) -> "Leaving":
    from tocsin.pipeline.sharing import choose_leaving, read_clearance
    from tocsin.settings import load_profile, load_settings
    from tocsin.store import open_store

    settings = load_settings(store=store, profile=profile)
    clearance = read_clearance(up_to or settings.share_up_to, setting="--up-to" if up_to else "share_up_to")
    with closing(open_store(settings.store, read_only=True)) as register:
        return choose_leaving(register, load_profile(settings), clearance)


def _tell(leaving: "Leaving") -> str:
    return (
        f"profile {leaving.context.profile}, up to {leaving.clearance.value}, "
        f"{leaving.withheld} marked above it left out, private persons masked"
    )
