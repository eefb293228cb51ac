"""The chance that a period has any incident: own memory, corrected by a hazard pooled over all units."""

import numpy as np

from tocsin.warning.forecasting.memory import Floats, count_quiet, remember

PRIOR_PERIODS = 0.3
"""The rate of all units counts as this many periods of a unit's own memory: a unit never seen is not safe."""
POOLED_PERIODS = 36
OCCURRENCE_HALF_LIFE = 4.0
OTHER_HALF_LIVES = (1.5, 12.0, 36.0)
LEAST_CHANCE = 1e-4
RIDGE = 1.0
LONE_RIDGE = 200.0
"""Pull of the correction to nothing, the second divided by the number of units: with few units or a short
history the own memory stands alone, since what cannot be pooled is noise."""
INTERCEPT_SHARE = 0.1
"""The mean is pulled to that of the own memory a tenth as much."""
FIRST_ORIGIN = 24
"""Before so many periods a memory knows too little to learn from."""
TRAINED_PERIODS = 60
MOST_ROUNDS = 25
MOST_HALVINGS = 20
CLOSE_ENOUGH = 1e-6
MOST_LOGIT = 30.0


def estimate_chances(counts: Floats, *, step: int, scale: float = 1.0) -> Floats:
    """Return for each unit the chance, 0..1, of any incident `step` periods after the last one.

    The hurdle of a hurdle model (Mullahy 1986, J. Econometrics 33:341, section 2). Its logit is that of an
    exponentially weighted share of periods with incidents, shrunk to the rate of all units, plus a ridge
    logistic regression (le Cessie and van Houwelingen 1992, Appl. Statist. 41:191, section 2) on memories
    of other lengths, time since the last incident and level, fitted over all units and past origins whose
    outcome is known. Half-lives are multiplied by `scale`. The pooling is what gives quiet units a chance.
    """
    base, features = _describe_moments(counts, scale=scale)
    last = counts.shape[1] - 1
    origins = np.arange(max(FIRST_ORIGIN, last + 1 - TRAINED_PERIODS), last + 1 - step)
    logits = base[:, last]
    if len(origins):
        rows = features[:, origins].reshape(-1, features.shape[2])
        centre, width = rows.mean(axis=0), rows.std(axis=0) + CLOSE_ENOUGH
        weights = _fit(
            _standardise(rows, centre, width),
            (counts[:, origins + step] > 0).astype(np.float64).ravel(),
            offset=base[:, origins].ravel(),
            ridge=RIDGE + LONE_RIDGE / len(counts),
        )
        logits = logits + _standardise(features[:, last], centre, width) @ weights
    return _expit(logits)


def _describe_moments(counts: Floats, *, scale: float) -> tuple[Floats, Floats]:
    active = (counts > 0).astype(np.float64)
    pooled = _pool_rate(active)
    base = _remember_logit(active, pooled, OCCURRENCE_HALF_LIFE * scale)
    others = [_remember_logit(active, pooled, length * scale) - base for length in OTHER_HALF_LIVES]
    level = remember(np.log1p(counts), OCCURRENCE_HALF_LIFE * scale)
    return base, np.stack([*others, np.log1p(count_quiet(counts)), level], axis=-1)


def _pool_rate(active: Floats) -> Floats:
    """Return the share of active periods of all units over the last three years, at each period."""
    sums = np.concatenate([[0.0], np.cumsum(active.sum(axis=0))])
    ends = np.arange(1, active.shape[1] + 1)
    starts = np.maximum(0, ends - POOLED_PERIODS)
    rate: Floats = (sums[ends] - sums[starts]) / ((ends - starts) * len(active))
    return rate


def _remember_logit(active: Floats, pooled: Floats, half_life: float) -> Floats:
    keep = 0.5 ** (1.0 / half_life)
    # As many periods as the weights are worth, which is fewer while the history is short.
    known = keep ** np.arange(1, active.shape[1] + 1)
    periods = (1.0 + keep) / (1.0 - keep) * (1.0 - known) / (1.0 + known)
    share = (remember(active, half_life) * periods + pooled * PRIOR_PERIODS) / (periods + PRIOR_PERIODS)
    share = np.clip(share, LEAST_CHANCE, 1.0 - LEAST_CHANCE)
    logit: Floats = np.log(share / (1.0 - share))
    return logit


def _standardise(rows: Floats, centre: Floats, width: Floats) -> Floats:
    return np.concatenate([np.ones((len(rows), 1)), (rows - centre) / width], axis=1)


def _fit(rows: Floats, happened: Floats, *, offset: Floats, ridge: float) -> Floats:
    """Return ridge logistic weights by Newton's method, the first being the intercept."""
    pull = np.full(rows.shape[1], ridge)
    pull[0] *= INTERCEPT_SHARE
    weights = np.zeros(rows.shape[1])
    loss = _find_loss(rows, happened, weights, offset=offset, pull=pull)
    for _ in range(MOST_ROUNDS):
        chance = _expit(rows @ weights + offset)
        slope = rows.T @ (happened - chance) - pull * weights
        bend = (rows * (chance * (1.0 - chance))[:, None]).T @ rows + np.diag(pull)
        move = np.linalg.solve(bend, slope)
        # Where nearly nothing ever happens, a whole Newton step may overshoot: it is halved until it helps.
        for _ in range(MOST_HALVINGS):
            reached = _find_loss(rows, happened, weights + move, offset=offset, pull=pull)
            if reached <= loss:
                break
            move = move / 2.0
        else:
            break
        weights, loss = weights + move, reached
        if np.abs(move).max() < CLOSE_ENOUGH:
            break
    return weights


def _find_loss(rows: Floats, happened: Floats, weights: Floats, *, offset: Floats, pull: Floats) -> float:
    logits = rows @ weights + offset
    misfit = np.logaddexp(0.0, logits) - happened * logits
    return float(misfit.sum() + 0.5 * (pull * weights**2).sum())


def _expit(logits: Floats) -> Floats:
    chance: Floats = 1.0 / (1.0 + np.exp(-np.clip(logits, -MOST_LOGIT, MOST_LOGIT)))
    return chance
