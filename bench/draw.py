"""Draw what `run_all.py` saved for the pages of the documentation: SVG by Altair.

python bench/draw.py [bench/results/speed.json] [docs/images]
"""

import json
import sys
from pathlib import Path
from typing import Any

import altair as alt

HERE = Path(__file__).parent
WIDTH = 460
INK = "#35566f"


def draw_stages(found: dict[str, Any]) -> alt.LayerChart:
    """Return words a second of each stage and peer as parts of bare spaCy's, with their spread."""
    rows = [{"what": name, **row} for name, row in found["rates"].items()]
    base = alt.Chart(alt.Data(values=rows)).encode(y=alt.Y("what:N", sort=None, title=None))
    bars = base.mark_bar(color=INK).encode(
        x=alt.X("of_bare:Q", title="words a second, bare spaCy = 1 (line: all rounds)")
    )
    lines = base.mark_rule(color="black").encode(x="of_bare_least:Q", x2="of_bare_most:Q")
    return (bars + lines).properties(width=WIDTH)


def draw_growth(found: list[dict[str, Any]]) -> alt.LayerChart:
    """Return the cost of a document by how many were read before it."""
    rows = [{"documents": row["documents"], "each": one} for row in found for one in row["of_parse_each"]]
    middle = [{"documents": row["documents"], "each": row["of_parse"]} for row in found]
    x = alt.X("documents:Q", scale=alt.Scale(type="log"), title="documents read by one process")
    y = alt.Y("each:Q", title="cost, bare parse = 1", scale=alt.Scale(zero=True))
    points = alt.Chart(alt.Data(values=rows)).mark_point(color=INK).encode(x=x, y=y)
    return (points + alt.Chart(alt.Data(values=middle)).mark_line(color=INK).encode(x=x, y=y)).properties(
        width=WIDTH
    )


def draw_register(found: list[dict[str, Any]]) -> alt.LayerChart:
    """Return the processor milliseconds of a report by how many incidents there are."""
    rows = [
        {"incidents": row["incidents"], "ms": row[f"report_cpu_{key}_ms"], "which": name}
        for row in found
        for key, name in (("median", "median"), ("p95", "95th percentile"))
    ]
    chart = alt.Chart(alt.Data(values=rows)).encode(
        x=alt.X("incidents:Q", scale=alt.Scale(type="log"), title="incidents in the register"),
        y=alt.Y("ms:Q", title="processor ms a report"),
        strokeDash=alt.StrokeDash("which:N", title=None),
    )
    return (chart.mark_line(color=INK) + chart.mark_point(color=INK)).properties(width=WIDTH)


DRAWINGS = {"reading": draw_stages, "growth": draw_growth, "register": draw_register}

if __name__ == "__main__":
    source = Path(sys.argv[1]) if len(sys.argv) > 1 else HERE / "results" / "speed.json"
    target = Path(sys.argv[2]) if len(sys.argv) > 2 else HERE.parent / "docs" / "images"
    sections = json.loads(source.read_text())["sections"]
    for name, draw in DRAWINGS.items():
        if sections.get(name, {}).get("found"):
            draw(sections[name]["found"]).save(str(target / f"speed-{name}.svg"))
