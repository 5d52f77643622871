"""``python dev.py bench``: prints the table, and writes it into ``docs/performance.md``."""

import sys
import tempfile
from pathlib import Path

from bench import (
    days,
    growth,
    ledger,
    many,
    papers,
    plans,
    quarter,
    role_days,
    scans,
    shelves,
    visits,
    window,
    workbooks,
)
from bench.measure import HEAD
from bench.performance import Measured, write_report

_MODULES = (
    window,
    ledger,
    many,
    days,
    quarter,
    papers,
    workbooks,
    plans,
    shelves,
    visits,
    scans,
    growth,
    role_days,
)


def main(names: list[str]) -> None:
    """Measure everything and print ratios as they come; with names only these modules."""
    known = [module.__name__.removeprefix("bench.") for module in _MODULES]
    if unknown := [name for name in names if name not in known]:
        sys.exit(f"bench: {', '.join(unknown)} isn't measured; these are: {', '.join(known)}")
    print(HEAD)
    found: list[Measured] = []
    for name, module in zip(known, _MODULES, strict=True):
        if names and name not in names:
            continue
        with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
            for result in module.results(Path(folder)):
                print(result.line, flush=True)
                found.append(result)
    if not names:
        write_report(found)


if __name__ == "__main__":
    main(sys.argv[1:])
