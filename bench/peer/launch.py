"""Runs one command and says what it took: python launch.py SAID.json COMMAND...

Wall clock, processor time and peak memory as the kernel counts them, of the
process and those it waited for.
"""
import json
import os
import sys
import time

ENVIRONMENT = {key: value for key, value in os.environ.items() if not key.startswith(("OPENBLAS", "OMP_", "PYTHON"))}
# Two threads of linear algebra on two busy cores wait for each other: 20 times as long was seen.
ENVIRONMENT |= {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}

said, command = sys.argv[1], sys.argv[2:]
null = os.open(os.devnull, os.O_WRONLY)
start = time.perf_counter()
process = os.posix_spawnp(command[0], command, ENVIRONMENT, file_actions=[(os.POSIX_SPAWN_DUP2, null, 1)])
_, status, usage = os.wait4(process, 0)
wall = time.perf_counter() - start
with open(said, "w") as file:
    json.dump(dict(wall=wall, cpu=usage.ru_utime + usage.ru_stime, peakMib=usage.ru_maxrss / 1024), file)
sys.exit(os.waitstatus_to_exitcode(status))
