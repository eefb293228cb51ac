"""Near-duplicates at the door: the first text that a new one is nearly the same as."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, select

from tocsin.model.sketch import unpack_sketch
from tocsin.store.collection_base import Incoming
from tocsin.store.schema_collection import sketch_bands, versions

NEAR = 0.5
"""A near-duplicate shares so many of their runs of five words, as a copy does for the register."""
MEMORY = timedelta(days=30)
"""Wire stories are copied within days; a text as old as this is not looked for any more."""


def find_near(connection: Connection, one: Incoming, *, at: datetime) -> dict[str, Any]:
    """Return which version a text nearly copies and how alike they are; empty where it copies none.

    Another version of the same item is no copy but a correction.
    """
    if one.sketch is None:
        return {}
    met = select(sketch_bands.c.version).where(
        sketch_bands.c.band.in_(one.sketch.bands), sketch_bands.c.at >= at - MEMORY
    )
    wanted = select(versions.c.number, versions.c.copy_of, versions.c.sketch).where(
        versions.c.number.in_(met), versions.c.item_id != one.item_id, versions.c.sketch.is_not(None)
    )
    likeness, number = max(
        (
            (one.sketch.resemble(unpack_sketch(row.sketch)), row.copy_of or row.number)
            for row in connection.execute(wanted.order_by(versions.c.number.desc()))
        ),
        default=(0.0, 0),
    )
    return {"copy_of": number, "likeness": min(likeness, 0.999)} if likeness >= NEAR else {}
