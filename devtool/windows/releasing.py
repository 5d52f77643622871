"""What programs need to find a release: its manifest, the signature, and the key pair."""

import base64
import hashlib
import os
from getpass import getpass
from pathlib import Path

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from desktop.basics.release import MANIFEST, SIGNATURE, Release, manifest_of, read_manifest
from desktop.services.updates import keys_in
from desktop.services.versions import HEAD
from devtool.checkout import ROOT, SetupFailed, say

KEYS = ROOT / "resources" / "release" / "keys.txt"
_CHANGES = ROOT / "CHANGELOG.md"
_OLDEST = "0001"  # from the first release on every office is brought up to date
_NEWS_SIGNS = 2_000
_PIECE = 1 << 20


def make_key(private: Path, keys: Path = KEYS) -> None:
    """Make a key pair: the private one into a new file outside the checkout, the other to ship.

    Raises SetupFailed where the file is there already, or would lie in the checkout.
    """
    if private.resolve().is_relative_to(ROOT):
        raise SetupFailed(f"{private} lies in the checkout: a private key is kept outside of it.")
    made = Ed25519PrivateKey.generate()
    pem = made.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    try:
        handle = os.open(private, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except OSError as error:
        raise SetupFailed(f"{private} can't be made: {error.strerror}.") from error
    with os.fdopen(handle, "wb") as file:
        file.write(pem)
    with keys.open("a", encoding="utf-8") as file:
        file.write(base64.b64encode(_public(made)).decode("ascii") + "\n")
    say(f"made {private}: whoever has it can release; keep it off this computer, and a copy")
    say(f"added its public key to {keys}: commit that; programs built from now on know it")


def read_key(private: Path) -> Ed25519PrivateKey:
    """A private key from its file, whose password is asked for where it has one."""
    try:
        content = private.read_bytes()
    except OSError as error:
        raise SetupFailed(f"{private} can't be read: {error.strerror}.") from error
    password = None
    if b"ENCRYPTED" in content:
        password = getpass(f"Password of {private}: ").encode()
    try:
        key = serialization.load_pem_private_key(content, password)
    except (ValueError, TypeError) as error:
        raise SetupFailed(f"{private} is no private key, or its password is wrong.") from error
    if not isinstance(key, Ed25519PrivateKey):
        raise SetupFailed(f"{private} is no ed25519 key.")
    return key


def announce(
    installer: Path,
    version: str,
    installed: int,
    key: Ed25519PrivateKey | None,
    *,
    news: Path | None = None,
    keys: Path = KEYS,
) -> Path:
    """Write the manifest beside an installer, and its signature where there is a key; its place.

    ``installed`` is what the program takes on the disk (bytes). ``news`` says what is new, else the
    change log does. Raises SetupFailed for a key that no program would know.
    """
    known = keys_in(keys.read_text(encoding="utf-8").splitlines()) if keys.is_file() else ()
    if not known:
        say(f"{keys.name} holds no key: this program will find no newer version (--make-key)")
    release = Release(
        version,
        installer.name,
        installer.stat().st_size,
        _hash_of(installer),
        installed,
        news.read_text(encoding="utf-8").strip() if news else _news_of(version),
        HEAD,
        _OLDEST,
    )
    manifest, signature = installer.with_name(MANIFEST), installer.with_name(SIGNATURE)
    signature.unlink(missing_ok=True)  # that of another build
    content = manifest_of(release)
    manifest.write_bytes(content)
    if key is None:
        say(f"made {manifest}  NOT SIGNED: no program offers it (--key FILE)")
        return manifest
    if _public(key) not in known:
        raise SetupFailed(f"The key's public half isn't in {keys}: no program would believe it.")
    signature.write_bytes(key.sign(content))
    say(f"made {manifest}  signed: {signature.name}")
    return manifest


def announce_again(
    installer: Path, key: Ed25519PrivateKey | None, *, news: Path | None = None, keys: Path = KEYS
) -> Path:
    """Announce an installer once more, which was changed since it was built: signed for Windows.

    What its manifest said of it holds, but for size and hash. Raises SetupFailed without one.
    """
    try:
        before = read_manifest(installer.with_name(MANIFEST).read_bytes())
        if before.installer != installer.name:
            raise ValueError(before.installer)
        size = installer.stat().st_size
    except (OSError, ValueError) as error:
        raise SetupFailed(f"There is no manifest of {installer} beside it: build it.") from error
    say(f"{installer.name} has {size:,} bytes")
    return announce(installer, before.version, before.installed, key, news=news, keys=keys)


def _public(key: Ed25519PrivateKey) -> bytes:
    raw = serialization.Encoding.Raw
    return key.public_key().public_bytes(raw, serialization.PublicFormat.Raw)


def _hash_of(file: Path) -> str:
    sums = hashlib.sha256()
    with file.open("rb") as read:
        while piece := read.read(_PIECE):
            sums.update(piece)
    return sums.hexdigest()


def _news_of(version: str) -> str:
    """What the change log says of a version, as many of its lines as a person reads."""
    lines: list[str] = []
    inside, signs = False, 0
    for line in _CHANGES.read_text(encoding="utf-8").splitlines():
        if line.startswith("## "):
            inside = line.split()[1].partition("（")[0] == version
        elif inside and line.startswith("- "):
            signs += len(line)
            if signs > _NEWS_SIGNS:
                break
            lines.append(line)
    if not lines:
        raise SetupFailed(f"{_CHANGES.name} says nothing of {version}: what is new in it?")
    return "\n".join(lines)
