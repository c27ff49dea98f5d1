#!/usr/bin/env bash
# Plays 16 shards as an array job of a real Slurm on this machine, one of which is killed half-way, submits again,
# merges, and compares every byte with a run of the whole; then a sweep. Installs Slurm from Debian's packages where it is missing.
#   sudo tests/cluster/slurm.sh target/release/tenantrisk
set -euo pipefail
binary=$(realpath "${1:?usage: slurm.sh path/to/tenantrisk}")
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
work=$(mktemp -d)
daemons=()
finish() {
    for pid in "${daemons[@]}"; do kill "$pid" 2>/dev/null || true; done
    wait
    rm -rf "$work"
}
trap finish EXIT

if ! command -v slurmctld >/dev/null || ! command -v munged >/dev/null; then
    apt-get update -q >"$work/apt.log" 2>&1
    DEBIAN_FRONTEND=noninteractive apt-get install -y -q slurm-wlm munge >>"$work/apt.log" 2>&1 ||
        { cat "$work/apt.log"; exit 1; }
fi

# Daemons of our own beside any that the machine has: other files, sockets and ports.
mkdir "$work/munge" "$work/state" "$work/spool"
chmod 700 "$work/munge"
chmod 711 "$work"
dd if=/dev/urandom of="$work/munge/key" bs=128 count=1 status=none
chmod 600 "$work/munge/key"
mkdir "$work/socket"
munged --foreground --force --key-file="$work/munge/key" --socket="$work/socket/munge" \
    --pid-file="$work/munge/pid" --log-file="$work/munge/log" --seed-file="$work/munge/seed" 2>"$work/munge.out" &
daemons+=($!)
host=$(hostname -s)
cat >"$work/slurm.conf" <<EOF
ClusterName=test
SlurmctldHost=$host(127.0.0.1)
SlurmctldPort=26817
SlurmdPort=26818
SlurmUser=root
AuthType=auth/munge
AuthInfo=socket=$work/socket/munge
CredType=cred/munge
StateSaveLocation=$work/state
SlurmdSpoolDir=$work/spool
SlurmctldPidFile=$work/slurmctld.pid
SlurmdPidFile=$work/slurmd.pid
SlurmctldLogFile=$work/slurmctld.log
SlurmdLogFile=$work/slurmd.log
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
SelectType=select/cons_tres
SelectTypeParameters=CR_Core
MpiDefault=none
JobAcctGatherType=jobacct_gather/none
ReturnToService=2
SchedulerParameters=sched_interval=1,defer_batch
NodeName=$host NodeAddr=127.0.0.1 CPUs=$(nproc) RealMemory=9000
PartitionName=all Nodes=ALL Default=YES
EOF
export SLURM_CONF=$work/slurm.conf
slurmctld -D >"$work/slurmctld.out" 2>&1 &
daemons+=($!)
slurmd -D >"$work/slurmd.out" 2>&1 &
daemons+=($!)
up=no
for _ in $(seq 60); do
    if [ "$(sinfo --noheader --format=%T 2>/dev/null)" = idle ]; then up=yes && break; fi
    sleep 1
done
[ $up = yes ] || { tail -n 20 "$work"/slurm*.log "$work"/*.out; exit 1; }
sinfo

# Task 5 dies once, like a machine, when its shard is begun and not ended.
cat >"$work/tenantrisk" <<EOF
#!/usr/bin/env bash
if [ "\${SLURM_ARRAY_TASK_ID:-}" = 5 ] && [ ! -e "$work/died" ]; then
    "$binary" "\$@" &
    while [ -z "\$(find "$work/shards" -name '.shard-5-of-16.trs.partial-*' 2>/dev/null)" ]; do
        kill -0 \$! || exit 1
        sleep 0.01
    done
    kill -KILL \$!
    touch "$work/died"
    exit 137
fi
exec "$binary" "\$@"
EOF
chmod +x "$work/tenantrisk"
export TENANTRISK=$work/tenantrisk

wait_for() {
    while [ -n "$(squeue --noheader)" ]; do sleep 1; done
    scontrol show job "$1" | grep -o 'JobState=[A-Z_]* \|ExitCode=[0-9:]*' | tr '\n' ' '
}
cd "$work"
scenario=$root/scenarios/ten-thousand-tenants-evidence.toml
options=("$scenario" --runs 200000)
"$binary" run "${options[@]}" --quiet --out whole

submitted=$("$root/cluster/slurm/submit.sh" 16 shards output "${options[@]}")
echo "$submitted"
echo "first merge: $(wait_for "${submitted##* }")"
[ -e died ] && [ ! -e output ]
if "$binary" merge shards 2>missing; then exit 1; fi
cat missing
grep -q "lacks 1 of its 16 shards" missing

# All 16 again: fifteen are there.
submitted=$("$root/cluster/slurm/submit.sh" 16 shards output "${options[@]}")
echo "$submitted"
echo "second merge: $(wait_for "${submitted##* }")"
[ "$(grep -l "it is not computed again" tenantrisk-"$(sed 's/array \([0-9]*\),.*/\1/' <<<"$submitted")"_*.log | wc -l)" = 15 ]
diff -r whole output
grep result_sha256 whole/*/manifest.json output/*/manifest.json

options=("$root/scenarios/ten-thousand-tenants.toml" --vary tenants.initial=100..100000:log:40 --runs 2000)
"$binary" sweep "${options[@]}" --quiet --out whole-sweep
submitted=$(COMMAND=sweep "$root/cluster/slurm/submit.sh" 16 sweep-shards output-sweep "${options[@]}")
echo "$submitted"
echo "merge of the sweep: $(wait_for "${submitted##* }")"
diff -r whole-sweep output-sweep
grep result_sha256 whole-sweep/*/sweep/manifest.json output-sweep/*/sweep/manifest.json
echo "16 shards by Slurm $(slurmctld -V | cut -d' ' -f2), one killed and computed again, equal the whole byte for byte, and so do 16 of a sweep"
