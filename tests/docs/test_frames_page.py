"""The example on the page of data frames runs and gives frames and charts."""

from contextlib import closing

from docs_pages import DOCS, read_blocks

from tocsin.pipeline.linking import link_register
from tocsin.register import make_claims
from tocsin.sources import Intake, make_document, parse_moment
from tocsin.store import open_store

TEXTS = (
    ("2025-03-04", "An undersea cable between Latvia and Sweden was cut on 3 March, the police said."),
    ("2025-03-11", "Russia threatened to attack Poland on Monday, Polish officials said."),
)


def test_example_of_frames_and_charts_runs(reader, tmp_path):
    path = tmp_path / "r.sqlite"
    with closing(open_store(path)) as store:
        for day, text in TEXTS:
            moment = parse_moment(day)
            document = make_document(text=text, intake=Intake(), lang="en", published_at=moment)
            reading = reader.read(document)
            store.add_reading(reading, make_claims(reading), seen_at=moment)
        link_register(store)
    (block,) = [b for b in read_blocks(DOCS / "how-to" / "frames-and-charts.md") if b.language == "python"]
    namespace = {}
    exec(compile(block.text, "frames-and-charts.md", "exec"), namespace)
    (series, tension), charts = namespace["look"](path)
    assert set(series["channel"]) == {"acts", "intent"}
    assert series["value"].sum() >= 1
    assert list(tension["pair"].unique()) == ["RUS-POL"]
    assert len([chart.to_dict() for chart in charts]) == 3
