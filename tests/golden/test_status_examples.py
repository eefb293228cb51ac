"""Worked examples of the epistemic guideline, read by the real model: one word each, and its status."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from tocsin.model import Document
from tocsin.reading.statements import find_statements
from tocsin.reading.status import judge_status

EXAMPLES = [
    tuple(part.strip() for part in line.split("|"))
    for line in (Path(__file__).parent / "status_examples.txt").read_text(encoding="utf-8").splitlines()
    if line.strip() and not line.startswith("#")
]
PUBLISHED = datetime(2025, 12, 2, tzinfo=UTC)


@pytest.fixture(scope="module")
def judged(reader):
    """Every example judged, in one run of the model."""
    documents = [
        Document(id=f"example-{index}", text=sentence.replace("*", ""), published_at=PUBLISHED)
        for index, (_, sentence) in enumerate(EXAMPLES)
    ]
    found = []
    for (_, sentence), (_, (passage,)) in zip(EXAMPLES, reader.parse(documents), strict=True):
        (token,) = [word for word in passage.doc if word.idx == sentence.index("*")]
        statements = find_statements(passage, reader.language)
        found.append(judge_status(passage, token, statements, reader.language))
    return found


@pytest.mark.parametrize("index", range(len(EXAMPLES)), ids=[sentence for _, sentence in EXAMPLES])
def test_the_marked_word_has_its_status(judged, index):
    wanted, _ = EXAMPLES[index]
    one = judged[index]
    if wanted == "TALK":
        assert not one.status.counts or one.background, one.reasons
        return
    status, _, background = wanted.partition("+")
    assert one.status in status.split("/"), one.reasons
    assert one.background == bool(background), one.reasons


def test_no_talk_is_scored_as_a_deed(judged):
    for one in judged:
        if one.status.counts:
            assert one.factuality > 0
        elif one.status not in {"alleged", "unknown"}:
            assert one.factuality < 0
