"""Write the counts of the sample into the README, from the register that `tocsin demo --no-serve` made."""

import argparse
import re
from contextlib import closing
from pathlib import Path

from tocsin.cli.wording import say_count
from tocsin.pipeline.views import Query, view_register
from tocsin.store import open_store

README = Path(__file__).parents[1] / "README.md"
SHOWN_TYPE, SHOWN_DAY = "undersea", "2024-11-18"

if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("store")
    with closing(open_store(parser.parse_args().store, create=False)) as store:
        view = view_register(store, Query(profile="warning"))
        confident = view_register(store, Query(profile="confident_only"))
        documents = store.count().documents
    shown = next(
        incident
        for incident in view.counted
        if incident.threat_type == SHOWN_TYPE and str(incident.start_date) == SHOWN_DAY
    )
    text = README.read_text(encoding="utf-8")
    for pattern, value in (
        (r"reads the \d+ sample reports", f"reads the {documents} sample reports"),
        (
            r"\S+ incidents? by profile `warning`, \S+ leads? apart",
            f"{say_count(len(view.counted), 'incident')} by profile `warning`, "
            f"{say_count(len(view.apart), 'lead')} apart",
        ),
        (
            r"(?<=--profile confident_only --store tocsin-demo.sqlite` \| )\S+ incidents?",
            say_count(len(confident.counted), "incident"),
        ),
        (r"tocsin show \S+ --store", f"tocsin show {shown.id[:9]} --store"),
        (
            r"one cable cut: \S+ reports, \S+ origins?",
            f"one cable cut: {say_count(shown.reports, 'report')}, {say_count(shown.origins, 'origin')}",
        ),
    ):
        text, times = re.subn(pattern, value, text)
        if times != 1:
            raise SystemExit(f"the README has {times} places like {pattern!r}; wanted one")
    README.write_text(text, encoding="utf-8")
    print(f"{README.name} brought up to date")
