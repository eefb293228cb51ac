"""What a yes-or-no warning is worth to one who can protect at a cost.

Murphy, "The Value of Climatological, Categorical and Probabilistic Forecasts in the Cost-Loss Ratio
Situation", Monthly Weather Review 105, 803-816, 1977; Richardson, "Skill and Relative Economic Value of the
ECMWF Ensemble Prediction System", Quarterly Journal of the Royal Meteorological Society 126, 649-667, 2000.
Written from memory; the identities that both prove are tests here.
"""


def value_of_warning(
    *, hit_rate: float, false_alarm_rate: float, base_rate: float, cost_loss: float
) -> float:
    """Return the value of a warning: 1 for a perfect one, 0 for knowing the base rate only, below 0 for harm.

    `cost_loss` is what protecting costs as a share of the loss that it prevents; all arguments lie in 0..1.
    """
    unwarned = min(cost_loss, base_rate)
    perfect = base_rate * cost_loss
    if unwarned == perfect:
        return 0.0
    protected = false_alarm_rate * cost_loss * (1 - base_rate) + hit_rate * base_rate * cost_loss
    missed = (1 - hit_rate) * base_rate
    return (unwarned - protected - missed) / (unwarned - perfect)
