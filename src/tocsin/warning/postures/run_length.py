"""Quickest detection: how long a CUSUM chart runs until it alarms.

Brook and Evans, "An approach to the probability distribution of CUSUM run length", Biometrika 59:3,
539-549, 1972: the chart as a Markov chain over slices of its range. Written from memory and not confirmed
against the paper; published tables of run lengths are tests here.
"""

import math

import numpy as np

STATES = 400


def average_run_length(reference: float, limit: float, *, shift: float = 0.0, states: int = STATES) -> float:
    """Return the mean number of observations until a one-sided chart of normal values alarms.

    `reference`, `limit` and `shift` of the mean are in standard deviations.
    """
    width = 2 * limit / (2 * states - 1)
    steps = np.arange(-states, states)
    below = np.array([_share_below((step + 0.5) * width + reference - shift) for step in steps])
    moves = np.empty((states, states))
    for start in range(states):
        # Everything that would fall below the first slice stays in it.
        edges = below[states - start - 1 : 2 * states - start]
        moves[start, 0] = edges[1]
        moves[start, 1:] = np.diff(edges)[1:]
    return float(np.linalg.solve(np.eye(states) - moves, np.ones(states))[0])


def average_run_length_two_sided(reference: float, limit: float, *, shift: float = 0.0) -> float:
    """Return the mean run of a chart that watches both directions: the two rates of alarm add up."""
    up = average_run_length(reference, limit, shift=shift)
    down = average_run_length(reference, limit, shift=-shift)
    return 1 / (1 / up + 1 / down)


def _share_below(value: float) -> float:
    return 0.5 * (1 + math.erf(value / math.sqrt(2)))
