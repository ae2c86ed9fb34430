#!/usr/bin/env bash
# Measures what a study of small models owes on this machine's GPUs, all of its weights served at once:
#   measure.sh SET full|compressed|time [runner options]
# SET/weights holds a folder for each model and precision. Every reply is kept as it comes: called again, it goes on.
#   full        a vLLM for each weights, a runner for each model
#   compressed  the same with engines (runner/engine)
#   time        a vLLM for each weights again, without its prefix cache; one at a time on each GPU is timed
# NOTALLBITS  how the runner is called ("deno task", or a bundle's notallbits)
# VLLM, ENGINE  how one is started ("vllm serve", "python3 -m kvengine"); VLLM_FLAGS, ENGINE_FLAGS: more for each
# KV_MIB      memory for the cache of each server (1024)
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
[ $# -ge 2 ] || { sed -n '2,10s/^# \?//p' "$0" >&2; exit 2; }
set=$1 what=$2
shift 2
case $what in full | compressed | time) ;; *) echo "measure.sh: name full, compressed or time, not $what" >&2; exit 2 ;; esac
runner=${NOTALLBITS:-deno task}
kv=${KV_MIB:-1024}
logs=$set/.launch
gpus=$({ nvidia-smi --list-gpus 2>/dev/null || true; } | wc -l)
machine=()
if [ "$gpus" -gt 0 ]; then
  machine=(--gpu "$(nvidia-smi --query-gpu=name --format=csv,noheader | head -1)"
    --driver "$(nvidia-smi --query-gpu=driver_version --format=csv,noheader | head -1)")
fi
mkdir -p "$logs"

start() {
  local weights=$1 port=$2 flags=()
  if [ "$what" = compressed ]; then
    # shellcheck disable=SC2086 # Flags are words.
    PYTHONPATH=$here/../engine${PYTHONPATH:+:$PYTHONPATH} exec ${ENGINE:-python3 -m kvengine} "$weights" --port "$port" \
      --kv-gib "$(awk "BEGIN {print $kv / 1024}")" ${ENGINE_FLAGS:-}
  fi
  [ "$what" = full ] || flags+=(--no-enable-prefix-caching)
  # What a vLLM asks to be free before it starts; what it takes is said by the bytes of its cache.
  [ "$gpus" -eq 0 ] || flags+=(--gpu-memory-utilization 0.02)
  # shellcheck disable=SC2086
  exec ${VLLM:-vllm serve} "$weights" --port "$port" --host 127.0.0.1 --served-model-name "$(basename "$weights")" \
    --generation-config vllm --kv-cache-memory-bytes $((kv * 2**20)) --disable-uvicorn-access-log "${flags[@]}" \
    ${VLLM_FLAGS:-}
}

names=() pids=() urls=() port=${PORT:-8100} at=0
trap 'kill "${pids[@]}" 2>/dev/null || true; wait' EXIT
for weights in "$set"/weights/*/; do
  weights=${weights%/}
  [ -f "$weights/config.json" ] || { echo "Cannot serve $weights: it has no config.json" >&2; exit 1; }
  ([ "$gpus" -eq 0 ] || export CUDA_VISIBLE_DEVICES=$((at % gpus)); start "$weights" "$port") \
    > "$logs/$(basename "$weights")-$what.log" 2>&1 &
  names+=("$(basename "$weights")") pids+=($!) urls+=("http://127.0.0.1:$port")
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

runners=()
call() {
  local log=$1
  shift
  # shellcheck disable=SC2086
  $runner "$@" "${machine[@]}" > "$logs/$log.log" 2>&1 || { tail -n 3 "$logs/$log.log" >&2; return 1; }
}
if [ "$what" = time ]; then
  for gpu in $(seq 0 $((gpus > 0 ? gpus - 1 : 0))); do
    (
      for ((i = gpu; i < ${#names[@]}; i += gpus > 0 ? gpus : 1)); do
        model=${names[$i]%-w[48]} bits=16
        [ "$model" = "${names[$i]}" ] || bits=${names[$i]##*-w}
        call "timing-${names[$i]}" time "$set" --server "${urls[$i]}" --only "model=$model,bits=$bits" "$@"
      done
    ) &
    runners+=($!)
  done
else
  # A runner for each model: one for all would keep less than a core's worth of servers busy.
  for model in $(printf '%s\n' "${names[@]%-w[48]}" | sort -u); do
    servers=()
    for i in "${!names[@]}"; do
      [ "${names[$i]%-w[48]}" != "$model" ] || servers+=("$([ "$what" = full ] && echo --server || echo --engine)" "${urls[$i]}")
    done
    # The kinds of runs that these servers do not do are left out, and said to be.
    call "runner-$model-$what" run "$set" "${servers[@]}" --only "model=$model" "$@" &
    runners+=($!)
  done
fi
failed=0
for pid in "${runners[@]}"; do wait "$pid" || failed=1; done
echo "$what: $([ $failed -eq 0 ] && echo done || echo failed) after $SECONDS s"
exit $failed
