"""Who publishes reports, and how far a reviewed table trusts them."""

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Publisher:
    """One entry of a table of publishers: what it is, whose it is, and how reliable.

    `names` are other names and mirrors, `hosts` web addresses; outlets of one `owner` count as one origin.
    `reliability` is an Admiralty letter a to g that somebody gave on the day `reviewed`; None leaves it to
    the kind of publisher.
    """

    name: str
    kind: str
    country: str | None = None
    names: tuple[str, ...] = ()
    hosts: tuple[str, ...] = ()
    owner: str | None = None
    reliability: str | None = None
    reviewed: dt.date | None = None
    by: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Grade:
    """How far a claim may be trusted: Admiralty letter of its publisher, number of the claim, and why.

    `origin_id` is the report that the claim's report copies, or its own.
    """

    reliability: str
    reliability_rule: str
    credibility: int
    credibility_rule: str
    origin_id: str
