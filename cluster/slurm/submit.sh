#!/usr/bin/env bash
# Submits an array of N shards and the merge that follows it. To be called again as it was where shards are missing.
#   submit.sh 16 shards output my.toml --runs 10000000
#   COMMAND=sweep submit.sh 16 shards output my.toml --vary tenants.initial=100..100000:log
set -euo pipefail
if [ $# -lt 4 ]; then
    echo "usage: submit.sh N SHARDS-DIR RESULTS-DIR FILE... [options of tenantrisk run, or of \$COMMAND]" >&2
    exit 2
fi
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
count=$1 shards=$2 results=$3
shift 3

array=$(sbatch --parsable --array="${ARRAY:-1-$count}" "$here/shards.sbatch" "$count" "$@" --out "$shards")
# Only after all of them: the folder may hold the shards of an earlier run.
merge=$(sbatch --parsable --dependency="afterok:$array" --kill-on-invalid-dep=yes \
    "$here/merge.sbatch" "$shards" --out "$results")
echo "array $array, merge $merge"
