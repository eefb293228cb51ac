"""Ways out: one format a file."""

from tocsin.exports.base import ExportContext, Exporter, find_named
from tocsin.exports.csv import CsvExporter
from tocsin.exports.geojson import GeojsonExporter
from tocsin.exports.jsonl import JsonlExporter
from tocsin.exports.misp import MispExporter
from tocsin.exports.parquet import ParquetExporter
from tocsin.exports.stix import STIX, STIX_FOR_MISP

EXPORTERS: tuple[Exporter, ...] = (
    JsonlExporter(),
    CsvExporter(),
    GeojsonExporter(),
    STIX,
    STIX_FOR_MISP,
    MispExporter(),
    ParquetExporter(),
)

__all__ = ["EXPORTERS", "ExportContext", "Exporter", "find_exporter"]


def find_exporter(name: str) -> Exporter:
    """Return the exporter of a format."""
    return find_named(name, EXPORTERS, also=("table",))
