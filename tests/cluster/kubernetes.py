"""Checks the manifests of cluster/kubernetes against Kubernetes' own schemas, and plays what they say.

    python tests/cluster/kubernetes.py target/release/tenantrisk   # needs kubernetes-validate, which brings the schemas

Each pod is a plain process here, in another order than the indices; its volumes are folders. The result must equal a
run of the whole, byte for byte. Whether a cluster schedules the pods is not tested.
"""

import filecmp
import os
import pathlib
import random
import subprocess
import sys
import tempfile

import kubernetes_validate
import yaml

ROOT = pathlib.Path(__file__).resolve().parents[2]
FOLDER = ROOT / "cluster" / "kubernetes"
RUNS = 20_000


def manifest(name):
    """The manifest, valid by the strict schemas of an old and of the newest version that the package has."""
    document = yaml.safe_load((FOLDER / name).read_text())
    for version in ("1.33", kubernetes_validate.latest_version()):
        kubernetes_validate.validate(document, version, strict=True)
        print(f"{name}: valid {document['kind']} of Kubernetes {version}")
    return document


def play(binary, job, volumes, index=None):
    """One pod of a Job as a process: the volumes' folders take the place of their mounts."""
    pod = job["spec"]["template"]["spec"]
    (container,) = pod["containers"]
    assert container["command"] == ["tenantrisk"]
    words = []
    for word in container["args"]:
        for mount in container["volumeMounts"]:
            word = word.replace(mount["mountPath"] + "/", f"{volumes[mount['name']]}/")
        words.append(f"--runs={RUNS}" if word.startswith("--runs=") else word)
    environment = dict(os.environ) if index is None else {**os.environ, "JOB_COMPLETION_INDEX": str(index)}
    subprocess.run([binary, *words, "--quiet"], check=True, env=environment)


def equal(one, other):
    """Whether two folders hold the same files with the same bytes."""
    files = [{str(p.relative_to(top)) for p in top.rglob("*") if p.is_file()} for top in (one, other)]
    return bool(files[0]) and files[0] == files[1] and not any(filecmp.cmpfiles(one, other, files[0], shallow=False)[1:])


def main():
    binary = pathlib.Path(sys.argv[1]).resolve()
    manifest("volume.yaml")
    shards, merge = manifest("shards.yaml"), manifest("merge.yaml")
    count = shards["spec"]["completions"]
    (arguments,) = [container["args"] for container in shards["spec"]["template"]["spec"]["containers"]]
    assert f"--shard=auto/{count}" in arguments and shards["spec"]["maxFailedIndexes"] == count
    with tempfile.TemporaryDirectory() as home:
        volumes = {name: pathlib.Path(home, name) for name in ("scenario", "results")}
        for folder in volumes.values():
            folder.mkdir()
        scenario = volumes["scenario"] / "my.toml"
        scenario.write_text((ROOT / "scenarios" / "ten-thousand-tenants-evidence.toml").read_text())
        for index in random.sample(range(count), count):
            play(binary, shards, volumes, index)
        play(binary, merge, volumes)
        whole = pathlib.Path(home, "whole")
        subprocess.run([binary, "run", scenario, f"--runs={RUNS}", "--quiet", "--out", whole], check=True)
        assert equal(whole, volumes["results"] / "output"), "the merged result differs from the whole"
    print(f"{count} indices as plain processes, merged, equal the whole byte for byte")


if __name__ == "__main__":
    main()
