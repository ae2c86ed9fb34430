#!/usr/bin/env bash
# Trains the six sizes of the ladder at once, spread over this machine's GPUs, and quantizes them: train_all.sh FOLDER
# FOLDER then holds ladder-1 to ladder-6 and the same with -w4 and -w8 behind the name; logs beside them.
# Needs numpy, safetensors and torch with CUDA (requirements.txt). PYTHON names another interpreter than python3.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
[ $# -eq 1 ] || { echo "usage: train_all.sh FOLDER" >&2; exit 1; }
out=$1
python=${PYTHON:-python3}
gpus=$(nvidia-smi --list-gpus | wc -l)
[ "$gpus" -ge 1 ] || { echo "Cannot train: no GPU is seen here" >&2; exit 1; }
mkdir -p "$out"

train() {
  local size=ladder-$1 gpu=$2
  export CUDA_VISIBLE_DEVICES=$gpu
  # Bits that CUDA's matrix products would otherwise choose anew each time.
  export CUBLAS_WORKSPACE_CONFIG=:4096:8
  "$python" "$here/train.py" --size "$size" --out "$out/$size"
  for bits in 4 8; do
    "$python" "$here/gptq.py" --size "$size" --weights "$out/$size" --bits $bits --out "$out/$size-w$bits"
  done
}

# The largest first, and each GPU some of the large and some of the small.
pids=()
for size in 6 5 4 3 2 1; do
  train $size $(((6 - size + (6 - size) / gpus) % gpus)) > "$out/ladder-$size.log" 2>&1 &
  pids+=($!)
done
failed=0
for pid in "${pids[@]}"; do wait "$pid" || failed=1; done
tail -qn 1 "$out"/ladder-?.log
[ $failed -eq 0 ] || { echo "Some training failed; see $out/ladder-*.log" >&2; exit 1; }
