"""A server's database as a person types it, and as the driver takes it."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import URL

from desktop.basics.i18n import _
from desktop.services.at_the_door import PORT
from desktop.services.checks import invalid
from desktop.services.engine import read_url
from desktop.services.reaching import OFFERED, VERIFIED


def address_of(values: Mapping[str, Any], kept: str | None = None) -> URL:
    """The URL of what was typed; an empty password is the one of the kept connection.

    Refuses (``invalid``) at its field what can be none.
    """
    host = str(values["host"]).strip()
    if not host or any(sign in host for sign in " /@:"):
        raise invalid("host", _("Write the server's name or address alone, as 192.168.1.10."))
    port = int(values["port"] or PORT)
    if not 0 < port < 1 << 16:
        raise invalid("port", _("A port is a number up to 65535; PostgreSQL's is 5432."))
    how = {}
    if (tls := values.get("tls") or OFFERED) != OFFERED:
        how["sslmode"] = str(tls)
    if tls == VERIFIED:
        if not values.get("ca_file"):
            raise invalid("ca_file", _("Choose the CA file by which the server is verified."))
        how["sslrootcert"] = str(values["ca_file"])
    made = URL.create(
        "postgresql+psycopg",
        username=str(values["user"]).strip() or None,
        password=values.get("password") or None,
        host=host,
        port=port,
        database=str(values["database"]).strip(),
        query=how,
    )
    return made if made.password else _with_kept_password(made, kept)


def address_values(kept: str | None) -> dict[str, Any]:
    """What the form shows of the kept connection; its password is never shown."""
    url = read_url(kept) if kept else None
    if url is None or url.get_backend_name() == "sqlite":
        return {"port": PORT, "tls": OFFERED}
    return {
        "host": url.host or "",
        "port": url.port or PORT,
        "database": url.database or "",
        "user": url.username or "",
        "tls": url.query.get("sslmode", OFFERED),
        "ca_file": url.query.get("sslrootcert", ""),
    }


def _with_kept_password(made: URL, kept: str | None) -> URL:
    before = read_url(kept) if kept else None
    if before is None:
        return made
    same = (before.host, before.username) == (made.host, made.username)
    return made.set(password=before.password) if same else made
