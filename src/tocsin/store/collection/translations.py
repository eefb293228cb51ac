"""Which document is a translation of which, stretch by stretch."""

import json

from sqlalchemy import select

from tocsin.model import Span
from tocsin.store.collection.base import CollectionPart
from tocsin.store.collection_base import Translation
from tocsin.store.schema import documents
from tocsin.store.schema_collection import translations


class TranslationRows(CollectionPart):
    """Translations as rows."""

    def save_translation(self, translation: Translation) -> None:
        """Keep that a document is a translation."""
        row = {
            "document_id": translation.document_id,
            "original_id": translation.original_id,
            "lang": translation.lang,
            "by": translation.by,
            "pieces": json.dumps(translation.pieces),
        }
        with self._write() as connection:
            self._upsert(connection, translations, [row])

    def load_translation(self, document_id: str) -> Translation | None:
        """Return what a document is a translation of, None for an original."""
        wanted = select(translations).where(translations.c.document_id == document_id)
        with self._read() as connection:
            row = connection.execute(wanted).first()
        if row is None:
            return None
        pieces = tuple((a, b, c, d) for a, b, c, d in json.loads(row.pieces))
        return Translation(
            document_id=row.document_id, original_id=row.original_id, lang=row.lang, by=row.by, pieces=pieces
        )

    def find_original(self, span: Span) -> str | None:
        """Return the words of the original behind a place in a translation, None for an original."""
        translation = self.load_translation(span.document_id)
        if translation is None:
            return None
        with self._read() as connection:
            text = connection.scalar(
                select(documents.c.text).where(documents.c.id == translation.original_id)
            )
        met = [piece for piece in translation.pieces if piece[0] < span.end and span.start < piece[1]]
        return text[met[0][2] : met[-1][3]] if text and met else None
