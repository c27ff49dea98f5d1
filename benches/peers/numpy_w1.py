"""W1 with numpy, vectorised over blocks of runs that fit into the cache: `numpy_w1.py RUNS SEED`."""
import sys

import numpy
import workload

BLOCK = 4_096


def play(rng, runs):
    losses = numpy.zeros(runs)
    factors = numpy.asarray(workload.FACTORS)
    shape = (workload.YEARS, runs)
    for _, mean, variance, loss_mean, cv in workload.CLASSES:
        mu, sigma = workload.lognormal(loss_mean, cv)
        if mean < 0.05:
            # Rare: the events of the whole block, each in a year and run of its own.
            events = rng.poisson(mean * workload.YEARS * runs)
            cell = rng.integers(0, workload.YEARS * runs, events)
            sizes = numpy.exp(mu + sigma * rng.standard_normal(events)) * factors[cell // runs]
            losses += numpy.bincount(cell % runs, sizes, runs)
            continue
        if variance == mean:
            counts = rng.poisson(mean, shape).ravel()
        else:
            counts = rng.negative_binomial(mean * mean / (variance - mean), mean / variance, shape).ravel()
        sizes = rng.standard_normal(counts.sum())
        sizes *= sigma
        sizes += mu
        numpy.exp(sizes, out=sizes)
        filled = numpy.flatnonzero(counts)
        starts = numpy.zeros(len(filled), dtype=numpy.intp)
        numpy.cumsum(counts[filled[:-1]], out=starts[1:])
        sums = numpy.zeros(workload.YEARS * runs)
        sums[filled] = numpy.add.reduceat(sizes, starts)
        losses += factors @ sums.reshape(shape)
    return losses


if __name__ == "__main__":
    runs, seed = int(sys.argv[1]), int(sys.argv[2])
    rng = numpy.random.Generator(numpy.random.SFC64(seed))
    sizes = [BLOCK] * (runs // BLOCK) + [runs % BLOCK]
    workload.report(numpy.concatenate([play(rng, size) for size in sizes if size]))
