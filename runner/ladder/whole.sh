#!/usr/bin/env bash
# The whole ladder on this machine's GPUs: trains, quantizes, generates, times and seals: whole.sh SET
# Called again, it goes on: trained weights stay, and so does every reply and timing.
# Needs what train_all.sh and measure.sh need, and takes their settings.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
[ $# -eq 1 ] || { sed -n '2,4s/^# \?//p' "$0" >&2; exit 2; }
set=$1
runner=${NOTALLBITS:-deno task}
mkdir -p "$set/.launch"
said() { echo "$(date +%T) $*"; }

# Many small processes use a GPU side by side through MPS instead of in turn. It changes no setting of the GPU.
if command -v nvidia-cuda-mps-control > /dev/null && nvidia-smi --list-gpus > /dev/null 2>&1; then
  export CUDA_MPS_PIPE_DIRECTORY=$(mktemp -d) CUDA_MPS_LOG_DIRECTORY=$(mktemp -d)
  nvidia-cuda-mps-control -d
  trap 'echo quit | nvidia-cuda-mps-control' EXIT
fi

if [ ! -f "$set/weights/trained" ]; then
  said "training"
  "$here/train_all.sh" "$set/weights"
  touch "$set/weights/trained"
fi
cp "$here/study.json" "$set/"
for benchmark in reasoning knowledge; do
  [ -f "$set/$benchmark.json" ] ||
    (out=$(cd "$set" && pwd)/$benchmark.json && cd "$here" && "${PYTHON:-python3}" benchmark.py "$benchmark" "$out")
done

$runner plan "$set" > "$set/.launch/plan.log"

said "generating"
"$here/measure.sh" "$set" full &
full=$!
# An engine's run is one batch; being nicer, engines take what the servers leave.
PORT=$((${PORT:-8100} + 200)) KV_MIB=6144 ENGINE_FLAGS=${ENGINE_FLAGS:---eager --max-rows 1120} \
  nice -n 12 "$here/measure.sh" "$set" compressed --concurrency 1120 &
compressed=$!
failed=0
wait $full || failed=1
wait $compressed || failed=1
[ $failed -eq 0 ] || { echo "Some runs are not complete; see $set/.launch" >&2; exit 1; }
$runner seal "$set" > "$set/.launch/seal.log"
said "sealed: $(tail -n 1 "$set/.launch/seal.log")"

# Little memory, so that a batch that fits is found soon.
KV_MIB=192 PORT=$((${PORT:-8100} + 400)) \
  "$here/measure.sh" "$set" time --growth 512 --seconds 0.3 --concurrency 512
$runner seal "$set" > "$set/.launch/seal.log"
said "sealed: $(tail -n 1 "$set/.launch/seal.log")"
