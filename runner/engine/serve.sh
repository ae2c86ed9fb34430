#!/usr/bin/env bash
# Serves a Qwen3 checkpoint with the engine: serve.sh WEIGHTS --port PORT [engine flags]; --help tells them
# ENGINE_ENV names the folder install.sh made, if it is not .engine in the repository.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
env=${ENGINE_ENV:-$here/../../.engine}
[ -f "$env/READY" ] || { echo "Cannot serve: the engine's packages are not in $env; run $here/install.sh first, or set ENGINE_ENV." >&2; exit 1; }
# Nothing is fetched from anywhere.
export HF_HUB_OFFLINE=1 TRANSFORMERS_OFFLINE=1 PYTHONPATH=$here
exec "$env/bin/python" -m kvengine "$@"
