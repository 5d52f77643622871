"""`python -m training.computing` computes the proposals of the story anew (``computed.py``).

Until nothing changes any more: what is ordered changes what is computed later. To be run after a
change of the story, of the shipped assortment rules or of how shelves are filled; takes minutes.
"""

import json
import tempfile
from pathlib import Path
from typing import Any

from desktop.queries.proposals import proposal_detail
from desktop.replay.replay import replay
from desktop.replay.scenario import read_scenario
from desktop.services.database import make_database, read_url
from desktop.services.office import Office
from training.computed import FILE, Lines, proposed
from training.half_year import SEED, live, write

_MOST_ROUNDS = 8


def computed_in(office: Office, refs: dict[str, int]) -> dict[str, Lines]:
    """What an office computed for its shops, by the proposals' names in the story."""
    with office.reading() as session:
        details = {ref: proposal_detail(session, key, office.today) for ref, key in refs.items()}
    return {
        f"{ref} {one.client}": [
            {"product": line.product, "unit": line.unit, "quantity": line.quantity}
            for line in one.lines
        ]
        for ref, one in details.items()
        if one.is_computed
    }


def compute() -> dict[str, Lines]:
    """Replay the story as it stands, and give what was computed in it."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        file = Path(folder) / "office.json"
        file.write_text(write(live()), encoding="utf-8")
        office = Office(make_database(read_url(str(Path(folder) / "office.db"))))
        played = replay(office, read_scenario(file))
        known = played.names.known.items()
        found = computed_in(office, {ref: key for (kind, ref), key in known if kind == "proposal"})
        office.engine.dispose()
        return found


def _keep(found: dict[str, Lines]) -> None:
    lines = (f" {_text(name)}: {_text(found[name])}" for name in sorted(found))
    text = f'{{"seed": {SEED}, "proposals": {{\n' + ",\n".join(lines) + "\n}}\n"
    FILE.write_text(text, encoding="utf-8")
    proposed.cache_clear()


def _text(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def _nothing_yet() -> dict[str, Lines]:
    """Every proposal of the story, as a first guess with nothing on it."""
    events = [event for event in live()["events"] if event["do"] == "proposal.compute"]
    return {f"{event['ref']} {event['client']}": [] for event in events}


def main() -> None:
    """Compute until the story and what is computed in it agree."""
    if not proposed(SEED):
        _keep(_nothing_yet())
    for turn in range(1, _MOST_ROUNDS + 1):
        before, found = proposed(SEED), compute()
        changed = sum(found[name] != before.get(name) for name in found)
        print(f"{turn}: {len(found)} proposals, {changed} of them changed", flush=True)
        _keep(found)
        if found == before:
            return


if __name__ == "__main__":
    main()
