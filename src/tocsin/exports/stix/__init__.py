"""STIX 2.1: one bundle of incident objects, or of reports that MISP's converter loads whole."""

from tocsin.exports.stix.bundling import StixExporter
from tocsin.exports.stix.incidents import make_group, make_incident_objects
from tocsin.exports.stix.reports import make_report_objects

STIX = StixExporter(
    name="stix", label="STIX 2.1 bundle", make_objects=make_incident_objects, make_frame=make_group
)
STIX_FOR_MISP = StixExporter(
    name="stix-misp",
    label="STIX 2.1 bundle of reports, for misp-stix",
    make_objects=make_report_objects,
)

__all__ = ["STIX", "STIX_FOR_MISP", "StixExporter"]
