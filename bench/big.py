"""``python dev.py big``: a large office to work in, and how much memory a window takes with it.

3,000 shops that buy among 15,000, two years of work, 400 drops a day.
"""

import resource
import subprocess
import sys
import tempfile
from pathlib import Path

from bench.crowd import big_office
from bench.making import Size
from desktop.services.database import open_database, read_url
from desktop.services.office import Office

_DROPS, _DAYS = 400, 700
SIZE = Size(15_000, 3_000, 2_700, 20_000, 6_000, _DROPS * _DAYS, 100_000)


def main(arguments: list[str]) -> None:
    """Make it once in a file (``out/big.db``), then open it in a process of its own."""
    path = Path(arguments[0] if arguments else "out/big.db")
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.exists():
        big_office(path, SIZE).engine.dispose()
    print(f"{path}: {path.stat().st_size // 2**20:,} MB")
    subprocess.run([sys.executable, "-m", "bench.big", str(path), "window"], check=True)


def window(path: str) -> None:
    """Work the clients' page and Today for a while and tell the memory at its highest."""
    from bench.hands import Hands

    office = Office(open_database(read_url(path)))
    with tempfile.TemporaryDirectory() as folder:
        hands = Hands(office, Path(folder))
        for _round in range(5):
            hands.today()
            hands.open()
            hands.sort("name")
            hands.stand_at_top()
            hands.jump_to_end()
            hands.down()
        hands.rest()
    highest = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"a window with it: {highest:,} MB at its highest")


if __name__ == "__main__":
    window(sys.argv[1]) if sys.argv[2:] == ["window"] else main(sys.argv[1:])
