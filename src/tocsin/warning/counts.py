"""How surprising a count is: Poisson and negative binomial tails."""

import math


def tail_probability(count: int, *, mean: float, variance: float) -> float:
    """Return P(X >= count), 0..1, for a count with this mean and variance.

    Negative binomial where the variance exceeds the mean, with size mean^2 / (variance - mean)
    (Cameron and Trivedi, Regression Analysis of Count Data, 2nd ed., section 3.3: NB2), else Poisson.
    """
    if count <= 0:
        return 1.0
    below = math.fsum(_probability(k, mean=mean, variance=variance) for k in range(count))
    return min(1.0, max(0.0, 1.0 - below))


def smallest_alarming_count(*, mean: float, variance: float, alpha: float, limit: int = 100_000) -> int:
    """Return the smallest count whose tail probability is at most alpha."""
    cumulative = 0.0
    for count in range(limit):
        if 1.0 - cumulative <= alpha:
            return count
        cumulative += _probability(count, mean=mean, variance=variance)
    return limit


def _probability(count: int, *, mean: float, variance: float) -> float:
    if variance <= mean:
        return math.exp(count * math.log(mean) - mean - math.lgamma(count + 1))
    size = mean * mean / (variance - mean)
    log_choose = math.lgamma(count + size) - math.lgamma(size) - math.lgamma(count + 1)
    return math.exp(
        log_choose + size * math.log(size / (size + mean)) + count * math.log(mean / (size + mean))
    )
