"""No page breaks a rule that axe can check: run where axe.min.js of the npm package axe-core is in build/."""

import os
from pathlib import Path

import pytest

pytestmark = pytest.mark.browser

AXE = Path(os.environ.get("TOCSIN_AXE", Path(__file__).parents[2] / "build" / "axe.min.js"))
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
PAGES = ("now", "incidents", "incident", "deciding", "review", "reports", "report", "hostile", "statements")
PAGES += (
    "reviewing",
    "merging",
    "known",
    "pairs",
    "indicators",
    "posture",
    "scorecard",
    "searches",
    "samples",
)
PAGES += ("sample", "coding", "shortcuts", "nothing")
PAGES += ("alerts", "forecasts", "positions", "sources", "about", "api", "error")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing(open_page, paths, name, scheme):
    page = open_page(paths[name], scheme=scheme)
    # Through the debugger, not a script element: the policy of the page stays as it is.
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("(tags) => axe.run(document, {runOnly: {type: 'tag', values: tags}})", TAGS)
    assert [
        (rule["id"], node["target"], node["failureSummary"])
        for rule in found["violations"]
        for node in rule["nodes"][:3]
    ] == []
