#!/usr/bin/env bash
# Installs what the engine needs into a folder: install.sh [folder]   (default: .engine in the repository)
# Needs Linux x86_64, Python 3.11 with venv, and a Python package index. About 3 GB to fetch, torch with CUDA 13.
# The folder's READY file names the requirements it was made from; the same ones are not installed twice.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
env=${1:-$here/../../.engine}

fail() { echo "Cannot install the engine: $*" >&2; exit 1; }

[ "$(uname -sm)" = "Linux x86_64" ] || fail "it needs Linux x86_64, this is $(uname -sm)."

want=$(cat "$here/requirements.txt" "$here/../vllm/uv.txt" | sha256sum | cut -d' ' -f1)
if [ "$(cat "$env/READY" 2>/dev/null)" = "$want" ]; then
  echo "The engine's packages are already in $env"
  exit
fi

python=
for p in python3.11 python3; do
  if "$p" -c 'import sys; sys.exit(sys.version_info[:2] != (3, 11))' 2>/dev/null; then python=$p; break; fi
done
[ -n "$python" ] || fail "it needs Python 3.11, as python3.11 or python3 on PATH."
"$python" -c 'import venv, ensurepip' 2>/dev/null || fail "this Python 3.11 lacks venv (on Debian: python3.11-venv)."
if [ -n "$(ls -A "$env" 2>/dev/null)" ] && [ ! -f "$env/pyvenv.cfg" ]; then
  fail "$env holds other files; name an empty or new folder."
fi

echo "1/3 Python environment in $env"
"$python" -m venv --clear "$env" || fail "could not make the environment in $env."

echo "2/3 uv"
"$env/bin/pip" install -q --disable-pip-version-check --only-binary :all: --no-deps --require-hashes -r "$here/../vllm/uv.txt" ||
  fail "could not fetch uv; is a Python package index reachable?"

echo "3/3 torch, transformers, FastAPI and what they need: $(grep -c '==' "$here/requirements.txt") packages"
"$env/bin/uv" pip install -q --compile-bytecode --python "$env/bin/python" --only-binary :all: --no-deps --require-hashes -r "$here/requirements.txt" ||
  fail "the packages did not install; see above."

"$env/bin/python" -c 'import torch, transformers, fastapi' >/dev/null || fail "it installed but does not import; see above."
echo "$want" > "$env/READY"
echo "The engine's packages are in $env"
