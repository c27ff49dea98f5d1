"""What pyfair makes of W1: `pyfair_w1.py RUNS SEED`.

A FAIR model multiplies one frequency by one magnitude in every run; it draws no single events. So this is less work than
W1, and its result is another one: the frequency is a normal number cut off at 0, the magnitude one PERT number.
"""
import sys

import numpy
import pyfair
import workload

if __name__ == "__main__":
    runs, seed = int(sys.argv[1]), int(sys.argv[2])
    losses = numpy.zeros(runs)
    for name, mean, variance, loss_mean, cv in workload.CLASSES:
        for year, factor in enumerate(workload.FACTORS):
            model = pyfair.FairModel(name=name, n_simulations=runs, random_seed=seed + year)
            model.input_data("Loss Event Frequency", mean=mean, stdev=variance**0.5)
            model.input_data("Loss Magnitude", low=0, mode=0.5 * loss_mean, high=loss_mean * (1 + 3 * cv))
            model.calculate_all()
            losses += factor * model.export_results()["Risk"].to_numpy()
    workload.report(losses)
