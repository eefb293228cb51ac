"""The scorecard: how every forecast whose time is over did, beside naive ones."""

from dataclasses import dataclass, field

from tocsin.desk.asking import Asked, Filter, read_text
from tocsin.desk.base import Desk, Page, Table
from tocsin.desk.holdings import Late
from tocsin.model.codec import encode
from tocsin.pipeline.forecasting import find_outcomes, score_register
from tocsin.store.base import Store
from tocsin.warning.forecasting import Scorecard

FILTERS = (Filter(name="unit", help="Only units that begin so, for example type:.", read=read_text),)
FEW = 30
EMPTY = Scorecard(scores=(), scored=0, waiting=0, first=None, last=None)
"""What is shown while the scores of a large register are worked out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ScorecardContext:
    """What the template of the page gets."""

    card: Scorecard = field(metadata={"help": "Scores of ours and of each naive forecast, on the same ones."})
    best: str = field(metadata={"help": "The system with the lowest log1p CRPS; none without any."})
    few: int = field(metadata={"help": "With fewer scored forecasts than this the page says: too few."})
    late: Late[Scorecard] = field(metadata={"help": "When the scores were worked out, and of what."})
    asked: Asked = field(metadata={"help": "The address as understood."})


def make_context(desk: Desk, asked: Asked) -> ScorecardContext:
    """Gather what the page shows."""
    late = load_scorecard(desk, asked.get("unit") or "")
    card = late.value or EMPTY
    best = min(card.scores, key=lambda score: score.crps_log1p).system if card.scores else ""
    return ScorecardContext(card=card, best=best, few=FEW, late=late, asked=asked)


def load_scorecard(desk: Desk, unit: str) -> Late[Scorecard]:
    """Return the scorecard, with what came of forecasts that are due and that nobody has scored yet."""

    def make(store: Store) -> Scorecard:
        due = find_outcomes(store, desk.settings.profiles.__getitem__, clock=desk.clock)
        return score_register(store, new=due, matches=unit)

    key = ("scorecard", unit, desk.store.load_forecast_stamp())
    return desk.holdings.keep_behind(key, make, counts_all=True)


def tabulate(desk: Desk, asked: Asked) -> Table:
    """Return a row a system."""
    card = load_scorecard(desk, asked.get("unit") or "").value or EMPTY
    counts = {"scored": card.scored, "waiting": card.waiting, "replayed": card.replayed}
    return Table(name="scorecard", items=tuple({**encode(score), **counts} for score in card.scores))


PAGE = Page(
    path="/scorecard",
    template="scorecard.html",
    context=ScorecardContext,
    make=make_context,
    summary="How the forecasts did whose time is over, beside naive ones.",
    nav="Scorecard",
    filters=FILTERS,
    tabulate=tabulate,
)
