"""Say which original each report of an incident rests on, and which reports are taken back."""

import re
from collections.abc import Iterable, Mapping, Sequence

from tocsin.model import Claim, Document
from tocsin.register.offices import OUTLET
from tocsin.register.weighing import Weight

ARTICLE = re.compile(r"^(?:the|a|an) ", re.IGNORECASE)
# "The Riga Observer reported": an outlet by its name, not "a report" or "state media".
NAMED_OUTLET = re.compile(r"^(?:[A-Z][\w’'-]*(?: (?:of|the|and|&))? ?){2,}$")


def fold_outlets(
    documents: Iterable[Document], claims: Sequence[Claim], origins: Mapping[str, str]
) -> dict[str, str]:
    """Return the origins with all texts of one publisher as one, and a text that only cites an outlet as its.

    Two texts of one newspaper are no two witnesses, nor is a newspaper that has it from another.
    """
    folded = dict(origins)
    first: dict[str, str] = {}
    for document in documents:
        if document.publisher:
            origin = folded.get(document.id, document.id)
            folded[document.id] = first.setdefault(_fold_name(document.publisher), origin)
    for document_id, cited in _find_cited(claims, frozenset(first)).items():
        own = next((name for name, origin in first.items() if origin == folded.get(document_id)), None)
        if cited != own:
            folded[document_id] = first.setdefault(cited, f"outlet:{cited}")
    return folded


def name_origins(documents: Iterable[Document], origins: Mapping[str, str]) -> dict[str, str]:
    """Return the origins by the first of these documents that has them.

    A record is named by its own reports: an older copy that comes in elsewhere changes nothing in it.
    """
    first: dict[str, str] = {}
    return {
        document.id: first.setdefault(origins.get(document.id, document.id), document.id)
        for document in documents
    }


def _find_cited(claims: Iterable[Claim], publishers: frozenset[str]) -> dict[str, str]:
    """Return for each text that tells the happening only in another outlet's words its name."""
    cited: dict[str, set[str | None]] = {}
    for claim in claims:
        if claim.field == "status":
            cited.setdefault(claim.evidence[0].document_id, set()).add(_name_outlet(claim, publishers))
    return {
        document_id: name
        for document_id, names in cited.items()
        if len(names) == 1 and (name := next(iter(names))) is not None
    }


def _name_outlet(claim: Claim, publishers: frozenset[str]) -> str | None:
    """Return the outlet that a claim has the happening from: one that is known here, or named like one."""
    voice = claim.holders[1] if len(claim.holders) > 1 else ""
    name = ARTICLE.sub("", voice)
    if _fold_name(name) in publishers:
        return _fold_name(name)
    return _fold_name(name) if OUTLET.search(name) and NAMED_OUTLET.match(name) else None


def find_withdrawn(documents: Iterable[Document], claims: Sequence[Claim]) -> frozenset[str]:
    """Return the mentions in reports that their outlet has taken back, and in those that only cite it."""
    publishers = {document.id: _fold_name(document.publisher or "") for document in documents}
    status = [claim for claim in claims if claim.field == "status"]
    back = frozenset(
        publishers.get(claim.evidence[0].document_id, "")
        for claim in status
        if claim.value == Weight.WITHDRAWN
    ) - {""}
    return frozenset(
        claim.event_id
        for claim in status
        if publishers.get(claim.evidence[0].document_id) in back or _name_outlet(claim, back) in back
    )


def _fold_name(name: str) -> str:
    return ARTICLE.sub("", name.strip()).casefold()
