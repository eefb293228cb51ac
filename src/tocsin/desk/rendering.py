"""Templates to pages: one environment, everything escaped, a missing value is an error."""

import dataclasses
from collections.abc import Callable
from functools import cache
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.responses import HTMLResponse

from tocsin.desk import marks, quoting, wording
from tocsin.desk.security import SECURITY_HEADERS
from tocsin.register.titles import count_of

WORDS: tuple[Callable[..., Any], ...] = (
    marks.mark_event,
    marks.mark_incident,
    quoting.fold_quotes,
    quoting.pick_originals,
    wording.clean_line,
    count_of,
    wording.label_actor,
    wording.label_country,
    wording.label_subtype,
    wording.label_term,
    wording.label_threat,
    wording.label_unit,
    wording.say_act,
    wording.say_child,
    wording.say_code,
    wording.say_day,
    wording.say_days_of,
    wording.say_held,
    wording.say_holders,
    wording.say_moment,
    wording.say_place,
    wording.say_precision,
    wording.say_type,
    wording.say_value,
)
"""What every template may call."""


@cache
def make_environment() -> Environment:
    """Return the template environment."""
    environment = Environment(
        loader=PackageLoader("tocsin.desk", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals.update({word.__name__: word for word in WORDS})
    return environment


def render_page(template: str, *, context: Any, frame: Any, status_code: int = 200) -> HTMLResponse:
    """Return a page: the fields of its context and the frame round it are all that the template sees."""
    fields = {field.name: getattr(context, field.name) for field in dataclasses.fields(context)}
    html = make_environment().get_template(template).render(**fields, frame=frame)
    # Set here as well as at the door: the page of a failure does not pass the door on its way out.
    return HTMLResponse(html, status_code=status_code, headers=SECURITY_HEADERS)
