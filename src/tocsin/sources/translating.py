"""A translator that the user plugs in: a command or an HTTP endpoint, asked paragraph by paragraph."""

import shlex
import subprocess
from dataclasses import dataclass
from typing import Protocol

from tocsin.errors import FetchError, SettingsError, SourceError
from tocsin.sources.base import clean_text

SECONDS = 120.0
TARGET = "en"
MOST_CHARACTERS = 200_000
"""A longer text is not sent: translators refuse it, or take longer than it is worth."""
MOST_ANSWER_BYTES = 4_000_000

Piece = tuple[int, int, int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Translated:
    """A translation, and which stretch of it stands for which of the original (start, end, start, end)."""

    text: str
    pieces: tuple[Piece, ...]


class Translator(Protocol):
    """What turns paragraphs into English, one for one."""

    @property
    def name(self) -> str:
        """Return what the translation is said to be by."""

    def translate(self, paragraphs: list[str], lang: str) -> list[str]:
        """Return the paragraphs in English; a failure is a SourceError."""


@dataclass(frozen=True, slots=True)
class CommandTranslator:
    """Runs a command: a paragraph a line in, a paragraph a line out; {lang} in it is the language."""

    command: str

    @property
    def name(self) -> str:
        """Return the name of the program."""
        return shlex.split(self.command)[0].rpartition("/")[2]

    def translate(self, paragraphs: list[str], lang: str) -> list[str]:
        """Return the paragraphs in English."""
        # No shell: the language is ours (two letters), the text goes in by standard input.
        words = [word.replace("{lang}", lang) for word in shlex.split(self.command)]
        given = "".join(" ".join(paragraph.split()) + "\n" for paragraph in paragraphs)
        try:
            done = subprocess.run(  # noqa: S603 - the user's own command
                words, input=given.encode(), capture_output=True, timeout=SECONDS, check=False
            )
        except (OSError, subprocess.TimeoutExpired) as error:
            raise SourceError(
                f"the translator {self.name!r} failed ({type(error).__name__}); check it"
            ) from None
        if done.returncode:
            raise SourceError(f"the translator {self.name!r} ended with {done.returncode}; check it by hand")
        return done.stdout[:MOST_ANSWER_BYTES].decode("utf-8", "replace").splitlines()


@dataclass(frozen=True, slots=True)
class EndpointTranslator:
    """Posts JSON as LibreTranslate takes it: {"q": [...], "source": "pl", "target": "en"}."""

    address: str
    authorization: str | None = None

    @property
    def name(self) -> str:
        """Return the host of the endpoint."""
        from tocsin.sources.addresses import name_host

        return name_host(self.address)

    def translate(self, paragraphs: list[str], lang: str) -> list[str]:
        """Return the paragraphs in English."""
        import httpx2

        headers = {"authorization": self.authorization} if self.authorization else {}
        asked = {"q": paragraphs, "source": lang, "target": TARGET, "format": "text"}
        try:
            # The user's own choice of endpoint, so it may be in his own network; no proxy, no redirect.
            with httpx2.Client(timeout=SECONDS, trust_env=False, follow_redirects=False) as client:
                answer = client.post(self.address, json=asked, headers=headers)
            found = answer.json().get("translatedText") if answer.status_code == 200 else None
        except (httpx2.HTTPError, httpx2.InvalidURL, ValueError, AttributeError) as error:
            raise SourceError(
                f"the translator at {self.name} failed ({type(error).__name__}); check the setting translator"
            ) from None
        if isinstance(found, str):
            found = [found]
        if not isinstance(found, list) or not all(isinstance(one, str) for one in found):
            raise SourceError(
                f"the translator at {self.name} answered {answer.status_code} without a translation; wanted "
                "a list under translatedText"
            )
        return found


def choose_translator(setting: str | None, *, authorization: str | None = None) -> Translator | None:
    """Return the translator that a setting names, None without one."""
    if not setting or not setting.strip():
        return None
    if setting.startswith(("http://", "https://")):
        _check_endpoint(setting)
        return EndpointTranslator(setting, authorization)
    try:
        words = shlex.split(setting)
    except ValueError:
        words = []
    if not words:
        raise SettingsError(f"translator is {setting!r}; wanted a command or an http address")
    return CommandTranslator(setting)


def _check_endpoint(address: str) -> None:
    from tocsin.sources.addresses import split_address

    try:
        split_address(address)
    except FetchError as error:
        raise SettingsError(f"setting translator: {error}") from None


def translate_text(text: str, lang: str, translator: Translator) -> Translated:
    """Translate a text paragraph by paragraph, so that every quote leads back to its own words."""
    if len(text) > MOST_CHARACTERS:
        raise SourceError(
            f"the text has {len(text):,} characters; at most {MOST_CHARACTERS:,} are translated"
        )
    spans = _cut(text)
    given = translator.translate([text[start:end] for start, end in spans], lang)
    return align(text, spans, [clean_text(one).strip() for one in given])


def align_given(text: str, translation: str) -> Translated:
    """Return a translation that came with the item, its paragraphs aligned where there are as many."""
    return align(text, _cut(text), [part.strip() for part in translation.split("\n\n") if part.strip()])


def align(text: str, spans: list[tuple[int, int]], given: list[str]) -> Translated:
    """Put paragraphs together; where numbers differ, all of the translation stands for all of the text."""
    if not any(given):
        raise SourceError("the translator gave nothing back; check it by hand")
    if len(given) != len(spans):
        whole = "\n\n".join(one for one in given if one)
        return Translated(text=whole, pieces=((0, len(whole), 0, len(text)),))
    pieces: list[Piece] = []
    out = ""
    for (start, end), words in zip(spans, given, strict=True):
        if words:
            out += "\n\n" if out else ""
            pieces.append((len(out), len(out) + len(words), start, end))
            out += words
    return Translated(text=out, pieces=tuple(pieces))


def _cut(text: str) -> list[tuple[int, int]]:
    spans, start = [], 0
    for part in text.split("\n\n"):
        if part.strip():
            spans.append((start, start + len(part)))
        start += len(part) + 2
    return spans
