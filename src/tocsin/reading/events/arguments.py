"""Who does what to whom by grammar: the heads of a verb's or a noun's logical actor and recipient."""

from collections.abc import Iterator

from spacy.tokens import Token

from tocsin.reading.grammar import children, is_noun_form, is_plural, is_verb_form, lemma_of

# "there" (expl) does nothing to anyone.
REAL_SUBJECTS = frozenset({"nsubj", "nsubjpass", "csubj"})
OBJECTS = frozenset({"dobj", "obj"})
RELATIVES = frozenset({"WDT", "WP", "WP$"})
NEVER_PASSIVE = frozenset(
    {"collide", "fall", "arrive", "appear", "disappear", "vanish", "die", "occur", "drift"}
)
TAKING_UP = frozenset({"that", "which", "whom", "who"})
CLAUSES = frozenset({"relcl", "acl", "advcl", "ccomp", "parataxis", "csubj"})
# "promised Kyiv to send": the promiser sends. With other verbs the object does what the infinitive says.
SUBJECT_CONTROL = frozenset({"promise", "vow", "threaten", "pledge", "use", "spend"})
ACCUSERS = frozenset(
    {"accuse", "suspect", "convict", "acquit", "clear", "absolve", "charge", "indict", "blame"}
)
SUSPICIONS = frozenset({"suspicion", "charge", "allegation", "accusation"})
# "accused Russia of cutting": the object of the verb is who cuts.
OBJECT_PREPOSITIONS = frozenset({"of", "for", "from", "with", "as"})
# What kinds of name a modifier may be to stand for a party: "[Russian] efforts", "a [NATO] strike".
PEOPLES = frozenset({"NORP", "GPE", "ORG", "PERSON"})
AFTER_VERB = frozenset({"DT", "CD", "PRP$", "NNP", "NNPS", "JJ", "NNS", "NN", "VBN"})
FINITE_TAGS = frozenset({"VBD", "VBZ", "VBP"})
TIMES = frozenset({"DATE", "TIME"})
MAX_CLIMB = 6
MAX_PHRASE = 60


def spread(token: Token) -> list[Token]:
    """Return the token and the nouns coordinated with it: "A, B and C"."""
    found = [token]
    for member in found:
        found.extend(child for child in children(member, "conj") if not is_verb_form(child))
        if len(found) > 12:
            break
    return found


def is_passive_act(verb: Token) -> bool:
    """Whether the grammatical subject suffers the act: also "two were killed and ten [injured]"."""
    if children(verb, "auxpass", "nsubjpass", "agent"):
        return True
    if verb.tag_ != "VBN" or children(verb, *OBJECTS) or _has_have(verb):
        return False
    if lemma_of(verb) in NEVER_PASSIVE:
        return False  # "a jet [collided] with a drone", read as a participle
    if children(verb, *REAL_SUBJECTS) and not children(verb, "aux"):
        return True  # "they traded fire, with nine killed and [63 injured]"
    if verb.dep_ == "conj" and is_verb_form(verb.head):
        return is_passive_act(verb.head)
    return True


def _has_have(verb: Token) -> bool:
    if any(lemma_of(child) in ("have", "'ve", "'s") for child in children(verb, "aux")):
        return True
    return verb.dep_ == "conj" and verb.head.tag_ == "VBN" and _has_have(verb.head)


def is_disguised_verb(token: Token) -> bool:
    """Whether a word tagged as a plural stands as a verb: "Estonia [summons] 900 reservists"."""
    if not is_plural(token) or not token.lower_.endswith("s") or not 0 < token.i < len(token.doc) - 1:
        return False
    before, after = token.nbor(-1), token.nbor(1)
    return before.tag_.startswith("NN") and after.tag_ in AFTER_VERB and after.ent_type_ != "DATE"


def _patient_by_position(token: Token) -> list[Token]:
    found: list[Token] = []
    for after in token.doc[token.i + 1 : token.i + 8]:
        if after.tag_.startswith("NN"):
            found = [after]
        elif found or after.tag_ not in AFTER_VERB:
            break
    return found


def _noun_before(verb: Token) -> Token:
    """Return the head of the phrase before the word: "the [Ministry] of Foreign Affairs summons"."""
    noun = verb.nbor(-1)
    for _ in range(MAX_CLIMB):
        is_of = noun.dep_ == "pobj" and noun.head.lower_ in ("of", "for") and noun.head.head.i < noun.i
        if not is_of:
            break
        noun = noun.head.head
    return noun


def find_agents(verb: Token, *, depth: int = 0) -> list[Token]:
    """Return the heads of whoever does what the verb says."""
    if depth > MAX_CLIMB:
        return []
    if is_disguised_verb(verb):
        return [_noun_before(verb)]
    if is_passive_act(verb):
        by = [grandchild for child in children(verb, "agent") for grandchild in children(child, "pobj")]
        if not by and verb.dep_ == "conj" and is_verb_form(verb.head) and is_passive_act(verb.head):
            return find_agents(verb.head, depth=depth + 1)
        return by
    return find_subjects(verb, depth=depth)


def find_patients(verb: Token, *, depth: int = 0) -> list[Token]:
    """Return the heads of whoever or whatever the verb is done to, without its prepositions."""
    if depth > MAX_CLIMB:
        return []
    if is_disguised_verb(verb):
        return _patient_by_position(verb)
    if is_passive_act(verb):
        return find_subjects(verb, depth=depth)
    objects = children(verb, *OBJECTS) or children(verb, "dative")
    objects = [token for token in objects if token.tag_ != "IN"]
    if not objects and verb.dep_ == "relcl" and _has_own_subject(verb):
        return [verb.head]
    if objects and objects[0].tag_ in RELATIVES:
        return [verb.head] if is_noun_form(verb.head) else _object_taken_up(verb)
    if not objects and lemma_of(verb) in ACCUSERS and children(verb, "mark"):
        objects = _object_taken_up(verb)
    if not objects:
        # "abduct and enslave Kurds": the object hangs on the last verb.
        for sibling in children(verb, "conj"):
            if is_verb_form(sibling) and not children(sibling, *REAL_SUBJECTS) and sibling.i - verb.i < 5:
                return find_patients(sibling, depth=depth + 1)
    return objects


def _object_taken_up(verb: Token) -> list[Token]:
    """Return what a misread relative takes up, the object above: "boarded a [ship] that they suspect"."""
    above = verb.head
    links = [child for child in verb.children if child.lower_ in TAKING_UP]
    if not links or not is_verb_form(above) or above.i > verb.i:
        return []
    return [held for held in children(above, *OBJECTS) if held.i < verb.i][-1:]


def _has_own_subject(verb: Token) -> bool:
    return any(child.tag_ not in RELATIVES for child in children(verb, *REAL_SUBJECTS))


def find_subjects(verb: Token, *, depth: int = 0) -> list[Token]:
    """Return the head of the grammatical subject, taken from the clause above where the verb has none."""
    if depth > MAX_CLIMB:
        return []
    own = children(verb, *REAL_SUBJECTS)
    if own and own[0].tag_ in RELATIVES:
        return [verb.head] if is_noun_form(verb.head) or verb.dep_ == "relcl" else []
    if own:
        # "JERUSALEM -- An Israeli court ruled": the place of writing is no subject.
        before = [token for token in own if token.i < verb.i and token.ent_type_ not in TIMES]
        return before[-1:] or own[:1]
    above = verb.head
    if above.i == verb.i:
        return []
    if verb.dep_ in ("acl", "relcl", "amod") and not is_verb_form(above):
        return _subject_from_noun(verb, above, depth=depth)
    if verb.dep_ == "pcomp" or is_bare_gerund(verb):
        return _subject_through_preposition(above, depth=depth)
    if not is_verb_form(above):
        # As in "Bogota is willing [to send] troops".
        bearer = above.head if above.dep_ == "acomp" else above
        return find_subjects(bearer, depth=depth + 1) if bearer.pos_ in ("AUX", "VERB") else []
    if verb.dep_ == "conj":
        return find_subjects(above, depth=depth + 1)
    if verb.dep_ == "ccomp" and verb.tag_ in FINITE_TAGS:
        # "Berlin said [hackers] tied to Moscow attacked it": the parser makes two clauses of one.
        beside = [clause for clause in children(above, "ccomp") if clause.i < verb.i]
        told = [subject for clause in beside for subject in children(clause, *REAL_SUBJECTS)]
        if told:
            return told[-1:]
    if verb.dep_ in ("xcomp", "ccomp", "oprd"):
        return _subject_by_control(above, depth=depth)
    if verb.dep_ in ("advcl", "dep", "prep"):
        nearer = _clause_blamed_for(above, verb)
        if nearer is not None:
            return find_agents(nearer, depth=depth + 1)
        # "the bridge was hit, killing two": whoever hit it killed them.
        is_purpose = is_passive_act(above) and any(child.lower_ == "to" for child in children(verb, "aux"))
        # Who is sent home to face charges faces them.
        find_above = find_subjects if is_passive_act(verb) or is_purpose else find_agents
        return find_above(above, depth=depth + 1)
    return []


def is_bare_gerund(verb: Token) -> bool:
    """Whether a gerund after a preposition tells what its clause's people did: "convicted of [spying]"."""
    if verb.tag_ != "VBG" or verb.dep_ != "pobj" or verb.head.lower_ not in OBJECT_PREPOSITIONS:
        return False
    return not is_named_gerund(verb)


def is_named_gerund(verb: Token) -> bool:
    """Whether a gerund stands as a noun: "killed by Russian [shelling]"."""
    if verb.tag_ != "VBG" or children(verb, *OBJECTS, *REAL_SUBJECTS):
        return False
    return bool(children(verb, "amod", "det", "compound", "nmod")) or verb.head.dep_ == "agent"


def _clause_blamed_for(above: Token, word: Token) -> Token | None:
    """Return the act that a purpose belongs to: "accuses Paris of [arming] groups in order to divide it"."""
    is_purpose = word.lower_ == "in" or any(child.lower_ == "to" for child in children(word, "aux"))
    if not is_purpose or not children(above, *OBJECTS):
        return None
    for preposition in children(above, "prep"):
        if preposition.lower_ in OBJECT_PREPOSITIONS and preposition.i < word.i:
            return next(iter(children(preposition, "pcomp")), None)
    return None


def _subject_from_noun(verb: Token, noun: Token, *, depth: int) -> list[Token]:
    if any(child.lower_ == "to" for child in children(verb, "aux")):
        # "Russian efforts to jam", "the threat by Minsk to cut"
        named = find_noun_agents(noun, depth=depth + 1) or naming_words(noun)
        return named or find_subjects(noun.head, depth=depth + 1)
    return [noun]


def _subject_through_preposition(preposition: Token, *, depth: int) -> list[Token]:
    above = preposition.head
    if preposition.lower_ == "including" and (is_noun_form(above) or above.dep_ == "acl"):
        # As in "[Delhi] announces measures including closing the border".
        verb = next((word for word in above.ancestors if is_verb_form(word) and word.dep_ != "acl"), None)
        return find_subjects(verb, depth=depth + 1) if verb is not None else []
    outer = above.head.head
    if (
        above.dep_ == "pobj"
        and is_verb_form(outer)
        and (above.ent_type_ in TIMES or lemma_of(outer) in ACCUSERS)
    ):
        above = outer  # "accused Russia on Tuesday of jamming": no day jams
    if is_verb_form(above):
        if preposition.lower_ in OBJECT_PREPOSITIONS:
            patients = find_patients(above, depth=depth + 1)
            if patients:
                return patients
        return find_subjects(above, depth=depth + 1)
    if is_noun_form(above):
        if above.dep_ == "pobj" and lemma_of(above) in SUSPICIONS and is_verb_form(outer):
            return find_patients(outer, depth=depth + 1)  # "held two [men] on suspicion of spying"
        if above.dep_ == "dobj" and lemma_of(above.head) in ACCUSERS and preposition.lower_ == "of":
            return [above]  # As in "accusing [the newspaper] of spreading lies".
        return find_noun_agents(above, depth=depth + 1) or find_subjects(above.head, depth=depth + 1)
    return []


def _subject_by_control(above: Token, *, depth: int) -> list[Token]:
    patients = children(above, *OBJECTS) or (
        find_subjects(above, depth=depth + 1) if is_passive_act(above) else []
    )
    if patients and lemma_of(above) not in SUBJECT_CONTROL:
        return patients
    return find_subjects(above, depth=depth + 1)


def find_noun_agents(noun: Token, *, depth: int = 0) -> list[Token]:
    """Return the possessor or the `by` phrase of a noun."""
    if depth > MAX_CLIMB:
        return []
    found = children(noun, "poss")
    found = [token for token in found if token.tag_ != "WP$"] or [
        owner for child in children(noun, "poss") if child.tag_ == "WP$" for owner in (noun.head,)
    ]
    by = [
        token
        for child in noun.children
        if child.lower_ == "by" and child.dep_ in ("prep", "agent") and not _is_charge(noun)
        for token in children(child, "pobj")
    ]
    made = [  # "the threat made by Minsk"
        token
        for child in children(noun, "acl")
        if child.tag_ == "VBN"
        for token in find_agents(child, depth=depth + 1)
    ]
    # "the United States launch airstrikes", read as one noun
    misread = [child for child in children(noun, "nsubj") if noun.dep_ in ("ROOT", "advcl")]
    return found or by or made or misread


def _is_charge(noun: Token) -> bool:
    """Whether `by` names the accuser: "Iran was blamed for the attack on the tanker [by Washington]"."""
    verb = noun.head.head
    if noun.dep_ != "pobj" or noun.head.lower_ not in ("for", "of") or not is_passive_act(verb):
        return False
    return lemma_of(verb) in ACCUSERS and not children(verb, "agent")


def naming_words(noun: Token) -> list[Token]:
    """Return the modifiers of a noun that name a party: "a [Russian] drone strike"."""
    deps = ("amod", "compound", "nmod", "poss")
    labels = children(noun, *deps)
    labels += [below for label in labels if label.dep_ == "compound" for below in children(label, *deps)]
    named = [child for child in labels if child.ent_type_ in PEOPLES]
    # "the Moscow demonstrations" took place there; "a U.S. strike" and "NATO forces" name who acts.
    return [child for child in named if not is_place_label(child) and not _is_opposed(child)]


def _is_opposed(token: Token) -> bool:
    """Whether the name is of those stood against: "anti-[Russian] paranoia"."""
    if token.i < 2 or token.nbor(-1).text not in ("-", "–"):
        return False
    return token.nbor(-2).lower_ == "anti"


def is_place_label(token: Token) -> bool:
    """Whether a name before a noun may only say where: "the Oslo shooting"; capitals name a state."""
    return token.ent_type_ == "GPE" and token.dep_ in ("compound", "nmod") and not token.text.isupper()


def phrase_of(head: Token) -> list[Token]:
    """Return the words of a noun phrase, without clauses, appositions and the coordinated rest."""
    found = [head]
    for token in found:
        for child in token.children:
            if child.dep_ in CLAUSES or child.dep_ in ("appos", "punct", "preconj", "predet"):
                continue
            if child.dep_ in ("conj", "cc") and (token.i == head.i or child.i > head.i):
                continue
            if len(found) < MAX_PHRASE:
                found.append(child)
    return sorted(found, key=lambda token: token.i)


def clause_of(head: Token) -> list[Token]:
    """Return the words of a verb's own clause or a noun's phrase, subject and prepositions included."""
    found = [head]
    for token in found:
        for child in token.children:
            if child.dep_ in ("relcl", "advcl", "ccomp", "parataxis") or (
                child.dep_ == "conj" and is_verb_form(child)
            ):
                continue
            if len(found) < MAX_PHRASE:
                found.append(child)
    return found


def prepositions_of(token: Token) -> Iterator[tuple[str, Token]]:
    """Yield each preposition that the word governs with the head of what follows it."""
    for child in token.children:
        if child.dep_ in ("prep", "agent", "dative") and child.tag_ in ("IN", "TO", "RP"):
            for held in children(child, "pobj"):
                yield child.lower_, held
