"""`python -m training.computing` computes the proposals of the story anew (``computed.py``).

Until nothing changes any more: what is ordered changes what is computed later. To be run after a
change of the story, of the shipped assortment rules or of how shelves are filled; takes minutes.
"""

import json
import tempfile
from pathlib import Path
from typing import Any

from desktop.queries.proposals import proposal_detail
from desktop.queries.trials import first_half
from desktop.replay.replay import replay
from desktop.replay.scenario import read_scenario
from desktop.services.database import make_database
from desktop.services.engine import read_url
from desktop.services.office import Office
from training.computed import FILE, Lines, drawn, proposed
from training.half_year import SEED, live, write

Computed = tuple[dict[str, Lines], dict[str, list[str]]]

_MOST_ROUNDS = 8


def computed_in(office: Office, refs: dict[str, int]) -> dict[str, Lines]:
    """What an office computed for its shops, by the proposals' names in the story."""
    with office.reading() as session:
        details = {ref: proposal_detail(session, key, office.today) for ref, key in refs.items()}
    return {
        f"{ref} {one.client}": [
            {
                "product": line.product,
                "unit": line.unit,
                "quantity": line.quantity,
                "month": line.month_units,
            }
            for line in one.lines
        ]
        for ref, one in details.items()
        if one.is_computed
    }


def halves_in(office: Office, refs: dict[str, int]) -> dict[str, list[str]]:
    """The shops that an office drew to begin, by the trials' names in the story."""
    with office.reading() as session:
        return {ref: first_half(session, key) for ref, key in sorted(refs.items())}


def compute() -> Computed:
    """Replay the story as it stands, and give what was computed in it."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        file = Path(folder) / "office.json"
        file.write_text(write(live()), encoding="utf-8")
        office = Office(make_database(read_url(str(Path(folder) / "office.db"))))
        played = replay(office, read_scenario(file))
        known = played.names.known.items()
        refs = {
            noun: {ref: key for (kind, ref), key in known if kind == noun}
            for noun in ("proposal", "trial")
        }
        found = computed_in(office, refs["proposal"]), halves_in(office, refs["trial"])
        office.engine.dispose()
        return found


def _keep(found: Computed) -> None:
    proposals, trials = found
    lines = (f" {_text(name)}: {_text(proposals[name])}" for name in sorted(proposals))
    text = f'{{"seed": {SEED}, "trials": {_text(trials)},\n"proposals": {{\n'
    FILE.write_text(text + ",\n".join(lines) + "\n}}\n", encoding="utf-8")
    proposed.cache_clear()
    drawn.cache_clear()


def _text(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def _nothing_yet() -> dict[str, Lines]:
    """Every proposal of the story, as a first guess with nothing on it."""
    events = [event for event in live()["events"] if event["do"] == "proposal.compute"]
    return {f"{event['ref']} {event['client']}": [] for event in events}


def main() -> None:
    """Compute until the story and what is computed in it agree."""
    if not proposed(SEED):
        _keep((_nothing_yet(), {}))
    for turn in range(1, _MOST_ROUNDS + 1):
        before, found = (proposed(SEED), drawn(SEED)), compute()
        lines, trials = found
        changed = sum(lines[name] != before[0].get(name) for name in lines)
        halves = sum(trials[name] != before[1].get(name) for name in trials)
        print(f"{turn}: {len(lines)} proposals, {changed} changed, {halves} halves", flush=True)
        _keep(found)
        if found == before:
            return


if __name__ == "__main__":
    main()
