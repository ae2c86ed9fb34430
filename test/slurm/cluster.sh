#!/usr/bin/env bash
# A Slurm of one node on this machine, for tests: cluster.sh start FOLDER | cluster.sh stop FOLDER
# Installs slurmctld, slurmd and munge from Debian's packages where they are not there, and so wants root. Every file and
# socket is in FOLDER, both ports are free ones; with SLURM_CONF=FOLDER/slurm.conf the Slurm commands speak to it.
# The node says that it has 16 CPUs and 8 GPUs, so that an array of 8 runs side by side on any machine.
set -euo pipefail

fail() { echo "Cannot $action Slurm: $*" >&2; exit 1; }

action=${1:-} folder=${2:-}
[ -n "$folder" ] && [[ $action = start || $action = stop ]] || { echo "usage: cluster.sh start|stop FOLDER" >&2; exit 2; }

stop() {
  local name pid
  for name in slurmctld slurmd munged; do
    pid=$(cat "$folder/$name.pid" 2>/dev/null) || continue
    kill "$pid" 2>/dev/null || continue
    for _ in $(seq 50); do kill -0 "$pid" 2>/dev/null || break; sleep 0.1; done
    kill -9 "$pid" 2>/dev/null || true
  done
}

if [ "$action" = stop ]; then stop; exit; fi

[ "$(id -u)" = 0 ] || fail "it needs root, to install packages and to start jobs."
if ! command -v slurmctld slurmd munged sbatch >/dev/null; then
  echo "Installing slurmctld, slurmd and munge"
  export DEBIAN_FRONTEND=noninteractive
  apt-get update -qq >/dev/null && apt-get install -qq -y --no-install-recommends slurmctld slurmd slurm-client munge >/dev/null ||
    fail "the packages slurmctld, slurmd, slurm-client and munge did not install; are Debian's packages reachable?"
fi

mkdir -p "$folder/state" "$folder/spool"
folder=$(cd "$folder" && pwd)
chmod 711 "$folder"
host=$(hostname -s)
port() { python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'; }

head -c 1024 /dev/urandom > "$folder/munge.key"
chmod 400 "$folder/munge.key"
munged --force --socket="$folder/munge.socket" --key-file="$folder/munge.key" --pid-file="$folder/munged.pid" \
  --log-file="$folder/munged.log" --seed-file="$folder/munge.seed" || fail "munged did not start; see $folder/munged.log."

# Slurm wants devices; these are as empty as /dev/null, and nobody opens them.
for at in $(seq 0 7); do [ -e "$folder/gpu$at" ] || mknod "$folder/gpu$at" c 1 3 || fail "it may not make devices here."; done
cat > "$folder/gres.conf" <<END
NodeName=$host Name=gpu File=$folder/gpu[0-7] Flags=nvidia_gpu_env
END
# A requeued job waits until its credential has expired: 5 seconds rather than 120.
cat > "$folder/slurm.conf" <<END
ClusterName=notallbits
SlurmctldHost=$host(127.0.0.1)
SlurmctldPort=$(port)
SlurmdPort=$(port)
SlurmUser=root
AuthType=auth/munge
AuthInfo=socket=$folder/munge.socket,cred_expire=5
CredType=cred/munge
StateSaveLocation=$folder/state
SlurmdSpoolDir=$folder/spool
SlurmctldPidFile=$folder/slurmctld.pid
SlurmdPidFile=$folder/slurmd.pid
SlurmctldLogFile=$folder/slurmctld.log
SlurmdLogFile=$folder/slurmd.log
SelectType=select/cons_tres
SelectTypeParameters=CR_CPU
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
MpiDefault=none
JobRequeue=1
KillWait=10
ReturnToService=2
SchedulerParameters=sched_min_interval=100000
GresTypes=gpu
SlurmdParameters=config_overrides
NodeName=$host NodeAddr=127.0.0.1 CPUs=16 RealMemory=4000 Gres=gpu:8 State=UNKNOWN
PartitionName=all Nodes=$host Default=YES MaxTime=INFINITE State=UP
END
export SLURM_CONF=$folder/slurm.conf
slurmctld -f "$SLURM_CONF" || fail "slurmctld did not start; see $folder/slurmctld.log."
slurmd -f "$SLURM_CONF" || { stop; fail "slurmd did not start; see $folder/slurmd.log."; }
for _ in $(seq 60); do
  if sinfo -h -o %T 2>/dev/null | grep -q idle; then echo "Slurm is up: $(sinfo --version), SLURM_CONF=$SLURM_CONF"; exit; fi
  sleep 0.5
done
stop
fail "its node did not come up; see $folder/slurmctld.log and slurmd.log."
