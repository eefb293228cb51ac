"""GeoJSON: one feature a place, at the precision the text gives."""

import json
from collections.abc import Sequence
from datetime import date
from typing import Any, BinaryIO

from tocsin.exports.base import ExportContext
from tocsin.exports.rows import COLUMNS, make_row
from tocsin.model import Incident, Place


class GeojsonExporter:
    """Writes a FeatureCollection (RFC 7946); a country is never a point."""

    name = "geojson"
    label = "GeoJSON, one feature a place"
    suffix = ".geojson"
    media_type = "application/geo+json"
    is_binary = False
    is_shared = False

    def write(self, incidents: Sequence[Incident], stream: BinaryIO, context: ExportContext) -> None:
        """Write the collection."""
        features = [feature for incident in incidents for feature in _make_features(incident)]
        collection = {
            "type": "FeatureCollection",
            "profile": context.profile,
            "generated_at": context.generated_at.isoformat(),
            "features": features,
        }
        stream.write(json.dumps(collection, ensure_ascii=False).encode("utf-8") + b"\n")


def _make_features(incident: Incident) -> list[dict[str, Any]]:
    columns = (name for name, _, _ in COLUMNS)
    # JSON has booleans and lists, and no days: those are ISO 8601.
    cells = (cell.isoformat() if isinstance(cell, date) else cell for cell in make_row(incident))
    properties = dict(zip(columns, cells, strict=True))
    places: tuple[Place | None, ...] = incident.places or (None,)
    return [_make_feature(incident, place, properties) for place in places]


def _make_feature(incident: Incident, place: Place | None, properties: dict[str, Any]) -> dict[str, Any]:
    own = dict(properties)
    if place is not None:
        own |= {"place": place.name, "country": place.country, "geo_precision": place.precision}
        own |= {"place_role": place.role, "radius_km": place.radius_km}
    return {"type": "Feature", "geometry": _make_geometry(place), "properties": own}


def _make_geometry(place: Place | None) -> dict[str, Any] | None:
    if place is None or place.lat is None or place.lon is None or place.precision in {"country", "unknown"}:
        return None
    return {"type": "Point", "coordinates": [place.lon, place.lat]}
