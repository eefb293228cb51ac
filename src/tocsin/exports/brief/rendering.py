"""Fill a template with a brief: words from outside stay words, and a template cannot reach the machine."""

import re
from datetime import datetime
from importlib.resources import files
from pathlib import Path
from urllib.parse import quote_plus

from jinja2 import StrictUndefined, TemplateError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from tocsin.errors import ExportError, InputError
from tocsin.exports.brief.charting import draw_sections
from tocsin.model import Brief, BriefQuote

FORMS = ("md", "html")
MOST_TEMPLATE_BYTES = 1_000_000
SAFE_ADDRESS = re.compile(r"https?://[^\s<>()\[\]\"'`\\]+")
"""What may stand in a link: nothing that ends it, in Markdown or in HTML."""
SPECIAL = re.compile(r"([\\`*_\[\]<>|~&$])")
INVISIBLE = re.compile(r"[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]|[\x00-\x08\x0b-\x1f\x7f]")


def load_template(form: str) -> str:
    """Return the template that ships, to be changed at will."""
    if form not in FORMS:
        raise InputError(f"unknown form {form!r}; known: {', '.join(FORMS)}")
    return (files(__package__) / "templates" / f"brief.{form}.jinja").read_text("utf-8")


def render_brief(
    brief: Brief, *, form: str, template: Path | None = None, desk_address: str | None = None
) -> str:
    """Return the brief in a form, by the template given or the one that ships.

    With the address of a desk every record and quote is linked to its page there, without one a quote to
    its report where that has an address. InputError where the template is unreadable or wrong; it says where.
    """
    if form not in FORMS:
        raise InputError(f"unknown form {form!r}; known: {', '.join(FORMS)}")
    desk = check_address(desk_address)
    environment = ImmutableSandboxedEnvironment(
        autoescape=form == "html", undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    environment.filters |= {
        "plain": make_plain,
        "words": escape_markdown,
        "day": say_moment,
        "record_link": lambda name: link_record(name, desk),
        "quote_link": lambda quote: link_quote(quote, desk),
    }
    try:
        source = environment.from_string(_load_template(form, template))
        return source.render(brief=brief, chart=_draw(brief) if form == "html" else "")
    except (TemplateError, TypeError, ValueError) as error:
        where = f"template {str(template)!r}" if template else "the template"
        number = getattr(error, "lineno", None)
        line = f" in line {number}" if number else ""
        raise InputError(f"{where} cannot be filled{line}: {error}; compare the one that ships") from error


def _load_template(form: str, template: Path | None) -> str:
    if template is None:
        return load_template(form)
    try:
        if template.stat().st_size > MOST_TEMPLATE_BYTES:
            raise InputError(f"template {str(template)!r} has more than {MOST_TEMPLATE_BYTES} bytes")
        return template.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"template {str(template)!r} cannot be read ({error}); check the path") from error


def _draw(brief: Brief) -> str:
    """Return the picture of the brief; made here of numbers, it is the one thing to go in unescaped."""
    try:
        return draw_sections(brief)
    except ImportError as error:
        raise ExportError(f"the picture needs a library that is missing ({error})") from error


def make_plain(text: str) -> str:
    """Return words in one line, without characters that hide or turn round what stands there."""
    return " ".join(INVISIBLE.sub("", text).split())


def escape_markdown(text: str) -> str:
    """Return words that Markdown shows as they are: nothing from a report becomes a link or a heading."""
    return SPECIAL.sub(r"\\\1", make_plain(text))


def say_moment(moment: datetime | None) -> str:
    """Return a moment as day and minute in UTC."""
    return moment.strftime("%Y-%m-%d %H:%M UTC") if moment else "no date"


def check_address(address: str | None) -> str:
    """Return the address of the desk without its last slash, empty where there is none."""
    if not address:
        return ""
    if not SAFE_ADDRESS.fullmatch(address):
        raise InputError(f"desk_address is {address!r:.80}; wanted a web address, as https://desk.example")
    return address.rstrip("/")


def link_record(name: str, desk: str) -> str:
    """Return the address of a record on the desk, empty without a desk."""
    return f"{desk}/incidents/{quote_plus(name)}" if desk else ""


def link_quote(quote: BriefQuote, desk: str) -> str:
    """Return the address of the words on the desk, else that of the report, else nothing."""
    if desk:
        at = f"?at={quote.span[0]}-{quote.span[1]}" if quote.span else ""
        return f"{desk}/reports/{quote_plus(quote.document_id)}{at}"
    return quote.url if quote.url and SAFE_ADDRESS.fullmatch(quote.url) else ""
