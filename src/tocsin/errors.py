"""Every error tocsin raises on purpose.

TocsinError
├── InputError              what the user gave cannot be used (exit code 2)
│   ├── DocumentError       one document cannot be read; the others go on
│   └── SettingsError       a setting is unknown or out of range
├── OntologyError           a data file of the ontology, a language or the gazetteer is wrong
├── ModelMissingError       the language model is not installed or its files were changed
├── SourceError             a source or an address could not be fetched
│   └── FetchError          one request failed, with the kind of failure
├── StoreError              the store cannot be opened, read or written
│   ├── StoreBusyError      another process is writing
│   ├── StoreFullError      the disk is full or read-only
│   └── StoreVersionError   the store was written by a newer tocsin
└── ExportError             an export cannot be made

A message says what was given, what was wanted and what to do.
"""


class TocsinError(Exception):
    """The root of all errors that tocsin raises on purpose."""


class InputError(TocsinError):
    """What the user gave cannot be used."""


class DocumentError(InputError):
    """One document cannot be read; the others go on."""


class SettingsError(InputError):
    """A setting is unknown or out of range."""


class OntologyError(TocsinError):
    """A data file of the ontology, a language or the gazetteer is wrong."""


class ModelMissingError(TocsinError):
    """The language model is not installed, or its files were changed."""


class SourceError(TocsinError):
    """A source or an address could not be fetched."""


class FetchError(SourceError):
    """One request failed: its kind, whether it may go better later, and how long the server asks to wait."""

    def __init__(
        self, message: str, *, kind: str, passing: bool = False, wait_seconds: float | None = None
    ) -> None:
        super().__init__(message)
        self.kind = kind
        self.passing = passing
        self.wait_seconds = wait_seconds


class StoreError(TocsinError):
    """The store cannot be opened, read or written."""


class StoreBusyError(StoreError):
    """Another process is writing to the store."""


class StoreFullError(StoreError):
    """The disk under the store is full or read-only."""


class StoreVersionError(StoreError):
    """The store was written by a newer tocsin."""


class ExportError(TocsinError):
    """An export cannot be made."""
