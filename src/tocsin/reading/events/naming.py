"""Turn the head of a noun phrase into a participant: its words, and whom the gazetteer knows by them."""

from collections.abc import Iterable, Iterator, Sequence

from spacy.tokens import Token

from tocsin.gazetteer.actors import ActorRef, compose_actor, sector_of_agent
from tocsin.languages import Language
from tocsin.languages.triggers import TriggerWords
from tocsin.model import Participant
from tocsin.reading.events.antecedents import find_described_before, resolve_pronoun
from tocsin.reading.events.arguments import PEOPLES, is_place_label, phrase_of, prepositions_of, spread
from tocsin.reading.grammar import children, lemma_of
from tocsin.reading.passage import Passage

NO_PARTY_ENTITIES = frozenset({"DATE", "TIME", "PERCENT", "ORDINAL", "MONEY"})
MAX_PHRASE_TOKENS = 25
MAX_NAME_TOKENS = 4
SOMEBODY = ("person", "force", "body")
PEOPLE_WORDS = frozenset({"amod", "compound", "nmod"})
# Fighters that a state backs are not its own; what it leads is, and hackers have no ground to be of.
ARMED_SECTORS = frozenset({"REB", "MIL", "UAF"})
CIVIL_SECTORS = frozenset({"OPP", "PTY", "LEG", "GOV", "CVL", "JUD"})
OWN_LINKS = frozenset({"led", "controlled", "hackers", "hacker", "hacking", "cyber", "agents", "operatives"})
STANCES = frozenset(
    {
        "critic",
        "opponent",
        "supporter",
        "enemy",
        "foe",
        "rival",
        "ally",
        "backer",
        "fan",
        "friend",
        "sympathiser",
    }
    | {"sympathizer", "admirer", "adversary", "victim", "detractor", "proponent", "advocate"}
)
FLAGGED = frozenset({"flagged", "registered"})
KIN = frozenset(
    {"father", "mother", "son", "daughter", "wife", "husband", "brother", "sister", "family", "parent"}
)
# Pronouns that count people told of beside them: "one is killed and [another] hurt".
COUNTED = frozenset({"another", "others", "some", "many", "several", "one", "two", "three", "dozens"})
# Armed people of this kind stand on their own ground, whoever backs them.
BREAKAWAY = frozenset({"separatist", "separatists", "rebel", "rebels", "insurgents", "breakaway"})
HYPHENS = ("-", "–", "—")

Heads = list[Token]


def is_act(head: Token, words: TriggerWords) -> bool:
    """Whether the word names an act: "condemned the [attack]"; people, forces and bodies are none."""
    lemma = lemma_of(head)
    return (lemma, "noun") in words.senses and not any(words.has(kind, lemma) for kind in SOMEBODY)


def is_party(head: Token, words: TriggerWords) -> bool:
    """Whether the word can suffer an act itself; shots, borders, supplies and deals cannot."""
    lemma = lemma_of(head)
    return not words.has("no_party", lemma) and not is_act(head, words)


def is_first_person(name: str, words: TriggerWords) -> bool:
    """Whether the words are "we" or the like; "US" in capitals is a state."""
    return words.has("speaking", name.lower()) and not (name.isupper() and len(name) > 1)


def describe_parties(
    passage: Passage, heads: Heads, language: Language, *, is_actor: bool, others: Sequence[Token] = ()
) -> tuple[Participant, ...]:
    """Return the participants the heads stand for, each span once; no pronoun means one of the others."""
    return _unique(
        participant
        for head in heads
        for participant in _make_participants(passage, head, language, is_actor=is_actor, others=others)
    )


def _unique(participants: Iterable[Participant]) -> tuple[Participant, ...]:
    found: dict[tuple[int, int], Participant] = {}
    for participant in participants:
        found.setdefault((participant.span.start, participant.span.end), participant)
    return tuple(found.values())


def _make_participants(
    passage: Passage, head: Token, language: Language, *, is_actor: bool, others: Sequence[Token]
) -> Iterator[Participant]:
    words = language.triggers
    is_state = head.text.isupper() and len(head.text) > 1  # "US", which the model takes for "us"
    is_count = head.tag_ == "DT" and head.lower_ in COUNTED and not is_actor
    if is_count:
        itself = passage.doc[head.i : head.i + 1]
        yield Participant(span=passage.span_of(itself), name=head.text)
        return
    if not is_state and (head.pos_ == "PRON" or head.tag_ in ("PRP", "PRP$")):
        if is_first_person(head.text, words):
            itself = passage.doc[head.i : head.i + 1]
            yield Participant(span=passage.span_of(itself), name=head.text)
            return
        antecedent = resolve_pronoun(
            head, language.cues.speakers, others=others, people=words.classes.get("person", frozenset())
        )
        if antecedent is None:
            return
        head = antecedent
    if head.ent_type_ in NO_PARTY_ENTITIES and not head.text[0].isdigit():
        return
    if any(words.has("nobody", child.lower_) for child in (head, *children(head, "det"))):
        return  # "[no] group claimed the attack"
    if is_actor and (words.has("thing", lemma_of(head)) or is_act(head, words)):
        runs = _naming_runs(head, words)
    elif not is_actor and not is_party(head, words):
        return
    else:
        runs = _split_peoples(_phrase_run(head, words))
    pair = _pair_of_states(passage, head) or _envoys_of_states(passage, head)
    if pair:
        yield from pair
        return
    for run in runs:
        yield _name(passage, run, head, language, others=others)


def _naming_runs(head: Token, words: TriggerWords) -> list[Heads]:
    """Return the words before an act or a weapon that name parties: "[French] and [British Navy] jets"."""
    runs: list[Heads] = []
    for token in phrase_of(head):
        if token.i >= head.i or token.ent_type_ not in PEOPLES or is_place_label(token):
            continue
        force = token.nbor(1) if token.i + 1 < head.i else token
        if words.has("force", lemma_of(force)) or force.lower_ in BREAKAWAY:
            run = [*_names_before(token), *token.doc[token.i : head.i]]
            while run and not words.has("force", lemma_of(run[-1])) and run[-1].lower_ not in BREAKAWAY:
                run.pop()
            runs.append(run)  # "[Russian separatist forces] artillery fire"
        elif runs and token.i == runs[-1][-1].i + 1:
            runs[-1].append(token)
        else:
            runs.append([*_names_before(token), token])
    return runs


def _names_before(token: Token) -> Heads:
    """Return the names joined to a name that the model cut off: "[Ukrainian] Air Force drone"."""
    found: Heads = []
    for at in range(token.i - 1, max(token.sent.start - 1, token.i - MAX_NAME_TOKENS), -1):
        before = token.doc[at]
        is_joined = (
            before.dep_ in ("compound", "amod") and before.head.i >= token.i and before.ent_type_ == ""
        )
        if not is_joined or not before.text[:1].isupper() or not before.is_alpha:
            break
        found.insert(0, before)
    return found if token.ent_type_ == "ORG" else []


def _phrase_run(head: Token, words: TriggerWords) -> Heads:
    """Return the noun phrase as written: its words side by side round the head, no clause, no apposition."""
    kept = {token.i: token for token in phrase_of(head)}
    for preposition in children(head, "prep"):
        # "accused the alliance of preparing for war", "convicted a man of spying"
        tells_act = bool(children(preposition, "pcomp")) or any(
            held.tag_ == "VBG" or words.has("spying", held.lower_) or words.has("plot", lemma_of(held))
            for held in children(preposition, "pobj")
        )
        owned = any(children(held, "poss") for held in children(preposition, "pobj"))
        loose = preposition.lower_ == "for" and owned  # "officials for their role in it"
        if tells_act or loose or not words.has("name_prepositions", preposition.lower_):
            for token in preposition.subtree:
                kept.pop(token.i, None)
    for child in head.children:
        if child.i > head.i and child.ent_type_ in NO_PARTY_ENTITIES - {"MONEY", "PERCENT"}:
            for token in child.subtree:
                kept.pop(token.i, None)  # "a railway line [last weekend]"
    start = end = head.i
    while start - 1 in kept or _is_joint(head, start - 1, kept):
        start -= 1
    while end + 1 in kept or _is_joint(head, end + 1, kept):
        end += 1
    run = [head.doc[at] for at in range(start, end + 1)]
    while run and (run[-1].is_punct or run[-1].is_space or run[-1].dep_ == "prep") and run[-1].i > head.i:
        run.pop()
    while run and run[0].is_space and run[0].i < head.i:
        run.pop(0)
    if run and run[-1].tag_ == "POS":
        run.pop()
    while run and (run[0].is_punct or run[0].is_space):
        run.pop(0)
    return run[:MAX_PHRASE_TOKENS]


def _is_joint(head: Token, at: int, kept: dict[int, Token]) -> bool:
    # A hyphen or an apostrophe inside the phrase belongs to it: "al - Assad", "d ' affaires".
    if not 0 < at < len(head.doc) - 1:
        return False
    doc = head.doc
    if doc[at].text not in ("-", "–", "'", "’") or doc[at].whitespace_ or doc[at - 1].whitespace_:
        return False
    return at - 1 in kept and at + 1 in kept


def _split_peoples(run: Heads) -> list[Heads]:
    """Part "Indian and Pakistani guards", "four Chinese and fifteen Russian jets"; other runs stay whole."""
    for at in range(1, len(run) - 1):
        before, after = run[at - 1], run[at + 1]
        if after.pos_ == "NUM" and at + 2 < len(run):
            after = run[at + 2]
        is_joint = run[at].dep_ == "cc" and before.dep_ in (*PEOPLE_WORDS, "nummod")
        if is_joint and before.ent_type_ in PEOPLES and after.ent_type_ in PEOPLES:
            return [run[:at], run[at + 1 :]]
    return [run] if run else []


def _pair_of_states(passage: Passage, head: Token) -> list[Participant]:
    """Return the two states of a word that joins them: "[U.S.]-[India] collaboration"."""
    for token in (head, *children(head, *PEOPLE_WORDS)):
        for hyphen in HYPHENS:
            left, _, right = token.text.partition(hyphen)
            if not right or hyphen in right:
                continue
            states = [compose_actor(name, on=passage.published_on) for name in (left, right)]
            starts = (token.idx, token.idx + len(left) + 1)
            named = [
                Participant(
                    span=passage.span(start, start + len(name)),
                    name=name,
                    actor_id=state.actor_id,
                    country=state.country,
                    sector=state.sector,
                )
                for start, name, state in zip(starts, (left, right), states, strict=True)
                if state is not None and state.actor_id == state.country and state.country is not None
            ]
            if len(named) == len(states):
                return named
    return []


def _envoys_of_states(passage: Passage, head: Token) -> list[Participant]:
    """Return one party a state for "leaders from [Germany], [France] and [Ukraine]"."""
    for preposition in children(head, "prep"):
        states = [member for held in children(preposition, "pobj") for member in spread(held)]
        if preposition.lower_ not in ("from", "of") or len(states) < 2:
            continue
        actors = [_compose_text(passage, passage.doc[s.left_edge.i : s.i + 1].text, s.text) for s in states]
        named = [
            Participant(
                span=passage.span_of(state),
                name=state.text,
                actor_id=None,
                country=actor.country,
                sector=sector_of_agent(head.text) or actor.sector,
            )
            for state, actor in zip(states, actors, strict=True)
            if actor is not None and actor.country is not None
        ]
        if len(named) == len(states):
            return named
    return []


def _drop_amount(run: Heads) -> str:
    """Return the phrase without the amount before it: "[at least ten] Houthi militants"."""
    start = next((at for at, token in enumerate(run) if not _is_amount(token)), len(run) - 1)
    return run[0].doc[run[start].i : run[-1].i + 1].text


def _drop_measure(run: Heads, words: TriggerWords) -> str:
    """Return the phrase behind what counts it: "[a range of] Indian officials"."""
    for at, token in enumerate(run[:-1]):
        if token.lower_ == "of" and at and lemma_of(run[at - 1]) in words.counts.groups:
            return run[0].doc[run[at + 1].i : run[-1].i + 1].text
    return run[0].doc[run[0].i : run[-1].i + 1].text


def _is_amount(token: Token) -> bool:
    return token.pos_ in ("NUM", "DET", "ADV", "SCONJ") or token.tag_ in (
        "CD",
        "DT",
        "RB",
        "RBS",
        "IN",
        "JJS",
        "JJR",
    )


def _name(
    passage: Passage, run: Heads, head: Token, language: Language, *, others: Sequence[Token]
) -> Participant:
    doc, words = run[0].doc, language.triggers
    phrase = doc[run[0].i : run[-1].i + 1]
    actor = _compose_text(passage, phrase.text, _drop_amount(run), _drop_measure(run, words))
    if actor is not None and is_of_stance(head) and not children(head, "amod", "compound", "poss"):
        actor = ActorRef(name=actor.name, actor_id=None, country=None, sector=actor.sector, tie=actor.tie)
    flag = _compose_flag(passage, run)
    if flag is not None and (actor is None or actor.country is None):
        actor = ActorRef(name=phrase.text, actor_id=None, country=flag.country, sector=None)
    if actor is None or actor.country is None:
        # "Matthew Hedges, a British academic"
        for label in children(head, "appos"):
            run_of_label = _phrase_run(label, words)
            if sector_of_agent(label.text) is None:
                # "a target of the inquiry into Russia's meddling" is no Russian
                run_of_label = [token for token in run_of_label if token.i <= label.i]
            said = doc[run_of_label[0].i : run_of_label[-1].i + 1].text if run_of_label else ""
            actor = compose_actor(said, on=passage.published_on) or actor
    if actor is not None and _is_only_backed(actor, phrase.text, words):
        actor = ActorRef(name=actor.name, actor_id=None, country=None, sector=actor.sector, tie=actor.tie)
    if actor is None or actor.country is None:
        owner = _compose_owner(passage, run, head, language, others=others)
        if owner is not None and owner.country is not None:
            sector = (actor.sector if actor else None) or sector_of_agent(phrase.text)
            actor = ActorRef(name=phrase.text, actor_id=None, country=owner.country, sector=sector)
    return Participant(
        span=passage.span_of(phrase),
        name=phrase.text,
        actor_id=actor.actor_id if actor else None,
        country=actor.country if actor else None,
        sector=actor.sector if actor else None,
    )


def is_of_stance(head: Token) -> bool:
    """Whether the word says where people stand and not whence they are: "[critics] of Russia"."""
    return lemma_of(head) in STANCES and any(name in ("of", "for") for name, _ in prepositions_of(head))


def _compose_flag(passage: Passage, run: Heads) -> ActorRef | None:
    """Return the state whose flag a ship flies: "the [Panamanian]-flagged tanker"."""
    for token in run:
        name, _, flagged = token.lower_.partition("-")
        if flagged in FLAGGED:
            return compose_actor(token.text[: len(name)], on=passage.published_on)
        if token.lower_ in FLAGGED and token.i > run[0].i:
            before = token.nbor(-1)
            before = before.nbor(-1) if before.text in HYPHENS and before.i > run[0].i else before
            return compose_actor(before.text, on=passage.published_on)
    return None


def _is_only_backed(actor: ActorRef, text: str, words: TriggerWords) -> bool:
    """Whether armed people only have a state's favour: "pro-Russian separatists" are of their ground."""
    said = text.lower().replace("-", " ").split()
    if actor.actor_id is None and "and" not in said and not BREAKAWAY.isdisjoint(said[1:3]):
        return actor.tie in ("of", "pro", "linked") and "led" not in said
    if actor.tie == "pro" and actor.sector in CIVIL_SECTORS:
        return True  # "a pro-Russia politician"
    if actor.tie not in ("pro", "linked") or actor.sector not in ARMED_SECTORS:
        return False
    return not any(words.has("network", word.removesuffix("s")) or word in OWN_LINKS for word in said)


def _compose_text(passage: Passage, *texts: str) -> ActorRef | None:
    """Return the actor of the first wording that names a country, else of the first that names any."""
    actors = [compose_actor(text, on=passage.published_on) for text in texts]
    known = [actor for actor in actors if actor is not None]
    return next((actor for actor in known if actor.country is not None), next(iter(known), None))


def _compose_owner(
    passage: Passage, run: Heads, head: Token, language: Language, *, others: Sequence[Token]
) -> ActorRef | None:
    """Return whose somebody is: "a number of [its] soldiers", "criminals based in [Russia]"."""
    for token in run:
        if token.tag_ == "PRP$" and not language.triggers.has("outsider", lemma_of(head)):
            owner = resolve_pronoun(token, language.cues.speakers)
            if owner is not None and any(owner.i == other.i for other in others):
                return None  # "withdrew [its] troops": nobody acts upon himself
            return _compose_head(passage, owner, language) if owner is not None else None
    if language.triggers.has("organ", lemma_of(head)) or language.triggers.has("state_organ", lemma_of(head)):
        for name, held in prepositions_of(head):  # "a court in [the Netherlands]"
            if name == "in" and held.ent_type_ == "GPE":
                return _compose_head(passage, held, language)
    if (
        head.dep_ == "conj"
        and not children(head, "det", "poss")
        and language.triggers.has("force", lemma_of(head))
    ):
        shared = children(head.head, "amod")  # "[Russian] agents and special forces"
        if any(one.ent_type_ == "NORP" for one in shared):
            return _compose_head(passage, head.head, language)
    if lemma_of(head) in KIN:
        for name, held in prepositions_of(head):  # "the father of [a Jordanian]"
            if name == "of":
                return _compose_head(passage, held, language)
    described = find_described_before(head, language.triggers)
    if described is not None:
        actor = compose_actor(described, on=passage.published_on)
        return actor if actor is not None and actor.tie == "of" else None
    for told in children(head, "acl", "relcl"):
        if language.triggers.has("belonging", lemma_of(told)):
            for name, held in prepositions_of(told):
                behalf = [deep for _, deep in prepositions_of(held)] if name == "on" else []
                for word in (*behalf, held):
                    owner_found = _compose_head(passage, word, language)
                    if owner_found is not None and owner_found.country is not None:
                        return owner_found
    return None


def _compose_head(passage: Passage, head: Token, language: Language) -> ActorRef | None:
    run = _phrase_run(head, language.triggers)
    if not run:
        return None
    return compose_actor(head.doc[run[0].i : run[-1].i + 1].text, on=passage.published_on)
