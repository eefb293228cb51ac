"""Series, tension, alerts and indicators as Altair charts: one specification for desk, notebook and report.

Every mark may carry an address (`href`), so that a number in a picture leads to what it counts.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, TypeVar, cast

from tocsin.model import Alert, Indicator, Point, Position, Series
from tocsin.warning.tension import TensionPoint

if TYPE_CHECKING:
    import altair

    AnyChart = altair.Chart | altair.LayerChart | altair.FacetChart

T = TypeVar("T")
Link = Callable[[T], str | None]
"""Returns the address of what a mark stands for, or None."""

FONT = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Liberation Sans', sans-serif"
WIDTH, HEIGHT = 1040, 120
LOWEST_TOP = 4
"""An axis that ends lower makes one incident look like a wave."""
PADDING = {"left": 24, "right": 8, "top": 4, "bottom": 4}
"""Room for labels that a reader's own letters make wider than ours."""
LEVELS = ("unknown", "quiet", "watch", "warning")


@dataclass(frozen=True, slots=True, kw_only=True)
class Palette:
    """The colours of a chart, as CSS; `second` is for what stands beside the first, as talk beside deed."""

    ink: str
    bar: str
    second: str
    raised: str
    rule: str
    gap: str


LIGHT = Palette(
    ink="#4b565f", bar="#0b5a6e", second="#9a5b13", raised="#a3262a", rule="#dcdfdb", gap="#ffffff"
)
DARK = Palette(
    ink="#a9b4bb", bar="#6fc3d6", second="#e0a458", raised="#f08a8a", rule="#2c353b", gap="#14191d"
)
PALETTES = {"light": LIGHT, "dark": DARK}


def chart_series(
    series: Series,
    *,
    title: str = "",
    palette: Palette = LIGHT,
    link: Link[Point] | None = None,
    width: int = WIDTH,
    height: int = HEIGHT,
) -> "AnyChart":
    """Return a bar a week; where late reports are to come, the expected count and its 90 % interval."""
    import altair  # late: two seconds that only a chart pays

    length = timedelta(days=series.period_days)
    values = [_describe_point(point, length, link) for point in series.points]
    highest = max((value["top"] for value in values), default=0)
    scale = altair.Scale(domain=[0, max(highest, LOWEST_TOP)])
    across = altair.X("from:T", title=None, axis=altair.Axis(format="%b %Y", tickCount=12, grid=False))
    bars = (
        altair.Chart(altair.InlineData(values=values))
        .mark_bar(color=palette.bar, stroke=palette.gap, strokeWidth=1.5)
        .encode(x=across, x2="to:T", y=altair.Y("count:Q", title=None, scale=scale), y2=altair.datum(0))
    )
    layers = [bars if link is None else bars.encode(href="url:N")]
    late = [value for value in values if value["high"] is not None and value["high"] > value["count"]]
    if late:
        base = altair.Chart(altair.InlineData(values=late))
        middle = altair.X("middle:T", title=None)
        layers += [
            base.mark_rule(color=palette.second).encode(x=middle, y="low:Q", y2="high:Q"),
            base.mark_tick(color=palette.second, thickness=2).encode(x=middle, y="expected:Q"),
        ]
    return dress_chart(altair.layer(*layers).properties(title=title, width=width, height=height), palette)


def chart_channels(
    many: Iterable[Series], *, palette: Palette = LIGHT, width: int = WIDTH, height: int = 70
) -> "AnyChart":
    """Return a strip a channel of one unit, each on its own scale: channels are never added up."""
    import altair  # late: two seconds that only a chart pays

    values = [
        {**_describe_point(point, timedelta(days=series.period_days), None), "channel": series.channel}
        for series in many
        for point in series.points
    ]
    chart = (
        altair.Chart(altair.InlineData(values=values))
        .mark_bar(color=palette.bar)
        .encode(
            x=altair.X("from:T", title=None, axis=altair.Axis(format="%b %Y", tickCount=12, grid=False)),
            x2="to:T",
            y=altair.Y("count:Q", title=None),
            y2=altair.datum(0),
        )
        .properties(width=width, height=height)
        .facet(row=altair.Row("channel:N", title=None, sort=None))
        .resolve_scale(y="independent")
    )
    return dress_chart(chart, palette)


def chart_tension(
    points: Sequence[TensionPoint],
    *,
    title: str = "",
    palette: Palette = LIGHT,
    per_documents: bool = False,
    link: Link[TensionPoint] | None = None,
    width: int = WIDTH,
    height: int = 160,
) -> "AnyChart":
    """Return talk and deed as two lines, conflict below nought; for 1,000 documents with `per_documents`.

    Lines are memories that fade by half in 13 weeks; points are single weeks, and carry the links.
    """
    import altair  # late: two seconds that only a chart pays

    values = [
        {
            "start": point.start.isoformat(),
            "line": name,
            "score": getattr(point, f"{name}_rate" if per_documents else name),
            "memory": None if per_documents else getattr(point, f"{name}_memory"),
            "events": len(getattr(point, f"{name}_ids")),
            "url": (link(point) if link else None) or "",
        }
        for point in points
        for name in ("talk", "deed")
    ]
    across = altair.X("start:T", title=None, axis=altair.Axis(format="%b %Y", tickCount=12, grid=False))
    colour = altair.Color(
        "line:N",
        title=None,
        scale=altair.Scale(domain=["talk", "deed"], range=[palette.second, palette.bar]),
    )
    said = [value for value in values if value["events"]]
    dots = (
        altair.Chart(altair.InlineData(values=said))
        .mark_point(filled=True, size=40)
        .encode(x=across, y=altair.Y("score:Q", title=None), color=colour)
    )
    layers = [dots if link is None else dots.encode(href="url:N")]
    if not per_documents:
        lines = altair.Chart(altair.InlineData(values=values)).mark_line()
        layers.insert(0, lines.encode(x=across, y=altair.Y("memory:Q", title=None), color=colour))
    return dress_chart(altair.layer(*layers).properties(title=title, width=width, height=height), palette)


def chart_positions(
    positions: Iterable[Position],
    *,
    palette: Palette = LIGHT,
    label: Callable[[str], str] = str,
    width: int = WIDTH,
    row: int = 34,
) -> "AnyChart":
    """Return dated positions as marks over time, a row a posture, a shape for how each is held."""
    import altair  # late: two seconds that only a chart pays

    values = [
        {
            "at": one.said_at.isoformat(),
            "posture": label(one.posture),
            "how": label(one.modality),
            "holder": one.holder or "",
        }
        for one in positions
        if one.said_at is not None
    ]
    chart = (
        altair.Chart(altair.InlineData(values=values))
        .mark_point(size=90, strokeWidth=1.8, opacity=0.9)
        .encode(
            x=altair.X("at:T", title=None, axis=altair.Axis(format="%b %Y", grid=True, tickCount=8)),
            y=altair.Y("posture:N", title=None, axis=altair.Axis(labelLimit=160, grid=True)),
            yOffset=altair.YOffset("how:N"),
            shape=altair.Shape("how:N", title=None, legend=altair.Legend(symbolStrokeColor=palette.bar)),
            color=altair.value(palette.bar),
            tooltip="holder:N",
        )
        .properties(width=width, height=altair.Step(row, **{"for": "position"}), padding=PADDING)
    )
    return dress_chart(chart, palette)


def chart_alerts(
    alerts: Iterable[Alert],
    *,
    title: str = "",
    palette: Palette = LIGHT,
    link: Link[Alert] | None = None,
    width: int = WIDTH,
) -> "AnyChart":
    """Return alerts on a line a unit: a mark where each fired, a rule back to when the rate changed."""
    import altair  # late: two seconds that only a chart pays

    values = [
        {
            "unit": alert.unit,
            "on": alert.on.isoformat(),
            "onset": (alert.onset or alert.on).isoformat(),
            "level": alert.level,
            "reason": alert.reason,
            "url": (link(alert) if link else None) or "",
        }
        for alert in alerts
    ]
    colour = altair.Color(
        "level:N",
        title=None,
        scale=altair.Scale(domain=["watch", "warning"], range=[palette.second, palette.raised]),
    )
    across = altair.X("on:T", title=None, axis=altair.Axis(format="%b %Y", grid=False))
    base = altair.Chart(altair.InlineData(values=values)).encode(y=altair.Y("unit:N", title=None))
    marks = base.mark_point(filled=True, size=80).encode(x=across, color=colour, tooltip="reason:N")
    rules = base.mark_rule(size=2).encode(x=altair.X("onset:T", title=None), x2="on:T", color=colour)
    layered = altair.layer(rules, marks if link is None else marks.encode(href="url:N"))
    return dress_chart(layered.properties(title=title, width=width, height=altair.Step(24)), palette)


def chart_indicators(
    history: Iterable[Indicator], *, until: date, palette: Palette = LIGHT, width: int = WIDTH
) -> "AnyChart":
    """Return the kept history of a board, a strip an indicator, each state until the next or `until`."""
    import altair  # late: two seconds that only a chart pays

    by_name: dict[str, list[Indicator]] = {}
    for state in history:
        by_name.setdefault(state.id, []).append(state)
    values = [
        {
            "label": one.label,
            "state": one.state,
            "from": one.on.isoformat(),
            "to": (after.on if after is not None else max(until, one.on)).isoformat(),
        }
        for states in by_name.values()
        for one, after in zip(states, (*states[1:], None), strict=True)
    ]
    colours = [palette.gap, palette.rule, palette.second, palette.raised]
    chart = (
        altair.Chart(altair.InlineData(values=values))
        .mark_bar(height=14)
        .encode(
            x=altair.X("from:T", title=None, axis=altair.Axis(format="%b %Y", grid=False)),
            x2="to:T",
            y=altair.Y("label:N", title=None, sort=None, axis=altair.Axis(labelLimit=320)),
            color=altair.Color("state:N", title=None, scale=altair.Scale(domain=LEVELS, range=colours)),
        )
        .properties(width=width, height=altair.Step(22))
    )
    return dress_chart(chart, palette)


def list_colours(palette: Palette) -> list[str]:
    """Return the colours that tell a few things side by side apart; shapes tell them too."""
    return [palette.bar, palette.second, palette.raised, palette.ink]


def dress_chart(chart: Any, palette: Palette) -> "AnyChart":
    """Return a chart in the colours and type of the rest; for charts made elsewhere."""
    axis = {
        "labelColor": palette.ink,
        "labelFont": FONT,
        "labelFontSize": 12,
        "titleColor": palette.ink,
        "titleFont": FONT,
        "domainColor": palette.rule,
        "tickColor": palette.rule,
        "gridColor": palette.rule,
    }
    dressed = (
        chart.properties(background="transparent")
        .configure_view(stroke=None)
        .configure_axis(**axis)
        .configure_axisY(tickCount=3, domain=False, ticks=False)
        .configure_legend(
            labelColor=palette.ink, labelFont=FONT, titleColor=palette.ink, titleFont=FONT, orient="top"
        )
        .configure_header(
            labelColor=palette.ink, labelFont=FONT, labelAngle=0, labelAlign="left", labelAnchor="start"
        )
        .configure_title(color=palette.ink, font=FONT, fontSize=13, fontWeight="normal", anchor="start")
    )
    return cast("AnyChart", dressed)


def _describe_point(point: Point, length: timedelta, link: Link[Point] | None) -> dict[str, Any]:
    return {
        "from": point.start.isoformat(),
        "middle": (point.start + length / 2).isoformat(),
        "to": (point.start + length).isoformat(),
        "count": point.value,
        "expected": point.expected,
        "low": point.low,
        "high": point.high,
        "top": max(point.value, point.high or 0),
        "url": (link(point) if link else None) or "",
    }
