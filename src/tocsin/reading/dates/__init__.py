"""When: the time expressions of a passage, and the one that dates an act."""

from tocsin.reading.dates.briefs import date_brief
from tocsin.reading.dates.choosing import choose_date, choose_discovery
from tocsin.reading.dates.mentions import DateMention, find_date_mentions
from tocsin.reading.dates.timex import write_timex

__all__ = [
    "DateMention",
    "choose_date",
    "choose_discovery",
    "date_brief",
    "find_date_mentions",
    "write_timex",
]
