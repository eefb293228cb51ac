"""The queries of collection, for every SQL store, one duty a file."""

from tocsin.store.collection.holdings import HoldingRows
from tocsin.store.collection.intake import IntakeRows
from tocsin.store.collection.queue import QueueRows
from tocsin.store.collection.sources import SourceRows
from tocsin.store.collection.translations import TranslationRows


class SqlCollection(SourceRows, QueueRows, IntakeRows, HoldingRows, TranslationRows):
    """Collection in an SQL database; see `tocsin.store.collection_base.CollectionStore`."""
