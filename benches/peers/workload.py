"""W1 as other programs see it: three classes of events over five years; losses of year y count 1.08^-(y-1)."""
import math

YEARS = 5
FACTORS = [1.08 ** -year for year in range(YEARS)]
# name, mean number a year, variance of the number a year, mean loss, coefficient of variation of a loss
CLASSES = [
    ("breach", 0.01, 0.01, 2_500_000.0, 2.0),
    ("noisy", 6.0, 6.0, 12_000.0, 1.0),
    ("downtime", 4.0, 8.0, 25_000.0, 1.5),
]


def lognormal(mean, cv):
    """mu and sigma."""
    variance = math.log1p(cv * cv)
    return math.log(mean) - 0.5 * variance, math.sqrt(variance)


def report(losses):
    """Mean, P95, P99, P99.9 and TVaR99 of an array, on one line."""
    import numpy

    ordered = numpy.sort(losses)
    count = len(ordered)
    quantile = lambda level: ordered[math.ceil(level * count) - 1]
    tail = ordered[math.ceil(0.99 * count) - 1 :].mean()
    print(f"{ordered.mean():.0f} {quantile(0.95):.0f} {quantile(0.99):.0f} {quantile(0.999):.0f} {tail:.0f}")
