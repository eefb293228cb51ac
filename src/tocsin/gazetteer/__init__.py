"""Places and actors by name: who is meant, of which country and sector, and where a place lies."""

from tocsin.gazetteer.actors import (
    ActorEntry,
    ActorRef,
    all_actors,
    compose_actor,
    find_actor,
    find_actor_by_id,
    sector_of_agent,
)
from tocsin.gazetteer.countries import (
    Country,
    all_countries,
    country_of_demonym,
    country_of_metonym,
    find_country,
    find_country_by_code,
    is_eu_member,
    is_nato_member,
)
from tocsin.gazetteer.matching import find_longest
from tocsin.gazetteer.places import (
    find_candidates,
    find_place_by_id,
    find_places,
    has_name,
    is_within,
    iter_names,
    list_containers,
    resolve_place,
)
from tocsin.gazetteer.supplement import PlaceEntry
from tocsin.gazetteer.wars import War, all_wars, are_at_war, fights_in, is_belligerent, is_war_zone

__all__ = [
    "list_containers",
    "is_within",
    "has_name",
    "find_longest",
    "find_candidates",
    "ActorEntry",
    "ActorRef",
    "Country",
    "PlaceEntry",
    "War",
    "all_actors",
    "all_countries",
    "all_wars",
    "are_at_war",
    "compose_actor",
    "country_of_demonym",
    "country_of_metonym",
    "fights_in",
    "find_actor",
    "find_actor_by_id",
    "find_country",
    "find_country_by_code",
    "find_place_by_id",
    "find_places",
    "is_belligerent",
    "is_eu_member",
    "is_nato_member",
    "is_war_zone",
    "iter_names",
    "resolve_place",
    "sector_of_agent",
]
