"""Plays a run or a sweep of tenantrisk in shards on a Ray cluster and merges them.

    python shards.py --shards 16 my.toml --runs 10000000
    python shards.py --shards 16 --command sweep my.toml --vary tenants.initial=100..100000:log

The scenario file and the folder of the shards must be on storage that all nodes share.
"""

import argparse
import os
import subprocess
import sys

import ray


class Stopped(Exception):
    """A signal ended the process: worth another try. An exit code of 2 (a mistake in the scenario) is not."""


def play(command):
    """Runs one command on the node where this is called; what it says comes back."""
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode < 0:
        raise Stopped(f"signal {-done.returncode}: {' '.join(command)}\n{done.stderr}")
    if done.returncode > 0:
        raise RuntimeError(f"exit code {done.returncode}: {' '.join(command)}\n{done.stderr}")
    return done.stdout.strip()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shards", type=int, required=True, metavar="N", help="how many shards")
    parser.add_argument("--command", choices=["run", "sweep"], default="run", help="what to play (default: %(default)s)")
    parser.add_argument("--shards-dir", default="shards", metavar="DIR", help="shared folder (default: %(default)s)")
    parser.add_argument("--out", default="output", metavar="DIR", help="where results go (default: %(default)s)")
    parser.add_argument("--threads", type=int, default=1, metavar="N", help="cores of a shard (default: %(default)s)")
    parser.add_argument("--binary", default="tenantrisk", help="the command on the nodes (default: %(default)s)")
    parser.add_argument("--address", help="of a Ray cluster (default: the one around, or this machine)")
    parser.add_argument("--tries", type=int, default=3, metavar="N", help="more tries of a shard (default: %(default)s)")
    arguments, run = parser.parse_known_args()

    ray.init(address=arguments.address, log_to_driver=False)
    task = ray.remote(play).options(
        num_cpus=arguments.threads, max_retries=arguments.tries, retry_exceptions=[Stopped]
    )
    # Workers have working folders of their own.
    folder = os.path.abspath(arguments.shards_dir)
    run = [os.path.abspath(word) if os.path.isfile(word) else word for word in run]
    common = [arguments.binary, arguments.command, *run, "--threads", str(arguments.threads), "--out", folder]
    waiting = {
        task.remote([*common, "--shard", f"{number}/{arguments.shards}"]): number
        for number in range(1, arguments.shards + 1)
    }
    failed = 0
    while waiting:
        for one in ray.wait(list(waiting))[0]:
            number = waiting.pop(one)
            try:
                print(ray.get(one), file=sys.stderr)
            except Exception as error:  # Whatever became of this task, the others go on.
                failed += 1
                print(f"shard {number}/{arguments.shards}: {error}", file=sys.stderr)
    if failed:
        sys.exit(f"{failed} of {arguments.shards} shards failed; call this again to compute those only")
    sys.exit(subprocess.run([arguments.binary, "merge", folder, "--out", arguments.out], check=False).returncode)


if __name__ == "__main__":
    main()
