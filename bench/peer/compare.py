"""Compares two measurements.csv: python compare.py ours.csv recomputed.csv

Prints the largest difference of every column; exits with 1 where a row is
missing, doubled or differs by more than its column may.
"""
import csv
import sys

KEYS = "benchmark model weight_bits kv kv_size budget group".split()
# Largest difference allowed; accuracies are exact up to the last places of a double,
# intervals add some thousand of them in another order.
ALLOWED = {
    "problems": 0, "samples": 0,
    "accuracy": 1e-12, "missing_share": 1e-12,
    "lower": 1e-9, "upper": 1e-9, "rerun_error": 1e-9,
    "weight_bytes": 0, "kv_bytes": 0, "total_bytes": 0,
    "latency_seconds": 0, "requests_per_second": 0,
}


def rows(path):
    with open(path, newline="", encoding="utf-8") as file:
        table = csv.DictReader(file)
        if table.fieldnames is None or set(table.fieldnames) != {*KEYS, *ALLOWED}:
            raise SystemExit(f"Cannot compare {path}: its columns are {table.fieldnames}")
        found = {}
        for row in table:
            key = tuple(row[name] for name in KEYS)
            if key in found:
                raise SystemExit(f"Cannot compare {path}: {key} stands in it twice")
            found[key] = row
        return found


def main(ours, theirs):
    ours, theirs = rows(ours), rows(theirs)
    wrong = [f"{key} is in one file only" for key in ours.keys() ^ theirs.keys()]
    both = [key for key in ours if key in theirs]
    if not both:
        wrong.append("no row is in both files")
    for column, allowed in ALLOWED.items():
        largest, where = 0.0, None
        for key in both:
            a, b = ours[key][column], theirs[key][column]
            if "" in (a, b):
                if a != b:
                    wrong.append(f"{key} {column}: {a or 'nothing'} and {b or 'nothing'}")
                continue
            difference = abs(float(a) - float(b))
            if not difference <= allowed:
                wrong.append(f"{key} {column}: {a} and {b}")
            if difference > largest:
                largest, where = difference, key
        print(f"{column:20} at most {allowed:g}, found {largest:.3g}", *([f"at {'/'.join(where)}"] if where else []))
    print(f"{len(both)} rows in both, {len(wrong)} disagreements")
    for line in wrong[:20]:
        print(line, file=sys.stderr)
    return 1 if wrong else 0


if __name__ == "__main__":
    if len(sys.argv) != 3:
        raise SystemExit(__doc__)
    raise SystemExit(main(*sys.argv[1:]))
