"""Forecast scores from other origins and seeds than those the constants were set on.

python bench/forecast_origins.py ../shared/gold/series/ucdp_fatalities_country_month.csv
"""

import sys
from collections import Counter
from pathlib import Path

from tocsin.evaluation import forecast

TRIALS = (
    ("the origins tuned on", 7, 0),
    ("another seed", 23, 0),
    ("a month earlier", 7, 1),
    ("34 months earlier", 7, 34),
)


def main(path: Path) -> None:
    """Print the figures of ours and of each naive forecast for every trial."""
    list_ends = forecast._list_ends
    for name, seed, back in TRIALS:
        forecast.SEED = seed
        forecast._list_ends = lambda periods, back=back: [end - back for end in list_ends(periods)]
        task = forecast.ForecastTask()
        items = task.load_items(path)
        found = {"tocsin": task.predict(items), **task.baselines(items, [])}
        for system, predictions in found.items():
            total: Counter[str] = Counter()
            for item, prediction in zip(items, predictions, strict=True):
                total.update(task.tally(item, prediction))
            figures = {key: round(value, 4) for key, value in task.figures(total).items()}
            print(name, system, figures, flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
