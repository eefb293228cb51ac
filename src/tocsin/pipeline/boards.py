"""Boards of indicators over the register, and their history."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC

from tocsin.model import Indicator
from tocsin.pipeline.counting import open_ledger
from tocsin.pipeline.replaying import make_regime
from tocsin.pipeline.views import Query
from tocsin.store.base import Store
from tocsin.warning.boards import Board
from tocsin.warning.indicators import Holding, assess_board, find_changes


def assess(store: Store, query: Query, board: Board) -> tuple[Indicator, ...]:
    """Return what a board says as of the query's moment, the newest report's day by default."""
    ledger = open_ledger(store, query)
    days = {
        document.published_at.astimezone(UTC).date()
        for document in store.list_documents()
        if document.published_at is not None
    }
    holding = Holding(
        incidents=ledger.incidents,
        mentions=ledger.mentions,
        read_days=tuple(sorted(day for day in days if day <= ledger.as_of)),
        delays=ledger.delays,
    )
    return assess_board(board, holding, on=ledger.as_of)


def tell_own_changes(store: Store, query: Query) -> tuple[str, ...]:
    """Return what of our own reading changed of late by the query's day: what moved then may be ours."""
    documents = [document for document in store.list_documents() if document.published_at is not None]
    if query.as_of is not None:
        documents = [d for d in documents if d.published_at is not None and d.published_at <= query.as_of]
    newest = max((d.published_at for d in documents if d.published_at is not None), default=None)
    on = query.as_of or newest
    return make_regime(store, documents).describe(on.astimezone(UTC).date()) if on is not None else ()


def keep_changes(store: Store, board: Board, found: Sequence[Indicator]) -> tuple[Indicator, ...]:
    """Write down the states that differ from the last ones kept for this board, and return them."""
    scope = ":".join((board.name, *board.parameters.values()))
    named = [replace(indicator, id=f"{scope}:{indicator.id}") for indicator in found]
    changed = find_changes(store.list_indicator_states(), named)
    store.add_indicator_states(changed)
    return changed
