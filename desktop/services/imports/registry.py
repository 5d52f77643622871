"""The kinds of lists that can be brought in, each declared in its own module."""

from collections.abc import Mapping

from desktop.services.imports.areas import AREAS, HOLIDAYS
from desktop.services.imports.clients import CLIENTS
from desktop.services.imports.kind import ImportKind
from desktop.services.imports.lots import LOTS
from desktop.services.imports.margins import MARGINS
from desktop.services.imports.orders import ORDERS
from desktop.services.imports.products import PRODUCTS
from desktop.services.imports.rebate_clients import REBATE_CLIENT_KIND
from desktop.services.imports.sales import SALES
from desktop.services.imports.surveys import SURVEYS
from desktop.services.imports.vehicles import VEHICLES

# In the order in which an office that goes live brings them.
_ALL = (
    CLIENTS,
    PRODUCTS,
    MARGINS,
    SALES,
    REBATE_CLIENT_KIND,
    AREAS,
    HOLIDAYS,
    VEHICLES,
    LOTS,
    SURVEYS,
    ORDERS,
)
KINDS: Mapping[str, ImportKind] = {one.listed.name: one for one in _ALL}
