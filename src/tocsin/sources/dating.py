"""When an item was published: the dates of feed, page and text kept apart, and one of them chosen."""

import re
from datetime import UTC, datetime, timedelta

from tocsin.model.collection import FeedItem, ItemDates

FIRST_YEAR = 1990
"""Dates before it are a program's zero (1970, 1900), not news on the web."""
AHEAD = timedelta(minutes=10)
"""Clocks differ so much without anybody lying."""
_HEAD_CHARACTERS = 300
_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_MONTH = "|".join(_MONTHS)
# "KYIV, 3 March 2025 -" and "March 3, 2025": a date that a text opens with is its own.
_DAY_FIRST = re.compile(rf"\b(\d{{1,2}}) ({_MONTH}) (\d{{4}})\b")
_MONTH_FIRST = re.compile(rf"\b({_MONTH}) (\d{{1,2}}), (\d{{4}})\b")
_ISO = re.compile(r"\b(\d{4})-(\d\d)-(\d\d)\b")


def choose_dates(
    item: FeedItem, *, seen: datetime, is_fresh: bool, page: datetime | None = None, text: str = ""
) -> ItemDates:
    """Keep all dates of an item, and choose the first that can be: feed, update, page.

    Where none can, it is when the item was seen if it `is_fresh` (was not there a while before), else none.
    A date in the future or before the web is kept and not chosen, and a remark says why. The date that a
    text opens with is kept for people to compare, and chosen by nobody: it may be that of the act.
    """
    dates = {
        "feed": item.published_at,
        "updated": item.updated_at,
        "page": page,
        "text": find_text_date(text),
        "seen": seen,
    }
    remarks = []
    chosen = ""
    for name in ("feed", "updated", "page"):
        moment = dates[name]
        if moment is None:
            continue
        if moment > seen + AHEAD:
            remarks.append(f"the {name} date {moment.isoformat()} is in the future")
        elif moment.year < FIRST_YEAR:
            remarks.append(f"the {name} date {moment.isoformat()} is before {FIRST_YEAR}")
        else:
            chosen = name
            break
    if not chosen and not remarks:
        remarks.append("it came without a date")
    chosen = chosen or ("seen" if is_fresh else "none")
    return ItemDates(**dates, chosen=chosen, remark="; ".join(remarks) or None)


def find_text_date(text: str) -> datetime | None:
    """Return the day that a text opens with, None where it opens with none."""
    head = text[:_HEAD_CHARACTERS]
    found: list[tuple[int, tuple[int, int, int]]] = []
    if match := _DAY_FIRST.search(head):
        found.append((match.start(), (int(match[3]), _MONTHS.index(match[2]) + 1, int(match[1]))))
    if match := _MONTH_FIRST.search(head):
        found.append((match.start(), (int(match[3]), _MONTHS.index(match[1]) + 1, int(match[2]))))
    if match := _ISO.search(head):
        found.append((match.start(), (int(match[1]), int(match[2]), int(match[3]))))
    for _start, parts in sorted(found):
        try:
            return datetime(*parts, tzinfo=UTC)
        except ValueError:
            continue
    return None
