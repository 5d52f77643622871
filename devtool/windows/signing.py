"""Signing what Windows starts: by the command of whoever releases, while it is being built.

The launchers are signed before they are packed and Uninstall.exe as it is packed, so that the hash
of what is made is the one of what is given out.
"""

import os
import shlex
from pathlib import Path

from devtool.checkout import need


def sign_command() -> str:
    """ZHONGXIAO_SIGN: a command that signs the file named as its last word; empty: unsigned."""
    return os.environ.get("ZHONGXIAO_SIGN", "").strip()


def sign(*files: Path) -> None:
    """Sign files, when there is a command for it. Raises SetupFailed when that one fails."""
    command = sign_command()
    for file in files if command else ():
        need(f"Signing {file.name}", *shlex.split(command), file)
