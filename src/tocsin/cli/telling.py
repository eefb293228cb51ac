"""What notices need of the settings, for the commands that send them."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tocsin.pipeline.notifying import Targets, Teller
    from tocsin.settings import Settings
    from tocsin.store.base import Store


def make_targets(settings: "Settings") -> "Targets":
    """Return the addresses of the settings; a name without an address is refused."""
    from tocsin.pipeline.notifying import Targets
    from tocsin.pipeline.sharing import read_clearance

    return Targets(
        addresses={name: address.get_secret_value() for name, address in settings.notify.items()},
        of_alerts=settings.notify_alerts,
        desk_address=settings.desk_address,
        up_to=read_clearance(settings.share_up_to, setting="share_up_to"),
    )


def make_teller(register: "Store", settings: "Settings") -> "Teller":
    """Return what tells of news while a watch goes on."""
    from tocsin.pipeline.notifying import Teller
    from tocsin.settings import load_boards, load_profile

    return Teller(
        store=register,
        targets=make_targets(settings),
        profile=load_profile(settings),
        find_profile=lambda name: load_profile(settings, name),
        false_alarms_per_year=settings.false_alarms_per_year,
        boards=load_boards(settings),
    )
