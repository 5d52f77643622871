"""``python -m desktop`` is the command ``zhongxiao``."""

import sys

from desktop.cli import main

if __name__ == "__main__":
    sys.exit(main())
