"""What a publisher changed in a report after it was first seen: words, and what they say of acts."""

import difflib
import re
from dataclasses import dataclass

from tocsin.model import Reading
from tocsin.model.collection import HELD
from tocsin.store.base import Store
from tocsin.store.collection_base import Version

MOST_WORDS = 5000
"""Texts are compared word by word; beyond this the comparison takes longer than anybody reads."""
MOST_CHANGES = 5
_WORD = re.compile(r"\w+|[^\w\s]")


@dataclass(frozen=True, slots=True, kw_only=True)
class WordChange:
    """Words that were taken out, and those that came in their place; one side may be empty."""

    before: str
    after: str


def find_word_changes(before: str, after: str) -> tuple[WordChange, ...]:
    """Return the changes from one text to another, in order."""
    left, right = _WORD.findall(before)[:MOST_WORDS], _WORD.findall(after)[:MOST_WORDS]
    matcher = difflib.SequenceMatcher(a=left, b=right, autojunk=False)
    return tuple(
        WordChange(before=" ".join(left[a:b]), after=" ".join(right[c:d]))
        for tag, a, b, c, d in matcher.get_opcodes()
        if tag != "equal"
    )


def find_status_changes(before: Reading, after: Reading) -> tuple[tuple[str, str, str], ...]:
    """Return acts that both texts tell of with another status: words, status before, status after."""
    old = {
        (event.event_type, event.threat_type, before.document.quote(event.trigger).casefold()): event
        for event in before.events
    }
    found = []
    for event in after.events:
        words = after.document.quote(event.trigger).casefold()
        earlier = old.get((event.event_type, event.threat_type, words))
        if earlier is not None and earlier.status is not event.status:
            found.append((words, earlier.status.value, event.status.value))
    return tuple(dict.fromkeys(found))


def describe_correction(store: Store, version: Version) -> str | None:
    """Return one line on what a later version changed, None for a first one."""
    earlier = find_earlier(store, version)
    if earlier is None or earlier.document_id is None or version.document_id is None:
        return None
    before, after = store.load_reading(earlier.document_id), store.load_reading(version.document_id)
    if before is None or after is None:
        return None
    changes = find_word_changes(before.document.text, after.document.text)
    shown = "; ".join(
        f"{change.before[:60]!r} became {change.after[:60]!r}"
        if change.before and change.after
        else f"{change.after[:60]!r} was added"
        if change.after
        else f"{change.before[:60]!r} was taken out"
        for change in changes[:MOST_CHANGES]
    )
    more = f" and {len(changes) - MOST_CHANGES} more" if len(changes) > MOST_CHANGES else ""
    acts = "; ".join(
        f"{words!r} {old} became {new}" for words, old, new in find_status_changes(before, after)
    )
    title = (after.document.title or after.document.url or version.item_id)[:120]
    return f"source {version.source_id}: {title!r} was changed: {shown}{more}" + (
        f"; status: {acts}" if acts else ""
    )


def find_earlier(store: Store, version: Version) -> Version | None:
    """Return the version before one whose words are stored."""
    if version.ordinal == 1:
        return None
    chain = store.collection.list_versions(item_id=version.item_id, stages=HELD, most=1000)
    return max(
        (one for one in chain if one.ordinal < version.ordinal), key=lambda one: one.ordinal, default=None
    )
