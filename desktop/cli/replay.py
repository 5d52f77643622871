"""``zhongxiao replay``: a scenario through the services, and the state it leads to."""

import argparse
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from desktop.basics.i18n import _
from desktop.cli.verb import Verbs, add_verb, print_json
from desktop.services.office import Office


def register(verbs: Verbs) -> None:
    """Add the verb."""
    parser = add_verb(verbs, "replay", _("play a scenario file through the office"), _replay)
    parser.add_argument("file", type=Path, metavar="FILE")
    parser.add_argument("--database", metavar="URL", help=_("an empty database to play it into"))
    parser.add_argument("--json", action="store_true", help=_("print the state, nothing else"))


def _replay(given: argparse.Namespace) -> int:
    from desktop.replay.replay import replay, state_after
    from desktop.replay.scenario import read_scenario

    scenario = read_scenario(given.file)
    with _office(given.database) as office:
        played = replay(office, scenario)
        for line in played.unexpected:
            print(line, file=sys.stderr)
        if given.json:
            print_json(state_after(office, played))
        else:
            done = len(scenario.events) - len(played.refused)
            print(
                _("{done} events done, {refused} refused, {wrong} otherwise than told.").format(
                    done=done, refused=len(played.refused), wrong=len(played.unexpected)
                )
            )
    return 1 if played.unexpected else 0


@contextmanager
def _office(url: str | None) -> Iterator[Office]:
    from desktop.services.database import made_whole, make_database
    from desktop.services.engine import read_url

    if url is not None:
        with made_whole(read_url(url)) as engine:
            yield Office(engine)
        return
    with tempfile.TemporaryDirectory(prefix="zhongxiao-", ignore_cleanup_errors=True) as folder:
        engine = make_database(read_url(str(Path(folder) / "office.db")))
        yield Office(engine)
        engine.dispose()
