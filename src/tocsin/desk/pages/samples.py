"""Second readers: records drawn and coded blind, how far readers and the register agree, what to judge."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from fastapi import HTTPException

from tocsin.desk.asking import PAGE_FILTER, Asked, Filter, read_code
from tocsin.desk.base import Desk, Page, Table
from tocsin.desk.deciding import mark_state
from tocsin.desk.selecting import choose_incidents
from tocsin.errors import InputError
from tocsin.model import Evidence, Incident, Span
from tocsin.model.codec import encode
from tocsin.pipeline.coding import CODED, NOTHING, Agreement, Disagreement, draw_ids, measure_agreement
from tocsin.pipeline.originals import Original, find_originals
from tocsin.register import SETTABLE, check_codes
from tocsin.register.overriding import known_codes
from tocsin.sources.sheets import Sheet, SheetRow
from tocsin.store.shelf_base import Coding, Sample

NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9.-]{0,59}")
MOST_RECORDS = 500
SET_AS = {"target_sector": "target_sectors"}
"""Fields that an analyst sets under another name than a second reader codes them."""
SEVERAL = frozenset({"target_sector", "target_countries"})


@dataclass(frozen=True, slots=True, kw_only=True)
class SampleRow:
    """A sample with who has coded how much of it."""

    sample: Sample
    readers: tuple[tuple[str, int], ...]
    next_id: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SamplesContext:
    """What the template of the list of samples gets."""

    samples: tuple[SampleRow, ...] = field(metadata={"help": "The samples, newest first."})
    analyst: str | None = field(metadata={"help": "Who codes here; none where the desk only reads."})
    seal: str = field(metadata={"help": "What a form must bring back."})


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """A field on which readers differ, with what adjudicating it needs."""

    disagreement: Disagreement
    title: str
    set_as: str | None
    seen: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SampleContext:
    """What the template of one sample gets."""

    row: SampleRow = field(metadata={"help": "The sample, and who has coded how much."})
    agreement: Agreement | None = field(
        metadata={"help": "How far readers and the register agree; none while the one who asks codes."}
    )
    cells: tuple[Cell, ...] = field(metadata={"help": "What readers differ on, to be adjudicated."})
    analyst: str | None = field(metadata={"help": "Who codes here; none where the desk only reads."})
    seal: str = field(metadata={"help": "What a form must bring back."})


@dataclass(frozen=True, slots=True, kw_only=True)
class CodedField:
    """One field to code: its codes, or none where its values are open; what was coded before."""

    name: str
    codes: tuple[str, ...]
    takes_several: bool
    given: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CodingContext:
    """What the template of coding gets: quotes, and nothing that the register made of them."""

    sample: Sample = field(metadata={"help": "The sample that is coded."})
    record: str = field(metadata={"help": "The id of the record to code."})
    place: int = field(metadata={"help": "Which record of the sample it is, from 1."})
    quotes: tuple[Evidence, ...] = field(metadata={"help": "The words behind the record, each once."})
    originals: Mapping[Span, Original] = field(
        metadata={"help": "The original words behind quotes that stand in a translation."}
    )
    fields: tuple[CodedField, ...] = field(metadata={"help": "The fields to code."})
    seal: str = field(metadata={"help": "What a form must bring back."})
    nothing: str = field(metadata={"help": "What is written where there is nothing."})


def list_rows(desk: Desk) -> tuple[SampleRow, ...]:
    """Return the samples, newest first, each with its readers."""
    return tuple(_make_row(desk, sample) for sample in desk.store.list_samples())


def _make_row(desk: Desk, sample: Sample) -> SampleRow:
    codings = desk.store.list_codings(sample.name)
    tally: dict[str, int] = {}
    for coding in codings:
        tally[coding.reader] = tally.get(coding.reader, 0) + 1
    done = {coding.incident_id for coding in codings if coding.reader == desk.settings.analyst}
    following = next((one for one in sample.incident_ids if one not in done), None)
    return SampleRow(sample=sample, readers=tuple(sorted(tally.items())), next_id=following)


def make_list(desk: Desk, _asked: Asked) -> SamplesContext:
    """Gather what the list shows."""
    return SamplesContext(samples=list_rows(desk), analyst=desk.settings.analyst, seal=desk.seal)


def load(desk: Desk, name: str) -> Sample:
    """Return a sample, or a 404 that says what to do."""
    found = next((sample for sample in desk.store.list_samples() if sample.name == name), None)
    if found is None:
        raise HTTPException(404, f"there is no sample {name!r:.60}; see the list under Second readers")
    return found


def make_one(desk: Desk, _asked: Asked, sample: Sample) -> SampleContext:
    """Gather what the page of one sample shows; its agreement stays hidden from who has not coded it all."""
    row = _make_row(desk, sample)
    analyst = desk.settings.analyst
    is_reading = analyst is not None and row.next_id is not None and analyst in dict(row.readers)
    agreement: Agreement | None = None
    cells: tuple[Cell, ...] = ()
    if row.readers and not is_reading:
        incidents = {one.id: one for one in _load_records(desk, sample)}
        agreement = measure_agreement(incidents.values(), _make_sheets(desk, sample))
        cells = tuple(_make_cell(incidents[d.incident_id], d) for d in agreement.disagreements)
    return SampleContext(row=row, agreement=agreement, cells=cells, analyst=analyst, seal=desk.seal)


def _load_records(desk: Desk, sample: Sample) -> tuple[Incident, ...]:
    """Return the records of a sample under the ids they were drawn by; those that went are left out."""
    found = ((name, desk.store.load_incident(name)) for name in sample.incident_ids)
    return tuple(replace(one, id=name) for name, one in found if one is not None)


def _make_cell(incident: Incident, disagreement: Disagreement) -> Cell:
    name = SET_AS.get(disagreement.field, disagreement.field)
    return Cell(
        disagreement=disagreement,
        title=incident.title,
        set_as=name if name == "status" or name in SETTABLE else None,
        seen=mark_state(incident),
    )


def _make_sheets(desk: Desk, sample: Sample) -> dict[str, Sheet]:
    readers: dict[str, list[SheetRow]] = {}
    for number, coding in enumerate(desk.store.list_codings(sample.name), start=1):
        cells = {"incident_id": coding.incident_id, **coding.values}
        readers.setdefault(coding.reader, []).append(SheetRow(number=number, cells=cells))
    columns = ("incident_id", *CODED)
    known = set(one.id for one in _load_records(desk, sample))
    return {
        reader: Sheet(columns=columns, rows=tuple(row for row in rows if row.cells["incident_id"] in known))
        for reader, rows in readers.items()
    }


def make_coding(desk: Desk, asked: Asked, sample: Sample) -> CodingContext:
    """Gather what coding shows: quotes only, without a link to what the register made of them."""
    record = asked.get("record") or sample.incident_ids[0]
    if record not in sample.incident_ids:
        raise HTTPException(404, f"{record!r:.60} is not in sample {sample.name}; go back to the sample")
    incident = desk.store.load_incident(record)
    quotes = _keep_widest(c.evidence[0] for c in incident.claims if c.field != "title") if incident else ()
    given = next(
        (
            coding.values
            for coding in desk.store.list_codings(sample.name)
            if (coding.incident_id, coding.reader) == (record, desk.settings.analyst)
        ),
        {},
    )
    return CodingContext(
        sample=sample,
        record=record,
        place=sample.incident_ids.index(record) + 1,
        quotes=quotes,
        originals=find_originals(desk.store, (piece.span for piece in quotes)),
        fields=tuple(
            CodedField(
                name=name,
                codes=list_codes(name),
                takes_several=name in SEVERAL,
                given=given.get(name, ""),
            )
            for name in CODED
        ),
        seal=desk.seal,
        nothing=NOTHING,
    )


def _keep_widest(pieces: Iterable[Evidence]) -> tuple[Evidence, ...]:
    """Return quotes once each, without those that stand inside another."""
    first: dict[str, Evidence] = {}
    for piece in pieces:
        first.setdefault(piece.quote, piece)
    return tuple(
        piece for words, piece in first.items() if not any(words != one and words in one for one in first)
    )


def list_codes(name: str) -> tuple[str, ...]:
    """Return the codes that a field may take, empty where its values are open."""
    if name == "target_countries":
        return ()
    return known_codes(SET_AS.get(name, name))


def make_sample(desk: Desk, *, name: str, size: str, seed: str) -> Sample:
    """Draw a sample of what the default profile shows and keep it."""
    if not NAME.fullmatch(name):
        raise InputError(f"the sample is called {name!r:.60}; wanted letters, digits, dots and dashes")
    if not (size.isdecimal() and 1 <= int(size) <= MOST_RECORDS):
        raise InputError(f"the sample has the size {size!r:.20}; wanted 1 to {MOST_RECORDS} records")
    if not (seed.isdecimal() and len(seed) < 10):
        raise InputError(f"the seed is {seed!r:.20}; wanted a whole number of at most 9 digits")
    chosen = choose_incidents(desk, Asked(path="/incidents", raw={}, values={}))
    ids = (*chosen.counted.row_ids(), *chosen.apart.row_ids())
    sample = Sample(
        name=name,
        profile=chosen.profile,
        seed=int(seed),
        incident_ids=draw_ids(ids, size=int(size), seed=int(seed)),
        made_by=desk.settings.analyst or "",
        made_at=desk.clock(),
    )
    desk.store.add_sample(sample)
    return sample


def code_record(desk: Desk, name: str, record: str, given: Mapping[str, str]) -> str | None:
    """Keep what the analyst coded, and return the next record that he has not coded yet."""
    sample = load(desk, name)
    if record not in sample.incident_ids:
        raise InputError(f"{record!r:.60} is not in sample {name}; go back to the sample")
    values = {one: given[one].strip() for one in CODED if given.get(one, "").strip()}
    for name_of_field, words in values.items():
        parts = [part for part in words.replace(",", "|").split("|") if part and part != NOTHING]
        check_codes(SET_AS.get(name_of_field, name_of_field), parts)
    coding = Coding(
        sample=name, incident_id=record, reader=desk.settings.analyst or "", at=desk.clock(), values=values
    )
    desk.store.save_coding(coding)
    return _make_row(desk, sample).next_id


def tabulate(desk: Desk, _asked: Asked) -> Table:
    """Return the rows of the list."""
    rows = (
        {
            "name": row.sample.name,
            "profile": row.sample.profile,
            "seed": row.sample.seed,
            "records": len(row.sample.incident_ids),
            "made_by": row.sample.made_by,
            "made_at": encode(row.sample.made_at),
            "readers": [f"{name} {count}" for name, count in row.readers],
        }
        for row in list_rows(desk)
    )
    return Table(name="samples", items=tuple(rows))


LIST_PAGE = Page(
    path="/samples",
    template="samples.html",
    context=SamplesContext,
    make=make_list,
    summary="Second readers",
    filters=(PAGE_FILTER,),
    tabulate=tabulate,
)
PAGE = Page(
    path="/samples/{sample_name}",
    template="sample.html",
    context=SampleContext,
    make=make_one,
    summary="How far readers agree on a sample",
    load=load,
)
CODING_PAGE = Page(
    path="/samples/{sample_name}/code",
    template="coding.html",
    context=CodingContext,
    make=make_coding,
    summary="Code a record blind",
    filters=(Filter(name="record", help="The record to code.", read=read_code),),
    load=load,
)
