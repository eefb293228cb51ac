"""What each cue of a text puts in whose mouth: verbs, nouns, adjectives, adverbs, "according to"."""

from spacy.tokens import Doc, Token

from tocsin.languages.cues import CueWords
from tocsin.reading.grammar import is_full_verb, lemma_of
from tocsin.reading.statements.drafts import Draft
from tocsin.reading.statements.verb_drafts import draft_verb
from tocsin.reading.statements.word_drafts import (
    draft_according,
    draft_adjective,
    draft_adverb,
    draft_noun,
    draft_view,
)


def draft_attributions(doc: Doc, words: CueWords) -> list[Draft]:
    """Return what each cue of the text puts in whose mouth, in the order of the cues."""
    if not doc.has_annotation("DEP"):
        return []
    drafts: list[Draft] = []
    for token in doc:
        draft = _draft_at(token, words)
        if draft is not None and draft.content:
            drafts.append(draft)
    return drafts


def _draft_at(token: Token, words: CueWords) -> Draft | None:
    if token.lower_ in words.adverbs:
        return draft_adverb(token, words)
    if token.lower_ in words.according:
        draft = draft_according(token)
        if draft is not None:
            return draft
    if token.lower_ == "in" and token.dep_ == "prep":
        return draft_view(token, words)
    if is_full_verb(token):
        return draft_verb(token, words)
    if token.pos_ == "NOUN" and lemma_of(token) in words.nouns:
        return draft_noun(token, words)
    if token.pos_ == "ADJ" and token.lower_ in words.adjectives:
        return draft_adjective(token, words)
    return None
