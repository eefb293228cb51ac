"""Chains of voices: is each statement real, is its speaker the right one, are all voices there in order."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from tocsin.evaluation.attributed import Words, pair_contents
from tocsin.gazetteer.actors import compose_actor
from tocsin.model import Attribution, Reading, SpeakerKind, Statement

ARTICLES = ("the ", "a ", "an ")
EXECUTIVES = (".GOV", ".COMMISSION")
"""Who speaks for a country or the Union under its bare name: "Slovakia" is its government as a voice."""
SAME_LETTERS = 4
"""A country and its adjective begin alike by so many letters: Bresnia, Bresnian."""
CHAIN_ERRORS = ("statement not found", "a voice missing", "a voice too many", "a voice by another name")
NAME_ERRORS = ("no name", "name where none is", "longer", "shorter", "other")
WRONG_FIGURES = (
    *(f"chains wrong, {error}" for error in CHAIN_ERRORS),
    *(f"names wrong, {error}" for error in NAME_ERRORS),
)


def has_chains(item: Mapping[str, Any]) -> bool:
    """Whether a gold line tells voices apart: names, and who stands in whose words."""
    return any("nested_in" in raw for raw in item["attributions"])


def list_attributions(reading: Reading) -> list[dict[str, Any]]:
    """Return every attribution of a reading with its chain of voices, outermost first.

    "Reuters reported, citing officials" is one statement of two voices: the outer one is listed, too, once,
    with the content of the outermost statement that it carries.
    """
    found: list[dict[str, Any]] = []
    listed = {one.attributions[-1].cue for one in reading.statements}
    for statement in sorted(reading.statements, key=lambda one: len(one.attributions)):
        chain = statement.attributions
        for depth in range(1, len(chain) + 1):
            cue = chain[depth - 1].cue
            if depth == len(chain) or cue not in listed:
                listed.add(cue)
                found.append(_list_one(statement, chain[:depth]))
    return found


def _list_one(statement: Statement, chain: Sequence[Attribution]) -> dict[str, Any]:
    voice = chain[-1]
    return {
        "content": [[span.start, span.end] for span in statement.content],
        "source": [[voice.speaker.start, voice.speaker.end]] if voice.speaker else [],
        "cue": [[voice.cue.start, voice.cue.end]] if voice.cue else [],
        "form": statement.form,
        "act": statement.act,
        **_list_voice(voice),
        "chain": [_list_voice(one) for one in chain],
    }


def _list_voice(voice: Attribution) -> dict[str, Any]:
    return {"name": voice.name, "kind": voice.kind, "actor_id": voice.actor_id}


def tally_chains(words: Words, gold: Sequence[Any], found: Sequence[Any]) -> Counter[str]:
    """Count, of gold attributions with their chains, what was found and which of its parts are right.

    Where several voices have the same words, the outer is paired with the outer.
    """
    by_id = {raw["id"]: raw for raw in gold}
    gold = sorted(gold, key=lambda raw: len(_climb(raw, by_id)))
    found = sorted(found, key=lambda raw: len(raw.get("chain", ())))
    pairs = pair_contents(_contents(words, gold), _contents(words, found))
    tally = Counter({"chains gold": len(gold), "chains found": len(found), "chains matched": len(pairs)})
    met = dict(pairs)
    for index, raw in enumerate(gold):
        chain = _climb(raw, by_id)
        tally["nested gold"] += len(chain) > 1
        if index in met:
            tally += _compare(raw, chain, _name_source(words.text, found[met[index]]))
        elif len(chain) > 1:
            tally["chain: statement not found"] += 1
    return tally


def _climb(raw: Any, by_id: Mapping[str, Any]) -> list[Any]:
    """Return the voices of a gold attribution, outermost first."""
    chain = [raw]
    while chain[0]["nested_in"] is not None and len(chain) <= len(by_id):
        chain.insert(0, by_id[chain[0]["nested_in"]])
    return chain


def _name_source(text: str, raw: Any) -> Any:
    """Give a baseline that knows no names the words of its source for a name."""
    if "chain" in raw:
        return raw
    name = " ".join(text[start:end] for start, end in raw["source"]) or None
    voice = {"name": name, "kind": "named" if name else "hidden"}
    return {**raw, **voice, "chain": [voice]}


def _compare(gold: Any, chain: Sequence[Any], found: Any) -> Counter[str]:
    right = is_same_name(gold, found)
    nested = len(chain) > 1
    errors = Counter[str]()
    if not right:
        errors[f"name: {_judge_name_error(gold['name'], found['name'])}"] += 1
    if nested and (wrong := _judge_chain_error(chain, found["chain"])) is not None:
        errors[f"chain: {wrong}"] += 1
    return errors + Counter(
        {
            "name right": right,
            "name exact": is_exact_name(gold, found),
            "named": gold["kind"] == SpeakerKind.NAMED,
            "named right": gold["kind"] == SpeakerKind.NAMED and right,
            "kind right": gold["kind"] == found["kind"],
            "act right": gold["act"] == found.get("act"),
            "form right": gold["form"] == found.get("form"),
            "nested right": nested and _judge_chain_error(chain, found["chain"]) is None,
            "flat": not nested,
            "flat right": not nested and len(found["chain"]) == 1,
        }
    )


def _judge_chain_error(gold: Sequence[Any], found: Sequence[Any]) -> str | None:
    """Return what is wrong with a chain of voices, or None where every voice is there by its name."""
    if len(found) != len(gold):
        return "a voice missing" if len(found) < len(gold) else "a voice too many"
    same = all(is_same_name(one, two) for one, two in zip(gold, found, strict=True))
    return None if same else "a voice by another name"


def _judge_name_error(gold: str | None, found: str | None) -> str:
    """Return how a name is wrong: missing, too much, a longer or shorter one, or another one altogether."""
    if gold is None or found is None:
        return "no name" if found is None else "name where none is"
    ours, theirs = {*fold_voice(found).split()}, {*fold_voice(gold).split()}
    if ours > theirs or ours < theirs:
        return "longer" if ours > theirs else "shorter"
    return "other"


def is_same_name(gold: Mapping[str, Any], found: Mapping[str, Any]) -> bool:
    """Whether two voices are the same one: by name, by the actor both names mean, or by the words of a role.

    A voice without a name of its own has as many names as ways to describe it: "senior official" and "senior
    official of the ministry" are one where one description holds the other, "interior ministry" and "Danish
    interior ministry", too. A proper name has to be the same.
    """
    if gold["kind"] == SpeakerKind.HIDDEN or gold["name"] is None or found["name"] is None:
        return found["name"] is None and (gold["kind"] == SpeakerKind.HIDDEN or gold["name"] is None)
    if is_exact_name(gold, found):
        return True
    if gold["kind"] != SpeakerKind.NAMED or _are_described_alike(gold["name"], found["name"]):
        one, two = ({*fold_voice(voice["name"]).split()} for voice in (gold, found))
        if one <= two or two <= one or gold["kind"] != SpeakerKind.NAMED:
            return one <= two or two <= one
    one_actor, two_actor = _identify(gold), _identify(found)
    if one_actor is None or two_actor is None:
        return _is_government_of(gold["name"], found["name"])
    return one_actor == two_actor


def _is_government_of(gold: str, found: str) -> bool:
    """Whether one is the bare name of a country no gazetteer knows, the other its government."""
    nation, _, body = fold_voice(gold).partition(" ")
    country = fold_voice(found)
    return body == "government" and " " not in country and nation[:SAME_LETTERS] == country[:SAME_LETTERS]


def _are_described_alike(gold: str, found: str) -> bool:
    """Whether both end in one common noun: such a body is described, not named."""
    one, two = gold.split()[-1], found.split()[-1]
    return one == two and one.islower()


def _identify(voice: Mapping[str, Any]) -> str | None:
    """Return the id of the actor a voice means, a country's name standing for its government."""
    actor_id: str | None = voice.get("actor_id")
    if actor_id is None:
        actor = compose_actor(voice["name"])
        actor_id = actor.actor_id if actor is not None else None
    if actor_id is None:
        return None
    return next((actor_id.removesuffix(end) for end in EXECUTIVES if actor_id.endswith(end)), actor_id)


def is_exact_name(gold: Mapping[str, Any], found: Mapping[str, Any]) -> bool:
    """Whether both voices bear the same name but for case and article."""
    if gold["name"] is None or found["name"] is None:
        return gold["name"] is None and found["name"] is None
    return fold_voice(gold["name"]) == fold_voice(found["name"])


def fold_voice(name: str) -> str:
    """Return a name without article, in lower case, with single spaces."""
    plain = " ".join(name.lower().replace("’", "'").split())
    for article in ARTICLES:
        plain = plain.removeprefix(article)
    return plain


def figure_chains(total: Counter[str]) -> dict[str, float]:
    """Return what was found, whose names, kinds and acts are right, and how many statements are none."""
    gold, found, matched = total["chains gold"], total["chains found"], total["chains matched"]
    nested = total["nested gold"]
    return {
        "content matched F1": 2 * matched / (gold + found) if gold + found else 0.0,
        "statements found": _share(matched, gold),
        "false statements": _share(found - matched, found),
        "speaker name right": _share(total["name right"], matched),
        "speaker name exact": _share(total["name exact"], matched),
        "speaker name right, named": _share(total["named right"], total["named"]),
        "speaker kind right": _share(total["kind right"], matched),
        "act right": _share(total["act right"], matched),
        "form right": _share(total["form right"], matched),
        "nested chains right": _share(total["nested right"], nested),
        "single voices right": _share(total["flat right"], total["flat"]),
        **{f"chains wrong, {one}": _share(total[f"chain: {one}"], nested) for one in CHAIN_ERRORS},
        **{f"names wrong, {one}": _share(total[f"name: {one}"], matched) for one in NAME_ERRORS},
    }


def _contents(words: Words, statements: Sequence[Any]) -> list[frozenset[int]]:
    return [words.touch(words.trim(statement["content"])) for statement in statements]


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 0.0
