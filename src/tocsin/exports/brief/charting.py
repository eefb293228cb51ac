"""The picture of a brief: how many lines each section has, by an Altair specification drawn offline."""

import json

from tocsin.model import Brief

WIDTH = 560
STEP = 26
BAR, INK, RULE = "#0b5a6e", "#4b565f", "#dcdfdb"
FONT = "Liberation Sans, Arial, sans-serif"


def draw_sections(brief: Brief) -> str:
    """Return the counts of the sections as an SVG picture."""
    import altair  # late: two seconds that only an HTML brief pays
    import vl_convert

    values = [{"section": part.heading, "lines": len(part.lines)} for part in brief.sections]
    bars = altair.Chart(altair.InlineData(values=values)).encode(
        x=altair.X("lines:Q", title=None, axis=None),
        y=altair.Y("section:N", title=None, sort=None, axis=altair.Axis(domain=False, ticks=False)),
    )
    counts = bars.mark_text(align="left", dx=4, color=INK, font=FONT).encode(text="lines:Q")
    chart = (bars.mark_bar(color=BAR, height=14) + counts).properties(
        width=WIDTH, height=altair.Step(STEP), padding={"left": 24, "right": 24}
    )
    chart = chart.configure_view(stroke=None).configure_axis(
        labelColor=INK, labelFont=FONT, labelFontSize=13, labelLimit=240, domainColor=RULE
    )
    drawn: str = vl_convert.vegalite_to_svg(json.dumps(chart.to_dict()))
    return drawn
