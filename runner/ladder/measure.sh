#!/usr/bin/env bash
# Generates what a study of small models owes on this machine's GPUs, all of its weights served at once:
#   measure.sh SET full|compressed [runner options]
# SET/weights holds a folder for each model and precision. Every reply is kept as it comes: called again, it goes on.
#   full        a vLLM for each weights
#   compressed  an engine for each weights (runner/engine)
# NOTALLBITS  how the runner is called ("deno task", or a bundle's notallbits)
# VLLM, ENGINE  how one is started ("vllm serve", "python3 -m kvengine")
# KV_MIB      memory for the cache of each server (2048)
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
[ $# -ge 2 ] || { sed -n '2,9s/^# \?//p' "$0" >&2; exit 2; }
set=$1 what=$2
shift 2
runner=${NOTALLBITS:-deno task}
kv=${KV_MIB:-2048}
logs=$set/.launch
gpus=$({ nvidia-smi --list-gpus 2>/dev/null || true; } | wc -l)
gpu=$(nvidia-smi --query-gpu=name --format=csv,noheader 2>/dev/null | head -1 || true)
driver=$(nvidia-smi --query-gpu=driver_version --format=csv,noheader 2>/dev/null | head -1 || true)
mkdir -p "$logs"

start() {
  local weights=$1 port=$2
  case $what in
    full) exec ${VLLM:-vllm serve} "$weights" --port "$port" --host 127.0.0.1 --served-model-name "$(basename "$weights")" \
      --generation-config vllm --kv-cache-memory-bytes $((kv * 2**20)) --disable-uvicorn-access-log ;;
    compressed) PYTHONPATH=$here/../engine exec ${ENGINE:-python3 -m kvengine} "$weights" --port "$port" \
      --kv-gib "$(awk "BEGIN {print $kv / 1024}")" ;;
    *) echo "measure.sh: name full or compressed, not $what" >&2; exit 2 ;;
  esac
}

pids=() urls=() port=${PORT:-8100} at=0
trap 'kill "${pids[@]}" 2>/dev/null || true; wait' EXIT
for weights in "$set"/weights/*/; do
  weights=${weights%/}
  [ -f "$weights/config.json" ] || { echo "Cannot serve $weights: it has no config.json" >&2; exit 1; }
  ([ "$gpus" -eq 0 ] || export CUDA_VISIBLE_DEVICES=$((at % gpus)); start "$weights" "$port") \
    > "$logs/$(basename "$weights")-$what.log" 2>&1 &
  pids+=($!) urls+=("http://127.0.0.1:$port")
  port=$((port + 1)) at=$((at + 1))
done
answering=0
while [ "$answering" -lt "${#pids[@]}" ]; do
  answering=0
  for i in "${!pids[@]}"; do
    kill -0 "${pids[$i]}" 2>/dev/null || { echo "A server has ended; see $logs/*-$what.log" >&2; exit 1; }
    ! curl -sf -m 2 "${urls[$i]}/health" > /dev/null || answering=$((answering + 1))
  done
  sleep 1
done
echo "${#pids[@]} servers after $SECONDS s"

option=--server
[ "$what" = full ] || option=--engine
call=("$set")
for url in "${urls[@]}"; do call+=("$option" "$url"); done
[ "$gpus" -eq 0 ] || call+=(--gpu "$gpu" --driver "$driver")
# The kinds of runs that these servers do not do are left out, and said to be.
$runner run "${call[@]}" "$@"
echo "$what: done after $SECONDS s"
