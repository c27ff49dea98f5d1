#!/usr/bin/env python3
"""Times tenantrisk, numpy and pyfair on W1 as whole processes, in turn.

    cargo build --release
    python3 -m venv peers && peers/bin/pip install numpy pyfair
    peers/bin/python benches/peers/compare.py [RUNS] [REPETITIONS]

Prints processor time per run and ratios to tenantrisk, each with its spread. The processor time of starting the
process and of statistics is in it. tenantrisk writes its tables, too; everything runs on one thread.
"""
import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
# pyfair keeps some forty columns of a run in memory.
SHARE_OF_RUNS = {"pyfair": 0.05}


def commands(runs, out):
    program = ROOT / "target/release/tenantrisk"
    scenario = ROOT / "benches/scenarios/w1.toml"
    of = lambda name: str(int(runs * SHARE_OF_RUNS.get(name, 1)))
    run = [program, "run", scenario, "--threads", "1", "--format", "csv", "--run-rows", "1", "--quiet", "--out", out]
    return {
        "tenantrisk, plain": [*run, "--method", "plain", "--runs", of("tenantrisk")],
        "tenantrisk, auto": [*run, "--method", "auto", "--runs", of("tenantrisk")],
        "numpy": [sys.executable, HERE / "numpy_w1.py", of("numpy"), "1"],
        "pyfair": [sys.executable, HERE / "pyfair_w1.py", of("pyfair"), "1"],
    }


def processor_seconds(command):
    environment = {**os.environ, "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
    before = os.times()
    subprocess.run(list(map(str, command)), check=True, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    after = os.times()
    return after.children_user - before.children_user + after.children_system - before.children_system


def main():
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    repetitions = int(sys.argv[2]) if len(sys.argv) > 2 else 5
    nanoseconds = {}
    with tempfile.TemporaryDirectory() as out:
        for repetition in range(repetitions):
            todo = list(commands(runs, out).items())
            for name, command in todo if repetition % 2 == 0 else reversed(todo):
                played = runs * SHARE_OF_RUNS.get(name, 1)
                nanoseconds.setdefault(name, []).append(1e9 * processor_seconds(command) / played)
    ours = nanoseconds["tenantrisk, plain"]
    print(f"W1, {runs:,} runs (pyfair a twentieth), {repetitions} repetitions in turn, processor time on one thread\n")
    print("| program | ns per run, least | median | most | / tenantrisk plain, median | range |")
    print("|---|--:|--:|--:|--:|---|")
    for name in commands(runs, ""):
        times = nanoseconds[name]
        ratios = [time / our for time, our in zip(times, ours)]
        cells = [min(times), statistics.median(times), max(times)]
        words = " | ".join(f"{cell:,.0f}" for cell in cells)
        print(f"| {name} | {words} | {statistics.median(ratios):.2f} | {min(ratios):.2f} to {max(ratios):.2f} |")


if __name__ == "__main__":
    main()
