"""What a merge would make of records, before anybody decides it: nothing is written."""

from collections.abc import Sequence

from tocsin.model import Incident, IncidentRow
from tocsin.pipeline.linking import gather_claims
from tocsin.register import group_origins, make_table
from tocsin.register.assembling import assemble_incident
from tocsin.register.persons import index_persons, learn_persons, name_holders
from tocsin.store.base import Store


def preview_merge(store: Store, incidents: Sequence[Incident]) -> Incident | None:
    """Return the record that some records would become, under the oldest id; None where none would open."""
    ids = tuple(dict.fromkeys(name for incident in incidents for name in incident.document_ids))
    mentions = {name for incident in incidents for name in incident.event_ids}
    with store.open_links() as links:
        readings = links.load_readings(ids)
        judgements = links.list_judgements(
            subjects=(*(one.id for one in incidents), *mentions), document_ids=ids
        )
        rows = {row.id: row for row in links.list_rows(incident_ids=[one.id for one in incidents])}
    members = [
        (event, reading.document) for reading in readings for event in reading.events if event.id in mentions
    ]
    persons = index_persons(learn_persons(readings))
    claims = [
        claim for claim in name_holders(gather_claims(store, readings), persons) if claim.event_id in mentions
    ]
    row = min(rows.values(), key=lambda one: (one.minted_at, one.id), default=None)
    if row is None:
        first = incidents[0]
        moment = first.first_reported_at or readings[0].document.published_at
        if moment is None:
            return None
        row = IncidentRow(id=first.id, founding_event_id=first.event_ids[0], minted_at=moment)
    return assemble_incident(
        row,
        members,
        claims,
        origins=group_origins((reading.document for reading in readings), judgements=judgements),
        judgements=judgements,
        publishers=make_table(store.list_publishers()),
    )
