from datetime import date

import pytest
import spacy
from spacy.tokens import Doc

from tocsin.languages import load_language
from tocsin.reading.dates import choose_date, find_date_mentions
from tocsin.reading.passage import Passage

ENGLISH = load_language("en")
VOCAB = spacy.blank("en").vocab
THURSDAY = date(2024, 11, 21)


def make_passage(
    words: str,
    *,
    heads: list[int] | None = None,
    deps: str = "",
    tags: str = "",
    pos: str = "",
    lemmas: str = "",
    published: date | None = THURSDAY,
) -> Passage:
    """A parse by hand; without one, the words are a flat list under the first."""
    tokens = words.split()
    size = len(tokens)
    doc = Doc(
        VOCAB,
        words=tokens,
        heads=heads or [0] * size,
        deps=deps.split() or ["ROOT", *["dep"] * (size - 1)],
        tags=tags.split() or ["NN"] * size,
        pos=pos.split() or ["NOUN"] * size,
        lemmas=lemmas.split() or [word.lower() for word in tokens],
        sent_starts=[True, *[False] * (size - 1)],
    )
    return Passage(doc=doc, document_id="d1", offset=100, published_on=published)


def find_values(words: str, *, published: date | None = THURSDAY) -> list[tuple[str, str, str] | None]:
    passage = make_passage(words, published=published)
    values = [mention.value for mention in find_date_mentions(passage, ENGLISH)]
    return [value and (value.start.isoformat(), value.end.isoformat(), value.precision) for value in values]


@pytest.mark.parametrize(
    ("words", "start", "end", "precision"),
    [
        ("hit on Tuesday", "2024-11-19", "2024-11-19", "day"),
        ("hit on Thursday", "2024-11-21", "2024-11-21", "day"),
        ("hit last Thursday", "2024-11-14", "2024-11-14", "day"),
        ("hit late on Monday", "2024-11-18", "2024-11-18", "day"),
        ("hit yesterday", "2024-11-20", "2024-11-20", "day"),
        ("hit overnight", "2024-11-20", "2024-11-21", "day"),
        ("hit last week", "2024-11-11", "2024-11-17", "week"),
        ("hit this week", "2024-11-18", "2024-11-21", "week"),
        ("hit last month", "2024-10-01", "2024-10-31", "month"),
        ("hit last year", "2023-01-01", "2023-12-31", "year"),
        ("hit earlier this month", "2024-11-01", "2024-11-21", "month"),
        ("hit in December", "2023-12-01", "2023-12-31", "month"),
        ("hit in March 2022", "2022-03-01", "2022-03-31", "month"),
        ("hit on 18 November 2023", "2023-11-18", "2023-11-18", "day"),
        ("hit on November 18", "2024-11-18", "2024-11-18", "day"),
        ("hit on Nov. 18 2022", "2022-11-18", "2022-11-18", "day"),
        ("hit on December 30", "2024-12-30", "2024-12-30", "day"),
        ("hit on 2024-02-29", "2024-02-29", "2024-02-29", "day"),
        ("hit in 2014", "2014-01-01", "2014-12-31", "year"),
        ("hit in the 1990s", "1990-01-01", "1999-12-31", "decade"),
        ("hit three weeks ago", "2024-10-28", "2024-11-03", "week"),
        ("hit over the past three weeks", "2024-10-31", "2024-11-21", "week"),
        ("hit in the last year", "2023-11-21", "2024-11-21", "year"),
        ("hit since Monday", "2024-11-18", "2024-11-21", "day"),
        ("hit since the weekend", "2024-11-16", "2024-11-21", "day"),
        ("hit on the night of 9 - 10 September", "2024-09-09", "2024-09-10", "day"),
        ("hit between 30 October and 2 November", "2024-10-30", "2024-11-02", "day"),
        ("hit last summer", "2024-06-01", "2024-08-31", "season"),
        ("hit in winter 2022", "2022-12-01", "2023-02-28", "season"),
        ("hit in the third quarter of 2023", "2023-07-01", "2023-09-30", "quarter"),
        ("hit in October last year", "2023-10-01", "2023-10-31", "month"),
        ("hit Tuesday last week", "2024-11-12", "2024-11-12", "day"),
    ],
)
def test_expression_is_worked_out_from_publication(words, start, end, precision):
    assert find_values(words) == [(start, end, precision)]


@pytest.mark.parametrize(
    "words",
    [
        "he may go",
        "every Monday they march",
        "prices fall",
        "2014 people",
        "the May government",
        "$ 2014",
        "a day",
        "They said nothing",
    ],
)
def test_words_that_are_no_date_are_not_found(words):
    assert find_values(words) == []


@pytest.mark.parametrize(
    "words", ["hit on Tuesday", "hit yesterday", "hit in December", "hit on November 18"]
)
def test_nothing_is_invented_without_a_day_of_publication(words):
    assert find_values(words, published=None) == [None]


def test_full_date_needs_no_day_of_publication():
    assert find_values("hit on 18 November 2023", published=None) == [("2023-11-18", "2023-11-18", "day")]


def test_day_that_does_not_exist_has_no_value():
    assert find_values("hit on 31 February 2023") == [None]


def test_later_expression_counts_from_the_day_named_before():
    values = find_values("met on 4 November and hit three days after the talks")
    assert values[1] == ("2024-11-07", "2024-11-07", "day")


def test_days_after_something_unnamed_stay_unknown():
    assert find_values("hit three days after the talks") == [None]


def test_mention_quotes_its_own_words():
    passage = make_passage("hit late on Monday")
    mention = find_date_mentions(passage, ENGLISH)[0]
    assert passage.doc.text[mention.span.start - 100 : mention.span.end - 100] == "late on Monday"


def test_dateline_dates_no_act():
    passage = make_passage("VILNIUS , Nov. 20 ( Agency ) - Drones struck")
    assert [mention.is_literal for mention in find_date_mentions(passage, ENGLISH)] == [False]


def test_first_time_since_dates_no_act():
    passage = make_passage("struck for the first time since 2015")
    assert [mention.is_literal for mention in find_date_mentions(passage, ENGLISH)] == [False]


def test_empty_text_gives_nothing():
    passage = Passage(doc=Doc(VOCAB), document_id="d1", published_on=THURSDAY)
    assert find_date_mentions(passage, ENGLISH) == ()


def test_future_helper_turns_the_weekday_ahead():
    passage = make_passage(
        "They will meet on Tuesday",
        heads=[2, 2, 2, 2, 3],
        deps="nsubj aux ROOT prep pobj",
        tags="PRP MD VB IN NNP",
        pos="PRON AUX VERB ADP PROPN",
    )
    mentions = find_date_mentions(passage, ENGLISH)
    chosen = choose_date(passage, passage.doc[2], mentions, ENGLISH)
    assert chosen is not None
    assert chosen.start == date(2024, 11, 26)


def make_condemned_attack() -> Passage:
    """Warsaw on Wednesday condemned Monday's attack."""
    return make_passage(
        "Warsaw on Wednesday condemned Monday 's attack",
        heads=[3, 3, 1, 3, 6, 4, 3],
        deps="nsubj prep pobj ROOT poss case dobj",
        tags="NNP IN NNP VBD NNP POS NN",
        pos="PROPN ADP PROPN VERB PROPN PART NOUN",
        lemmas="Warsaw on Wednesday condemn Monday 's attack",
    )


def test_each_act_takes_its_own_expression():
    passage = make_condemned_attack()
    mentions = find_date_mentions(passage, ENGLISH)
    told, done = (choose_date(passage, passage.doc[i], mentions, ENGLISH) for i in (3, 6))
    assert told is not None
    assert done is not None
    assert (told.start.day, done.start.day) == (20, 18)


def make_said_that() -> Passage:
    """Kyiv said on Wednesday drones hit ports."""
    return make_passage(
        "Kyiv said on Wednesday drones hit ports",
        heads=[1, 1, 1, 2, 5, 1, 5],
        deps="nsubj ROOT prep pobj nsubj ccomp dobj",
        tags="NNP VBD IN NNP NNS VBD NNS",
        pos="PROPN VERB ADP PROPN NOUN VERB NOUN",
        lemmas="Kyiv say on Wednesday drone hit port",
    )


def test_day_of_saying_does_not_date_what_is_said():
    passage = make_said_that()
    mentions = find_date_mentions(passage, ENGLISH)
    assert choose_date(passage, passage.doc[5], mentions, ENGLISH) is None
    assert choose_date(passage, passage.doc[1], mentions, ENGLISH) is not None


def test_past_act_without_a_year_is_of_the_last_one():
    passage = make_passage(
        "Drones struck on December 30",
        heads=[1, 1, 1, 2, 3],
        deps="nsubj ROOT prep pobj nummod",
        tags="NNS VBD IN NNP CD",
        pos="NOUN VERB ADP PROPN NUM",
        lemmas="drone strike on December 30",
        published=date(2024, 11, 21),
    )
    value = choose_date(passage, passage.doc[1], find_date_mentions(passage, ENGLISH), ENGLISH)
    assert value is not None
    assert value.start == date(2023, 12, 30)


def test_past_act_is_not_dated_after_publication():
    passage = make_passage(
        "Drones struck on 30 December 2024",
        heads=[1, 1, 1, 4, 2, 4],
        deps="nsubj ROOT prep nummod pobj nummod",
        tags="NNS VBD IN CD NNP CD",
        pos="NOUN VERB ADP NUM PROPN NUM",
        lemmas="drone strike on 30 December 2024",
        published=date(2024, 11, 21),
    )
    assert choose_date(passage, passage.doc[1], find_date_mentions(passage, ENGLISH), ENGLISH) is None


def test_no_expression_no_date():
    passage = make_passage("Drones struck ports")
    assert choose_date(passage, passage.doc[1], find_date_mentions(passage, ENGLISH), ENGLISH) is None


def test_the_day_of_a_judgment_is_not_that_of_the_act():
    passage = make_passage(
        "court sentenced him Monday for setting fire",
        heads=[1, 1, 1, 1, 1, 4, 5],
        deps="nsubj ROOT dobj npadvmod prep pcomp dobj",
        tags="NN VBD PRP NNP IN VBG NN",
        pos="NOUN VERB PRON PROPN ADP VERB NOUN",
        lemmas="court sentence he Monday for set fire",
    )
    mentions = find_date_mentions(passage, ENGLISH)
    assert choose_date(passage, passage.doc[5], mentions, ENGLISH) is None
    assert choose_date(passage, passage.doc[1], mentions, ENGLISH).start == date(2024, 11, 18)


def test_a_day_without_a_year_follows_the_one_named_before():
    passage = make_passage("19 July 2023 , 21 July")
    assert [one.value.start for one in find_date_mentions(passage, ENGLISH)] == [
        date(2023, 7, 19),
        date(2023, 7, 21),
    ]


def test_last_summer_is_over_whatever_was_planned():
    passage = make_passage(
        "plan to attack last summer",
        heads=[0, 2, 0, 4, 2],
        deps="ROOT aux acl amod npadvmod",
        tags="NN TO VB JJ NN",
        pos="NOUN PART VERB ADJ NOUN",
    )
    (mention,) = find_date_mentions(passage, ENGLISH)
    assert mention.value.start.year == 2024
    assert mention.value.end < THURSDAY


def test_two_days_later_counts_from_the_story_and_not_from_who_tells_it():
    passage = make_passage(
        "It burned on 22 July , police said Wednesday . Two days later it burned",
        heads=[1, 7, 1, 4, 2, 7, 7, 7, 7, 7, 11, 12, 14, 14, 14],
        deps="nsubj ccomp prep nummod pobj punct nsubj ROOT npadvmod punct nummod npadvmod advmod nsubj conj",
        tags="PRP VBD IN CD NNP , NN VBD NNP . CD NNS RB PRP VBD",
        pos="PRON VERB ADP NUM PROPN PUNCT NOUN VERB PROPN PUNCT NUM NOUN ADV PRON VERB",
    )
    assert [one.value.start for one in find_date_mentions(passage, ENGLISH)] == [
        date(2024, 7, 22),
        date(2024, 11, 20),
        date(2024, 7, 24),
    ]
