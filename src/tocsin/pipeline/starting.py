"""Sources taken from the starter list."""

from collections.abc import Iterable
from datetime import datetime

from tocsin.pipeline.keeping_sources import ImportedSources, add_source
from tocsin.sources.starter import StarterSource
from tocsin.store.base import Store


def add_starter(store: Store, chosen: Iterable[StarterSource], *, at: datetime) -> ImportedSources:
    """Watch the chosen feeds; one that is watched already is left as it is."""
    watched = {source.address for source, _state in store.collection.list_watched()}
    chosen = tuple(chosen)
    fresh = [one.source for one in chosen if one.source.address not in watched]
    for source in fresh:
        add_source(store, source, at=at)
    return ImportedSources(added=len(fresh), known=len(chosen) - len(fresh), refused=())
