"""What no pipeline can go below in Python: python floor.py DATA_SET [--timings FILE]. Read, hash, decode, sum; nothing else."""
import time

BEGIN = time.perf_counter()
import argparse
import hashlib
import json
import os
import resource

import numpy as np
import pyarrow as pa
import pyarrow.ipc

cli = argparse.ArgumentParser()
cli.add_argument("data")
cli.add_argument("--timings")
args = cli.parse_args()
steps = {"imports": time.perf_counter() - BEGIN}
with open(os.path.join(args.data, "manifest.json")) as file:
    names = [each["path"] for each in json.load(file)["files"] if "/" in each["path"]]


def timed(name, work):
    start = time.perf_counter()
    out = work()
    steps[name] = time.perf_counter() - start
    return out


def load():
    out = []
    for name in names:
        with open(os.path.join(args.data, name), "rb") as file:
            out.append(file.read())
    return out


def decode():
    options = pa.ipc.IpcReadOptions(use_threads=False)
    return [pa.ipc.open_file(pa.py_buffer(blob), options=options).get_batch(0) for blob in blobs]


def total():
    out = 0
    for batch in batches:
        for column in batch.columns:
            column = column.indices if hasattr(column, "indices") else column
            width = np.dtype(f"{'u' if pa.types.is_unsigned_integer(column.type) else 'i'}{column.type.bit_width // 8}")
            out += int(np.frombuffer(column.buffers()[1], width, len(column)).sum(dtype=np.int64))
    return out


blobs = timed("read", load)
timed("sha256", lambda: [hashlib.sha256(blob).digest() for blob in blobs])
batches = timed("decode", decode)
timed("sum", total)
if args.timings:
    with open(args.timings, "w") as file:
        json.dump(dict(steps=steps, inside=time.perf_counter() - BEGIN, peak_mib=resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024), file)
