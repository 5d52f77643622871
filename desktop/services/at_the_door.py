"""What keeps a PC out of a server's database, in words: the network, the door, the user.

The same words are told where a connection is tried and where an office can't be opened.
"""

import re
import socket

from sqlalchemy import URL

from desktop.basics.i18n import N_, _
from desktop.services.finding import WRONG, Finding

PORT = 5432
PATIENCE_S = 6
_UNKNOWN = (
    N_("No computer is called {host}."),
    N_("Look at how it is written, and whether the network is on."),
)
_CLOSED = (
    N_("{host} is there, but nothing answers at its port {port}."),
    N_(
        "Look whether PostgreSQL runs there, listens to the network (listen_addresses = '*') "
        "and has this port."
    ),
)
_SILENT = (
    N_("{host} doesn't answer at port {port}."),
    N_("Look whether it is switched on, and have the port opened in its firewall."),
)
_NO_SUCH_HOST = (
    r"could not translate host|failed to resolve|not known|no such host|无法.*主机|未知的?主机"
)
_REFUSED = r"connection refused|actively refused|拒绝连接|连接被拒|积极拒绝"
_NO_ANSWER = r"timeout|timed out|no route to host|unreachable|超时|没有到主机的路由|不可达"
_NONE_LEFT = r"too many (clients|connections)|remaining connection slots|连接.*太多|剩余.*连接"
_JUST_STARTING = r"starting up|shutting down|recovery mode|正在启动|正在关闭|恢复模式"
_PASSING = (_NO_SUCH_HOST, _REFUSED, _NO_ANSWER, _NONE_LEFT, _JUST_STARTING)
# What a server and its driver say at the door, in the languages that they say it in here; the
# first that fits counts. A server tells no code then, only words.
_AT_THE_DOOR = (
    (_NO_SUCH_HOST, *_UNKNOWN),
    (_REFUSED, *_CLOSED),
    (_NO_ANSWER, *_SILENT),
    (
        r"server does not support SSL|服务器不支持 ?SSL",
        N_("The server offers no encrypted connection."),
        N_("Have TLS set up on the server (ssl = on), or choose “as the server offers”."),
    ),
    (
        r"has expired|not yet valid|已过期|尚未生效",
        N_("The server's certificate has expired, or isn't valid yet."),
        N_("Have it renewed on the server, and look whether this PC's date is right."),
    ),
    (
        r"root certificate file|SSL error|certificate verify|certificate|根证书|证书",
        N_("The server's certificate can't be verified."),
        N_(
            "Take the CA file of whoever looks after the server, and the name in its certificate. "
            "Where it worked until now it has expired: have it renewed; look at this PC's date too."
        ),
    ),
    (
        r"pg_hba\.conf",
        N_("The server lets nobody in from this PC in this way (pg_hba.conf)."),
        N_(
            "Have this PC's network added to pg_hba.conf for this user and database; where only "
            "encrypted connections are let in, choose “encrypted”."
        ),
    ),
    (
        r"password authentication failed|no password supplied|密码.*失败|口令.*失败|Password 认证",
        N_("User or password is wrong."),
        N_("Type the password once more; both are the database's, not those of this program."),
    ),
    (
        r"role .* does not exist|角色.*不存在|role .* is not permitted|不允许登",
        N_("The database user {user} isn't known there, or may not sign in."),
        N_("Have the user made (CREATE ROLE … LOGIN PASSWORD …), or name another."),
    ),
    (
        r"database .* does not exist|数据库.*不存在",
        N_("There is no database {database} on this server."),
        N_("Have it made: CREATE DATABASE … ENCODING 'UTF8' TEMPLATE template0; or name another."),
    ),
    (
        r"permission denied for database|数据库.*权限不够|对数据库.*权限",
        N_("The user {user} may not enter the database {database}."),
        N_("Have the right given: GRANT CONNECT ON DATABASE … TO …"),
    ),
    (
        _NONE_LEFT,
        N_("The server has no connection left."),
        N_("Close what isn't needed, or have max_connections raised on the server."),
    ),
    (
        _JUST_STARTING,
        N_("The server is just starting or stopping."),
        N_("Try again in a minute."),
    ),
)


def what_keeps_out(url: URL, error: BaseException | None) -> Finding:
    """Why a server can't be worked with, by what its driver said of it."""
    said = " ".join(str(error).split())
    if found := _told_at_the_door(url, said) or unreached(url):
        return found
    do = _("Show the details to whoever looks after the server.")
    return Finding(WRONG, _("The server does not let us in."), do, details=said)


def shut_out(url: URL, error: BaseException | None) -> Finding | None:
    """Why a server that was worked with lets nobody in any more, such as a password that changed.

    None where it is only away: it comes back by itself. Asks no network.
    """
    found = _told_at_the_door(url, " ".join(str(error).split()))
    return found if found is not None and (not found.passing or found.full) else None


def unreached(url: URL) -> Finding | None:
    """What keeps this PC from the server's port; None where it answers."""
    host, port = url.host, url.port or PORT
    if not host:
        return None  # a socket of this very computer
    try:
        with socket.create_connection((host, port), timeout=PATIENCE_S):
            return None
    except (socket.gaierror, UnicodeError):
        words, do = _UNKNOWN
    except ConnectionRefusedError:
        words, do = _CLOSED
    except OSError:
        words, do = _SILENT
    return Finding(WRONG, _(words).format(host=host, port=port), _(do), passing=True)


def _told_at_the_door(url: URL, said: str) -> Finding | None:
    known = {
        "host": url.host or _("this computer"),
        "port": url.port or PORT,
        "user": url.username or "",
        "database": url.database or "",
    }
    for pattern, words, do in _AT_THE_DOOR:
        if re.search(pattern, said, re.IGNORECASE):
            told = _(words).format(**known)
            passing, full = pattern in _PASSING, pattern == _NONE_LEFT
            return Finding(WRONG, told, _(do), passing=passing, full=full, details=said)
    return None
