"""One process that imports a file of sales: prints its seconds and MB, for ``bench.workbooks``."""

import sys
import time
from pathlib import Path

from bench.watch import highest_memory_mb
from desktop.basics.drafts.office import ProfileDraft
from desktop.services.database import make_database
from desktop.services.engine import read_url
from desktop.services.imports.run import ImportOrder, import_file
from desktop.services.office import Office
from desktop.services.settings import name_office
from desktop.services.staff import add_staff


def main(workbook: Path, database: str) -> None:
    """Bring the file into a fresh office, which makes its shops and products."""
    office = Office(make_database(read_url(database)))
    name_office(office, ProfileDraft("导入"))
    add_staff(office, "ad", "管", ["administrator"])
    signed_in = office.on(office.today, office.find_person("ad"))
    start = time.perf_counter()
    said = import_file(signed_in, ImportOrder("sales-history", workbook, create_missing=True))
    seconds = time.perf_counter() - start
    assert not said.rejected, said.problems[:3]
    print(seconds, round(highest_memory_mb()))


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
