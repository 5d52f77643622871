"""`python -m training` writes the training office's scenario anew."""

import argparse
from pathlib import Path

from training.half_year import SEED, live, write

_PLACE = Path(__file__).resolve().parent.parent / "resources" / "training" / "office.json"


def main() -> None:
    """Make the scenario and say what is in it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--out", type=Path, default=_PLACE)
    chosen = parser.parse_args()
    scenario = live(chosen.seed)
    chosen.out.parent.mkdir(parents=True, exist_ok=True)
    chosen.out.write_text(write(scenario), encoding="utf-8")
    print(f"{chosen.out}: {len(scenario['events'])} events")


main()
