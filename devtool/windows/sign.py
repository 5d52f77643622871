"""Signs one file for Windows: what release.yml has ZHONGXIAO_SIGN call, on a Windows runner.

The certificate is in the environment: SIGNING_CERTIFICATE (base64 of a .pfx), SIGNING_PASSWORD, and
TIMESTAMP_SERVER. NEVER RUN YET with a real one; a signing service has a command of its own instead.
Standard library only: whatever Python is there runs it, from any folder.
"""

import base64
import binascii
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path

_TRIES = 3  # a server of time stamps is now and then away
_KITS = "Windows Kits/10/bin"


def main(file: Path, environ: Mapping[str, str], pause_s: float = 10.0) -> int:
    """Sign a file and look at its signature; the exit status, 0 when both went well."""
    try:
        told = "".join(environ.get("SIGNING_CERTIFICATE", "").split())
        certificate = base64.b64decode(told, validate=True)
    except binascii.Error:
        certificate = b""
    server = environ.get("TIMESTAMP_SERVER", "")
    tool = newest_tool(Path(environ.get("ProgramFiles(x86)", "C:/Program Files (x86)")))
    for missing, what in (
        (not certificate, "SIGNING_CERTIFICATE is no base64 of a .pfx"),
        (not server, "TIMESTAMP_SERVER is not set"),
        (tool is None, "signtool.exe of a Windows SDK is not there"),
    ):
        if missing:
            sys.stderr.write(f"sign.py: {what}\n")
            return 2
    handle, pfx = tempfile.mkstemp(suffix=".pfx")
    try:
        with os.fdopen(handle, "wb") as written:
            written.write(certificate)
        given = ("/f", pfx, "/p", environ.get("SIGNING_PASSWORD", ""), "/fd", "sha256")
        stamped = ("/tr", server, "/td", "sha256")
        for left in reversed(range(_TRIES)):
            if _ran(tool, "sign", *given, *stamped, file) == 0:
                return _ran(tool, "verify", "/pa", file)
            time.sleep(pause_s if left else 0)
        return 1
    finally:
        Path(pfx).unlink()


def _ran(*words: Path | str | None) -> int:
    return subprocess.run([str(one) for one in words], check=False).returncode


def newest_tool(programs: Path) -> Path | None:
    """The newest signtool.exe of the Windows SDKs that are there."""
    found = programs.glob(f"{_KITS}/*/x64/signtool.exe")
    return max(found, key=lambda one: _numbers(one.parent.parent.name), default=None)


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(one) if one.isdigit() else 0 for one in version.split("."))


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[-1]), os.environ))
