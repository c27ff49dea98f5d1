#!/usr/bin/env bash
# Plays 16 shards on a Ray cluster of this machine; a worker is killed half-way in one of them. Merges, and compares
# every byte with a run of the whole. Installs Ray from PyPI into a folder of its own.
#   tests/cluster/ray.sh target/release/tenantrisk
set -euo pipefail
binary=$(realpath "${1:?usage: ray.sh path/to/tenantrisk}")
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python=${PYTHON:-}
if [ -z "$python" ]; then
    python3 -m venv "$work/venv"
    python=$work/venv/bin/python
    "$python" -m pip install --quiet ray
fi
"$python" -c 'import ray; print("Ray", ray.__version__)'

# Shard 5 takes its worker down once, like a node that fails, when it is begun and not ended.
cat >"$work/tenantrisk" <<EOF
#!/usr/bin/env bash
if [[ "\$*" = *"--shard 5/16"* ]] && [ ! -e "$work/died" ]; then
    "$binary" "\$@" &
    while [ -z "\$(find "$work/shards" -name '.shard-5-of-16.trs.partial-*' 2>/dev/null)" ]; do
        kill -0 \$! || exit 1
        sleep 0.01
    done
    touch "$work/died"
    kill -KILL \$! \$PPID
    exit 137
fi
exec "$binary" "\$@"
EOF
chmod +x "$work/tenantrisk"

cd "$work"
options=("$root/scenarios/ten-thousand-tenants-evidence.toml" --runs 200000)
"$binary" run "${options[@]}" --quiet --out whole
RAY_USAGE_STATS_ENABLED=0 "$python" "$root/cluster/ray/shards.py" --shards 16 --binary "$work/tenantrisk" \
    "${options[@]}" >merged.txt 2>log || { cat log; exit 1; }
[ -e died ] || { echo "no worker was killed"; exit 1; }
[ "$(find shards -name '*-of-16.trs' | wc -l)" = 16 ]
diff -r whole output
grep result_sha256 whole/*/manifest.json output/*/manifest.json

options=("$root/scenarios/ten-thousand-tenants.toml" --vary tenants.initial=100..100000:log:40 --runs 2000)
"$binary" sweep "${options[@]}" --quiet --out whole-sweep
RAY_USAGE_STATS_ENABLED=0 "$python" "$root/cluster/ray/shards.py" --shards 16 --binary "$binary" --command sweep \
    --shards-dir sweep-shards --out output-sweep "${options[@]}" >merged.txt 2>log || { cat log; exit 1; }
diff -r whole-sweep output-sweep
grep result_sha256 whole-sweep/*/sweep/manifest.json output-sweep/*/sweep/manifest.json
echo "16 shards by Ray, one worker killed and its task tried again, equal the whole byte for byte, and so do 16 of a sweep"
