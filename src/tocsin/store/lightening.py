"""The light form of an incident, which lists, maps and profiles need: all but its quotes and reports."""

from typing import Any

from tocsin.ontology import load_threats

# What inclusion profiles ask of claims: whether there is one on any of these fields.
KEPT_CLAIMS = ("killed", "injured", "damage")
KEPT = (
    "id",
    "kind",
    "title",
    "threat_type",
    "subtype",
    "secondary_types",
    "event_type",
    "status",
    "outcome",
    "start_date",
    "end_date",
    "date_precision",
    "target_countries",
    "target_sectors",
    "severity",
    "reports",
    "origins",
    "credibility",
    "review_state",
    "aliases",
    "first_reported_at",
    "last_reported_at",
)
OF_PLACE = ("name", "gazetteer_id", "lat", "lon", "country", "precision", "role", "radius_km")
OF_ACT = ("attributor", "attributor_kind", "act", "towards", "confidence_words")
MOST_WORDS = 20_000
"""Characters of a record that a search looks through: some hundred quotes."""


def lighten(raw: dict[str, Any]) -> dict[str, Any]:
    """Return the JSON values of an incident without what only its own page shows, and without empty ones."""
    light = {name: raw.get(name) for name in KEPT}
    light["places"] = [_keep(place, OF_PLACE) for place in raw.get("places", ())]
    view = raw.get("attribution", {})
    acts = {repr(act): act for act in (_keep(act, OF_ACT) for act in view.get("acts", ()))}
    light["attribution"] = _drop_empty(
        {
            **{name: view.get(name) for name in ("state", "contested", "denied", "retracted")},
            "acts": [{"towards": None, **act, "evidence": []} for act in acts.values()],
        }
    )
    first: dict[str, Any] = {}
    for claim in raw.get("claims", ()):
        if claim["field"] in KEPT_CLAIMS:
            first.setdefault(claim["field"], {**claim, "evidence": claim["evidence"][:1]})
    light["claims"] = list(first.values())
    return {
        **_drop_empty(light),
        "status": raw["status"],
        "reports": raw["reports"],
        "origins": raw["origins"],
    }


def gather_words(raw: dict[str, Any]) -> str:
    """Return the words of an incident that a search looks through: title, type, countries, places, quotes."""
    threat = load_threats().get(raw.get("threat_type") or "")
    places = [place["name"] for place in raw.get("places", ())]
    countries = [*raw.get("target_countries", ()), *(place.get("country") for place in raw.get("places", ()))]
    quotes = (piece["quote"] for claim in raw.get("claims", ()) for piece in claim["evidence"])
    parts = (raw["title"], threat.label if threat else "", *countries, *places, *quotes)
    return "\n".join(dict.fromkeys(part for part in parts if part))[:MOST_WORDS]


def _keep(raw: dict[str, Any], names: tuple[str, ...]) -> dict[str, Any]:
    return _drop_empty({name: raw.get(name) for name in names})


def _drop_empty(raw: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in raw.items() if value not in (None, [], (), False, "", 0)}
