"""When: the time expressions of a passage, and the one that dates an act."""

from tocsin.reading.dates.briefs import date_brief
from tocsin.reading.dates.mentions import DateMention, choose_date, find_date_mentions

__all__ = ["DateMention", "choose_date", "date_brief", "find_date_mentions"]
