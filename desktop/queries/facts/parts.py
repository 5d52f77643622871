"""A long answer in parts."""

from collections.abc import Mapping
from typing import Any

# Only so much of it is held at once: all rows of a large office's quarter take a hundred megabytes.
IN_PARTS: Mapping[str, Any] = {"yield_per": 2_000}
