"""The window: one folder per page on a few shared parts. Qt lives here and in ``app``."""

from desktop.views.lost_references import hold_constants
from desktop.views.plain_imports import import_plainly

import_plainly()
hold_constants()
