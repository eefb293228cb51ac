"""All records in memory as bits: what a list asks of a hundred thousand is a few operations on long numbers.

Each mark (a status, a country, "counted by profile warning") is one whole number whose bit at place p says
whether the record at place p bears it. Places go from the newest record to the oldest.
"""

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import overload

from tocsin.desk.placing import list_acts, name_place
from tocsin.model import Incident, Place
from tocsin.model.ids import make_number
from tocsin.ontology import Profile
from tocsin.register.profiles import select_incidents
from tocsin.warning import day_of

Mark = tuple[str, str]
"""A facet and its value: ("status", "reported")."""
Key = tuple[int, str]
MOST_SINGLE = 40
"""Of more changes than this all marks are made anew."""
CHUNK = 200
COUNTED, APART = "counted", "apart"


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One record: its place in the order, its days (0: none), and all its marks."""

    number: int
    id: str
    names: tuple[str, ...]
    key: Key
    last: int
    marks: frozenset[Mark]


@dataclass(frozen=True, slots=True, kw_only=True)
class Index:
    """A state of the register: never changed, only followed by another."""

    load: Callable[[Sequence[int]], tuple[Incident, ...]]
    keys: list[Key] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    bits: dict[Mark, int] = field(default_factory=dict)
    by_number: dict[int, Row] = field(default_factory=dict)
    by_name: dict[str, int] = field(default_factory=dict)
    places: dict[str, Place] = field(default_factory=dict)
    longest: int = 0
    """The most days that any record lasts."""

    def everything(self) -> int:
        """Return the bits of all records."""
        return (1 << len(self.rows)) - 1

    def bear(self, facet: str, code: str) -> int:
        """Return the bits of the records that bear a mark."""
        return self.bits.get((facet, code), 0)

    def place_of(self, row: Row) -> int:
        """Return the place of a record in the order."""
        return bisect_left(self.keys, row.key)

    def find(self, numbers: Iterable[int]) -> int:
        """Return the bits of records by number; unknown ones are left out."""
        found = bytearray(len(self.rows) // 8 + 1)
        for place in self._find_places(set(numbers)):
            found[place >> 3] |= 1 << (place & 7)
        return int.from_bytes(found, "little")

    def _find_places(self, numbers: set[int]) -> Iterator[int]:
        # Thousands are found sooner by one walk over all rows than by a search for each.
        if len(numbers) * 20 > len(self.rows):
            yield from (place for place, row in enumerate(self.rows) if row.number in numbers)
            return
        yield from (self.place_of(self.by_number[one]) for one in numbers if one in self.by_number)

    def name(self, names: Iterable[str]) -> int:
        """Return the bits of records by id or alias."""
        return self.find(self.by_name[one] for one in names if one in self.by_name)

    def between(self, since: date | None, until: date | None) -> int:
        """Return the records that lie in part within days, both included; one without a day does not."""
        if since is None and until is None:
            return self.everything()
        dated = bisect_left(self.keys, (0, ""))
        start = bisect_left(self.keys, (-until.toordinal(), "")) if until else 0
        found = _stretch(start, dated)
        if since is None:
            return found
        first = since.toordinal()
        edge = bisect_left(self.keys, (-first + 1, ""))
        # Before the first day only those that last: they lie no further back than the longest.
        far = min(dated, bisect_left(self.keys, (-first + 1 + self.longest, "")))
        lasting = bytearray(far // 8 + 1)
        for place in range(edge, far):
            if self.rows[place].last >= first:
                lasting[place >> 3] |= 1 << (place & 7)
        return found & (_stretch(0, edge) | int.from_bytes(lasting, "little"))

    def starting(self, first: date, days: int) -> int:
        """Return the records counted on a stretch of days."""
        start = bisect_left(self.keys, (-(first.toordinal() + days - 1), ""))
        return _stretch(start, bisect_left(self.keys, (-first.toordinal() + 1, "")))

    def tally(self, facet: str, chosen: int) -> dict[str, int]:
        """Count the values of a facet among chosen records."""
        if chosen.bit_count() < MOST_SINGLE * 10:
            found: dict[str, int] = {}
            for place in walk(chosen):
                for name, code in self.rows[place].marks:
                    if name == facet:
                        found[code] = found.get(code, 0) + 1
            return found
        counted = (
            (code, (bits & chosen).bit_count()) for (name, code), bits in self.bits.items() if name == facet
        )
        return {code: count for code, count in counted if count}

    def followed_by(self, new: Iterable[Row], gone: Iterable[int], places: dict[str, Place]) -> "Index":
        """Return the state after some records came or changed and others went."""
        new, gone = list(new), [number for number in gone if number in self.by_number]
        by_number = {**self.by_number, **{row.number: row for row in new}}
        for number in gone:
            del by_number[number]
        if len(new) + len(gone) > MOST_SINGLE:
            return _build(by_number.values(), load=self.load, places={**self.places, **places})
        after = replace(
            self,
            keys=self.keys.copy(),
            rows=self.rows.copy(),
            bits=self.bits.copy(),
            by_number=by_number,
            by_name={
                **self.by_name,
                **{name: row.number for row in new for name in row.names},
            },
            places={**self.places, **places},
            longest=max(self.longest, *(row.last + row.key[0] for row in new), 0) if new else self.longest,
        )
        for number in gone:
            _take_out(after, self.by_number[number])
        for row in new:
            _put_in(after, self.by_number.get(row.number), row)
        return after


@dataclass(frozen=True, slots=True)
class Group(Sequence[Incident]):
    """Chosen records of a state, newest first, read from the store only as far as they are looked at."""

    state: Index
    chosen: int

    def __len__(self) -> int:
        """Return how many they are."""
        return self.chosen.bit_count()

    @overload
    def __getitem__(self, at: int) -> Incident: ...
    @overload
    def __getitem__(self, at: slice) -> tuple[Incident, ...]: ...
    def __getitem__(self, at: int | slice) -> Incident | tuple[Incident, ...]:
        """Return one of them, or some in a row."""
        if isinstance(at, int):
            places = range(len(self))[at]
            return self.state.load(self.numbers(places, places + 1))[0]
        start, stop, _ = at.indices(len(self))
        return self.state.load(self.numbers(start, stop))

    def __iter__(self) -> Iterator[Incident]:
        """Yield them, a few hundred read at a time."""
        for start in range(0, len(self), CHUNK):
            yield from self[start : start + CHUNK]

    def numbers(self, start: int, stop: int) -> list[int]:
        """Return the numbers of some of them."""
        rows = self.state.rows
        return [rows[place].number for place in walk(self.chosen, skip=start, most=stop - start)]

    def row_ids(self) -> Iterator[str]:
        """Yield their ids without reading them."""
        return (self.state.rows[place].id for place in walk(self.chosen))


def make_row(incident: Incident, profiles: Iterable[Profile]) -> Row:
    """Return a record as a row; what each profile makes of it is among its marks."""
    day = day_of(incident)
    first = day.toordinal() if day else 0
    last = incident.end_date.toordinal() if incident.end_date else first
    marks: set[Mark] = {
        ("kind", incident.kind),
        ("status", incident.status.value),
        ("attribution", incident.attribution.state.value),
        ("review", incident.review_state),
        *(("type", code) for code in (incident.threat_type, *incident.secondary_types) if code),
        *(("country", code) for code in countries_of(incident)),
        *(("place", name_place(place)) for place in list_acts(incident)),
    }
    if not any(facet == "place" for facet, _ in marks):
        marks.add(("unplaced", "yes"))
    if incident.attribution.contested or incident.attribution.denied:
        marks.add(("contested", "yes"))
    for profile in profiles:
        selection = select_incidents((incident,), profile)
        if selection.counted:
            marks.add((COUNTED, profile.name))
        elif selection.apart:
            marks.add((APART, profile.name))
    return Row(
        number=make_number(incident.id),
        id=incident.id,
        names=(*incident.aliases, incident.id),
        key=(-first, incident.id),
        last=max(first, last) if first else 0,
        marks=frozenset(marks),
    )


def build_index(
    incidents: Iterable[Incident],
    profiles: Iterable[Profile],
    *,
    load: Callable[[Sequence[int]], tuple[Incident, ...]],
) -> Index:
    """Return the index of incidents, which are let go one by one."""
    profiles = tuple(profiles)
    places: dict[str, Place] = {}
    rows: dict[int, Row] = {}
    marks: dict[frozenset[Mark], frozenset[Mark]] = {}
    for incident in incidents:
        row = make_row(incident, profiles)
        # Many records bear the same marks: they are kept once.
        rows[row.number] = replace(row, marks=marks.setdefault(row.marks, row.marks))
        for place in list_acts(incident):
            places.setdefault(name_place(place), place)
    return _build(rows.values(), load=load, places=places)


def countries_of(incident: Incident) -> tuple[str, ...]:
    """Return the countries an incident concerns: those hit, and those of the places of the act."""
    places = (place.country for place in incident.places if place.country and place.role in ("act", "effect"))
    return tuple(dict.fromkeys((*incident.target_countries, *places)))


def walk(chosen: int, *, skip: int = 0, most: int | None = None) -> Iterator[int]:
    """Yield the places of the bits that are set, lowest first, after so many of them and at most so many."""
    left = chosen.bit_count() - skip if most is None else min(most, chosen.bit_count() - skip)
    packed = chosen.to_bytes((chosen.bit_length() + 7) // 8, "little")
    step = 64
    for start in range(0, len(packed), step):
        if left <= 0:
            return
        word = int.from_bytes(packed[start : start + step], "little")
        held = word.bit_count()
        if skip >= held:
            skip -= held
            continue
        while word and left > 0:
            lowest = word & -word
            if skip:
                skip -= 1
            else:
                yield start * 8 + lowest.bit_length() - 1
                left -= 1
            word ^= lowest


def _stretch(start: int, stop: int) -> int:
    return ((1 << (stop - start)) - 1) << start if stop > start else 0


def _build(
    rows: Iterable[Row], *, load: Callable[[Sequence[int]], tuple[Incident, ...]], places: dict[str, Place]
) -> Index:
    ordered = sorted(rows, key=lambda row: row.key)
    held: dict[Mark, list[int]] = {}
    for place, row in enumerate(ordered):
        for mark in row.marks:
            held.setdefault(mark, []).append(place)
    bits = {}
    for mark, found in held.items():
        packed = bytearray(found[-1] // 8 + 1)
        for place in found:
            packed[place >> 3] |= 1 << (place & 7)
        bits[mark] = int.from_bytes(packed, "little")
    return Index(
        load=load,
        keys=[row.key for row in ordered],
        rows=ordered,
        bits=bits,
        by_number={row.number: row for row in ordered},
        by_name={name: row.number for row in ordered for name in row.names},
        places=places,
        longest=max((row.last + row.key[0] for row in ordered), default=0),
    )


def _put_in(index: Index, old: Row | None, row: Row) -> None:
    if old is not None and old.key == row.key:
        place = index.place_of(row)
        index.rows[place] = row
        for mark in old.marks - row.marks:
            index.bits[mark] &= ~(1 << place)
        for mark in row.marks - old.marks:
            index.bits[mark] = index.bits.get(mark, 0) | 1 << place
        return
    if old is not None:
        _take_out(index, old)
    place = index.place_of(row)
    index.keys.insert(place, row.key)
    index.rows.insert(place, row)
    below = (1 << place) - 1
    for mark, bits in index.bits.items():
        if bits >> place:
            index.bits[mark] = (bits & below) | (bits >> place) << (place + 1)
    for mark in row.marks:
        index.bits[mark] = index.bits.get(mark, 0) | 1 << place


def _take_out(index: Index, row: Row) -> None:
    place = index.place_of(row)
    del index.keys[place], index.rows[place]
    below = (1 << place) - 1
    for mark, bits in index.bits.items():
        if bits >> place:
            index.bits[mark] = (bits & below) | (bits >> (place + 1)) << place
