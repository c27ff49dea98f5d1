"""Times shards and their merge on this machine, and compares the merged result with that of one process.

    python cluster/measure.py target/release/tenantrisk --runs 100000000 --shards 16
    python cluster/measure.py target/release/tenantrisk --scenario my.toml --runs 1000000 --whole

The shards are played one after the other, each with all threads, as one machine of a cluster would. Prints a row of a
Markdown table for every step: wall and processor time, peak memory, and bytes on the disk. With --whole the same runs are also
played by one process and every file is compared. Unix only.
"""

import argparse
import filecmp
import json
import os
import pathlib
import subprocess
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parents[1]


def run(command):
    """Wall time, processor time and peak memory of one command, in seconds and bytes."""
    started = time.monotonic()
    process = subprocess.Popen([str(word) for word in command], stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.monotonic() - started
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"exit code {process.returncode}: {command}")
    # Linux counts in KiB, macOS in bytes.
    unit = 1 if os.uname().sysname == "Darwin" else 1024
    return wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss * unit


def row(step, times, size):
    wall, processor, memory = times
    print(f"| {step} | {wall:.1f} | {processor:.1f} | {memory / 1e6:.0f} | {size / 1e6:.1f} |", flush=True)


def size_of(folder, pattern="*"):
    return sum(path.stat().st_size for path in folder.rglob(pattern) if path.is_file())


def equal(one, other):
    """Whether two folders hold the same files with the same bytes."""
    files = [{str(p.relative_to(top)) for p in top.rglob("*") if p.is_file()} for top in (one, other)]
    return bool(files[0]) and files[0] == files[1] and not any(filecmp.cmpfiles(one, other, files[0], shallow=False)[1:])


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("binary", type=pathlib.Path)
    parser.add_argument("--scenario", type=pathlib.Path, default=ROOT / "benches" / "scenarios" / "w1.toml")
    parser.add_argument("--runs", type=int, default=1_000_000, metavar="N")
    parser.add_argument("--shards", type=int, default=16, metavar="N")
    parser.add_argument("--threads", type=int, default=os.cpu_count(), metavar="N")
    parser.add_argument("--memory", default="1GiB", help="of the whole: above it shards hold bins (default: %(default)s)")
    parser.add_argument("--method", default="auto")
    parser.add_argument("--whole", action="store_true", help="also play all runs in one process and compare")
    parser.add_argument("--work", type=pathlib.Path, help="folder for the files (default: a temporary one)")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=arguments.work) as home:
        home = pathlib.Path(home)
        common = ["--threads", arguments.threads, "--quiet", "--memory", arguments.memory, "--no-robustness"]
        simulation = [arguments.scenario, "--runs", arguments.runs, "--method", arguments.method]
        print("| step | wall, s | processor, s | peak memory, MB | disk, MB |\n|---|--:|--:|--:|--:|")
        play = [arguments.binary, "run", *simulation, *common]
        each = []
        for number in range(1, arguments.shards + 1):
            each.append(run([*play, "--shard", f"{number}/{arguments.shards}", "--out", home / "shards"]))
        total = (sum(one[0] for one in each), sum(one[1] for one in each), max(one[2] for one in each))
        row(f"{arguments.shards} shards of {arguments.runs:,} runs", total, size_of(home / "shards", "*.trs"))
        merge = [arguments.binary, "merge", home / "shards", "--out", home / "merged", *common]
        row("merge", run(merge), size_of(home / "merged"))
        (manifest,) = (home / "merged").rglob("manifest.json")
        print(f"result_sha256 {json.loads(manifest.read_text())['result_sha256']}")
        if arguments.whole:
            row("one process", run([*play, "--out", home / "whole"]), size_of(home / "whole"))
            if not equal(home / "whole", home / "merged"):
                raise SystemExit("the merged result differs from that of one process")
            print("the same, byte for byte")


if __name__ == "__main__":
    main()
