"""Hearing of every change that is committed on a server, and of the server's going and coming."""

import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Any

from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError

from desktop.basics.errors import DatabaseTrouble
from desktop.models.protections import NEWS
from desktop.services.server_session import hears_nothing

_TURN_S = 0.5  # how soon it sees that nobody listens any more
# A server may be told to end what idles (docs/scaling.md); one before PostgreSQL 14 can't.
_NEVER_IDLE = (
    "SELECT set_config(name, '0', false) FROM pg_settings WHERE name = 'idle_session_timeout'"
)
_NEWEST = "SELECT coalesce(max(id), 0) FROM audit"
_LOOK_S = 1.0
_AGAIN_S = 1.0  # between two tries to reach a server that is away


class Listening:
    """A connection of its own that waits for news, in a thread of its own, until nobody listens.

    ``heard`` is told the number that the trail has come to; ``lost`` that the server is away,
    ``back`` that it is there again: what was told meanwhile isn't known then. ``wanted`` says
    whether anybody still listens. All three are called from the thread.
    """

    def __init__(
        self,
        engine: Engine,
        wanted: Callable[[], bool],
        heard: Callable[[int], object],
        lost: Callable[[], object],
        back: Callable[[], object],
    ) -> None:
        self._engine = engine
        self._asked, self._heard, self._lost, self._back = wanted, heard, lost, back
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._listen, name="listening", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Listen no more; its connection is closed when this returns."""
        self._over.set()
        self._thread.join(4 * _TURN_S)

    def _is_wanted(self) -> bool:
        return not self._over.is_set() and self._asked()

    def _listen(self) -> None:
        import psycopg

        away = False
        while self._is_wanted():
            try:
                for connection in self._connected():
                    hear = self._way(connection)
                    if away:
                        away = False
                        self._back()
                    hear(connection)
            except (DBAPIError, psycopg.Error, DatabaseTrouble):
                if not away and self._is_wanted():
                    away = True
                    self._lost()
                self._over.wait(_AGAIN_S)

    def _connected(self) -> Iterator[Any]:
        pooled = self._engine.raw_connection()
        connection: Any = pooled.driver_connection
        pooled.detach()  # nobody else gets it, and it ends with its listener
        try:
            connection.autocommit = True
            connection.execute(_NEVER_IDLE)
            yield connection
        finally:
            with suppress(Exception):
                connection.close()

    def _way(self, connection: Any) -> Callable[[Any], None]:
        """How news come by a connection."""
        if hears_nothing(connection):
            return self._look
        connection.execute(f"LISTEN {NEWS}")
        return self._hear

    def _look(self, connection: Any) -> None:
        """Ask how far the trail has come, where nobody tells it."""
        while self._is_wanted():
            self._heard(int(connection.execute(_NEWEST).fetchone()[0]))
            self._over.wait(_LOOK_S)

    def _hear(self, connection: Any) -> None:
        while self._is_wanted():
            for told in connection.notifies(timeout=_TURN_S):
                self._heard(int(told.payload))
                if not self._is_wanted():
                    return
