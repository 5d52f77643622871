"""``python dev.py bench``: prints the table."""

import tempfile
from pathlib import Path

from bench import days, ledger, many, papers, plans, shelves, visits, window
from bench.measure import HEAD


def main() -> None:
    """Measure everything and print ratios as they come."""
    print(HEAD)
    for module in (window, ledger, many, days, papers, plans, shelves, visits):
        with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
            for result in module.results(Path(folder)):
                print(result.line, flush=True)


if __name__ == "__main__":
    main()
