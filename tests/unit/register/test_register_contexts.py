"""What stands round a mention tells it from another of its kind; what stands far off counts less."""

from tocsin.register.actwords import find_act_word
from tocsin.register.contexts import gather_context

TEXT = "The fire broke out in Gdansk. Anna Nowak, 34, saw it. " + "Nothing else was said. " * 40
FAR = TEXT + "In Krakow there was a flood."


def test_names_and_ages_round_the_act_are_kept():
    context = gather_context(TEXT, "Fire in Gdansk", 4, 8)
    assert {"gdansk", "nowak"} <= set(context.terms)
    assert "anna nowak" in context.full_names
    assert context.ages == {"34"}


def test_what_stands_far_off_counts_less():
    context = gather_context(FAR, None, 4, 8)
    assert 0 < context.terms["krakow"] < context.terms["gdansk"]


def measure_length(terms):
    return sum(weight * weight for weight in terms.values()) ** 0.5


def test_many_names_have_length_one_together_and_one_name_far_less():
    many = "It met " + " ".join(f"Town{n} Hall{n}," for n in range(10)) + " they said."
    assert abs(measure_length(gather_context(many, None, 0, 2).terms) - 1) < 0.01
    assert measure_length(gather_context("It burned in Odesa.", None, 3, 9).terms) < 0.5


def test_a_verb_and_its_noun_come_to_one_form():
    assert find_act_word("arrested") == find_act_word("arrest")
    assert find_act_word("attacking") == find_act_word("attacks")
    assert find_act_word("expelled") != find_act_word("exploded")
