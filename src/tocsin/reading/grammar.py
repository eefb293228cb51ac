"""Questions about the grammar round a word: its children, form, helpers, subject, tense, what negates it."""

from collections.abc import Iterator

from spacy.tokens import Token

from tocsin.languages.hedges import HedgeWords

NOUN_SUBJECTS = frozenset({"nsubj", "nsubjpass"})
ACTIVE_SUBJECTS = frozenset({"nsubj", "csubj", "expl"})
PASSIVE_SUBJECTS = frozenset({"nsubjpass", "csubjpass"})
SUBJECTS = ACTIVE_SUBJECTS | PASSIVE_SUBJECTS
HELPERS = frozenset({"aux", "auxpass"})
# A verb in one of these seats helps another verb or describes a noun.
NOT_FULL = HELPERS | {"amod", "compound", "nmod", "prep"}
# What may stand between a noun and the words that name the party behind it: "Russian Navy ship".
NAMING = frozenset({"compound", "amod", "poss", "nmod", "nummod", "appos"})
# What the tagger of names also marks, and what names nobody; the last is a word without mark.
NUMBERS = frozenset({"CARDINAL", "ORDINAL", "QUANTITY", "PERCENT", "MONEY", "DATE", "TIME", ""})
# A climb longer than this is a broken parse.
MAX_CLIMB = 25
# Names that begin alike are taken for one party: Russia and Russian, Iran and Iranian.
SAME_LETTERS = 4


def lemma_of(token: Token) -> str:
    """Return the dictionary form in lower case, or the word itself where there is none."""
    return (token.lemma_ or token.text).lower()


def children(token: Token, *deps: str) -> list[Token]:
    """Return the children that hang on the token by one of the relations."""
    return [child for child in token.children if child.dep_ in deps]


def child_of(token: Token, *deps: str) -> Token | None:
    """Return the first child that hangs on the token by one of the relations."""
    return next((child for child in token.children if child.dep_ in deps), None)


def climb(token: Token) -> Iterator[Token]:
    """Yield the words above the token up to the root, and no more than a broken parse may hold."""
    for _ in range(MAX_CLIMB):
        if token.head.i == token.i:
            return
        token = token.head
        yield token


def is_verb(token: Token) -> bool:
    """Whether the word is used as a verb, a helper or a modal."""
    return token.pos_ in {"VERB", "AUX"}


def is_verb_form(token: Token) -> bool:
    """Whether the word is a form of a verb: a helper is, a modal is not."""
    return token.tag_.startswith("VB") or token.pos_ == "VERB"


def is_full_verb(token: Token) -> bool:
    """Whether the word is a full verb in the parse: no helper, no participle used as an adjective."""
    return token.tag_.startswith("VB") and token.dep_ not in NOT_FULL


def is_noun(token: Token) -> bool:
    """Whether the word is used as a noun."""
    return token.pos_ in {"NOUN", "PROPN"}


def is_noun_form(token: Token) -> bool:
    """Whether the word has the form of a noun, used as one or not: "anyone", "something"."""
    return token.tag_.startswith("NN") or is_noun(token)


def is_plural(token: Token) -> bool:
    """Whether the word is a plural noun or name."""
    return token.tag_ in {"NNS", "NNPS"}


def is_infinitive(token: Token) -> bool:
    """Whether the verb is a to-infinitive, of a passive too: "to be cut"."""
    return any(child.lower_ == "to" and child.dep_ == "aux" for child in token.children)


def is_plain_infinitive(token: Token) -> bool:
    """Whether the verb itself is what `to` stands before: "to cut"."""
    return token.tag_ == "VB" and any(child.tag_ == "TO" for child in token.lefts)


def is_passive(token: Token) -> bool:
    """Whether the verb is a passive by its own helpers, or a participle without any."""
    if children(token, "auxpass", "nsubjpass"):
        return True
    return token.tag_ == "VBN" and not children(token, "aux")


def is_perfect(token: Token) -> bool:
    """Whether the verb has `have` as a helper."""
    return any(lemma_of(child) == "have" for child in children(token, *HELPERS))


def is_progressive(token: Token) -> bool:
    """Whether the verb is under way: is striking, has been striking, is being hit."""
    helpers = children(token, *HELPERS)
    if any(child.lower_ == "being" for child in helpers):
        return any(child.lower_ in {"is", "are", "'s", "'re"} for child in helpers)
    if token.tag_ != "VBG":
        return False
    return any(child.lower_ in {"is", "are", "am", "'s", "'re", "been"} for child in helpers)


def is_finite(token: Token) -> bool:
    """Whether the verb carries its own tense, by form or by helper."""
    return token.tag_ in {"VBD", "VBZ", "VBP"} or bool(children(token, *HELPERS))


def is_present(token: Token) -> bool:
    """Whether the verb is in the simple present."""
    return token.tag_ in {"VBZ", "VBP"} and not children(token, *HELPERS)


def find_negator(token: Token, hedges: HedgeWords) -> Token | None:
    """Return the word that negates the token: "not", "never", or "no" on its subject or object."""
    for child in token.children:
        is_negator = hedges.has("negators", child.lower_)
        if child.dep_ == "neg" or (child.dep_ in {"det", "advmod", "preconj"} and is_negator):
            return child
        if child.dep_ in NOUN_SUBJECTS | {"dobj", "attr"} and is_verb(token):
            counts = (count for count in children(child, "nummod") if count.lower_ == "one")
            not_one = (word for count in counts for word in children(count, "neg", "advmod"))
            for word in (child, *children(child, "det", "neg"), *not_one):
                if hedges.has("negators", word.lower_):
                    return word
    return None


def is_told_now(token: Token) -> bool:
    """Whether the verb or the first of its helpers is in the present: strikes, is struck, has struck."""
    helpers = children(token, *HELPERS)
    return (helpers[0] if helpers else token).tag_ in {"VBZ", "VBP"}


def is_definite(token: Token, hedges: HedgeWords) -> bool:
    """Whether the noun is presented as known: "the attack", "Russia's attack"."""
    if children(token, "poss"):
        return True
    return any(hedges.has("definite_words", child.lower_) for child in children(token, "det"))


def find_subject(token: Token) -> Token | None:
    """Return the grammatical subject of a verb, looked for above it where it has none of its own."""
    for place in (token, *climb(token)):
        if is_verb(place):
            own = child_of(place, *SUBJECTS)
            if own is not None:
                return own
            if place.dep_ in {"acl", "relcl"} and is_noun(place.head):
                return None if is_passive(place) else place.head
            if place.dep_ in {"xcomp", "ccomp"} and (told := child_of(place.head, "dobj")) is not None:
                return told
        elif place.dep_ not in {"prep", "pcomp"} and place.i != token.i:
            return None
    return None


def iter_agents(token: Token) -> Iterator[Token]:
    """Yield the words for whoever acts in the `by` phrases of a verb or a noun."""
    for link in token.children:
        if link.dep_ == "agent" or (link.dep_ == "prep" and link.lower_ == "by"):
            agent = child_of(link, "pobj")
            if agent is not None:
                yield agent


def find_doer(token: Token) -> Token | None:
    """Return the word for whoever acts: subject, `by` phrase, possessor, or the adjective of a people."""
    agent = next(iter_agents(token), None)
    if agent is not None:
        return agent
    if is_verb(token):
        if is_passive(token) and not children(token, "nsubj"):
            return None
        return find_subject(token)
    return _find_owner(token)


def _find_owner(noun: Token) -> Token | None:
    owner = child_of(noun, "poss")
    if owner is not None:
        return owner
    if any(is_name(child) for child in children(noun, "amod", "compound", "nmod")):
        return noun
    if noun.dep_ == "dobj" and is_verb(noun.head):
        return find_subject(noun.head)
    return None


def is_name(token: Token) -> bool:
    """Whether the word names a party: a proper noun, or the adjective of a country or group."""
    if token.pos_ == "PROPN":
        return True
    return token.text[:1].isupper() and token.pos_ in {"ADJ", "NOUN"} and not token.is_sent_start


def list_names(token: Token) -> set[str]:
    """Return the names in a short noun phrase, in lower case: "a Russian Navy ship" gives russian, navy."""
    stack, found = [token], set[str]()
    while stack:
        word = stack.pop()
        if is_name(word) or (word.is_sent_start and word.ent_type_ not in NUMBERS):
            found.add(word.lower_)
        stack.extend(children(word, *NAMING))
    return found


def share_name(left: Token, right: Token, hedges: HedgeWords) -> bool:
    """Whether two noun phrases name the same party, as far as their letters tell: Russia and Russian."""
    ours, theirs = list_names(left), list_names(right)
    for link in children(right, "prep"):  # "a statement from the Belarusian ministry" speaks for Belarus
        for named in children(link, "pobj"):
            theirs |= list_names(named)
    ours, theirs = (
        {name[:SAME_LETTERS] for name in names if _tells(name, hedges)} for names in (ours, theirs)
    )
    return not ours.isdisjoint(theirs)


def _tells(name: str, hedges: HedgeWords) -> bool:
    return len(name) >= SAME_LETTERS and not hedges.has("generic_names", name)
