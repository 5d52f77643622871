"""A release as it lies in a folder: an installer, its manifest, signed with a key made here."""

import hashlib
from dataclasses import dataclass, field, replace
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from desktop.basics.release import MANIFEST, SIGNATURE, Release, manifest_of
from desktop.services.versions import HEAD

NEWS = "- 送货单可以按车次一次打印。\n- 客户列表更快。"


@dataclass
class Share:
    """A folder in which versions are released."""

    folder: Path
    key: Ed25519PrivateKey = field(default_factory=Ed25519PrivateKey.generate)

    @property
    def keys(self) -> tuple[bytes, ...]:
        """The public key, as it ships."""
        return (self.key.public_key().public_bytes_raw(),)

    @property
    def installer(self) -> Path:
        return next(self.folder.glob("*.exe"))

    def release(
        self, version: str = "9.3.0", content: bytes = b"installer" * 999, **other: object
    ) -> Release:
        """Lay a version there, whole and signed; ``other`` is told otherwise in its manifest."""
        self.folder.mkdir(parents=True, exist_ok=True)
        for one in self.folder.iterdir():
            one.unlink()
        name = f"Zhongxiao-Setup-{version}.exe"
        (self.folder / name).write_bytes(content)
        digest = hashlib.sha256(content).hexdigest()
        told = Release(version, name, len(content), digest, 1000, NEWS, HEAD, "0001")
        return self.sign(replace(told, **other))  # type: ignore[arg-type]

    def sign(self, release: Release) -> Release:
        """Write a manifest and its signature."""
        written = manifest_of(release)
        (self.folder / MANIFEST).write_bytes(written)
        (self.folder / SIGNATURE).write_bytes(self.key.sign(written))
        return release
