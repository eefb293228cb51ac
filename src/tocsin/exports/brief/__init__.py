"""A brief as Markdown or HTML, by templates that the user may replace."""

from tocsin.exports.brief.rendering import FORMS, load_template, render_brief

__all__ = ["FORMS", "load_template", "render_brief"]
