#!/usr/bin/env python3
"""Writes items.jsonl and examples.jsonl of the shipped suites.

    generate.py                     all suites, with the recorded seeds, in place
    generate.py arithmetic french   only these
    generate.py --check             writes nothing; exit code 1 if a file differs from what would be written
    generate.py --seed 42 --out DIR fresh items of the same kinds, to see whether a result depends on these very items
"""
import argparse
import importlib
import os
import sys

sys.dont_write_bytecode = True   # no __pycache__ among the data

from generator.common import jsonl  # noqa: E402

# Suite -> the seed of its shipped version. A new seed is a new suite_version.
SEEDS = {
    "arithmetic": 20261101,
    "extraction": 20261102,
    "instructions": 20261103,
    "classification": 20261104,
    "korean": 20261105,
    "french": 20261106,
    "reading": 20261107,
}
HERE = os.path.dirname(os.path.abspath(__file__))


def files(name, seed):
    """File name -> text. A generator module has make(seed) -> (items, examples)."""
    items, examples = importlib.import_module("generator." + name).make(seed)
    return {"items.jsonl": jsonl(items), "examples.jsonl": jsonl(examples)}


def read(path):
    if not os.path.exists(path):
        return None
    with open(path, encoding="utf-8", newline="") as f:
        return f.read()


def write(path, text):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w", encoding="utf-8", newline="") as f:
        f.write(text)


def main():
    parser = argparse.ArgumentParser(description="Writes the items of the shipped suites.")
    parser.add_argument("suite", nargs="*", help="default: all")
    parser.add_argument("--seed", type=int, help="instead of the recorded seed")
    parser.add_argument("--out", default=HERE, help="folder that holds the suites' folders")
    parser.add_argument("--check", action="store_true", help="compare, write nothing")
    args = parser.parse_args()
    unknown = [name for name in args.suite if name not in SEEDS]
    if unknown:
        parser.error("no suite {}; there are: {}".format(", ".join(unknown), " ".join(SEEDS)))
    differing = []
    for name in args.suite or SEEDS:
        seed = SEEDS[name] if args.seed is None else args.seed
        for file, text in files(name, seed).items():
            path = os.path.join(args.out, name, file)
            if not args.check:
                write(path, text)
            elif read(path) != text:
                differing.append(path)
    for path in differing:
        print("{}: is not what the generator gives for the recorded seed".format(path), file=sys.stderr)
    return 1 if differing else 0


if __name__ == "__main__":
    sys.exit(main())
