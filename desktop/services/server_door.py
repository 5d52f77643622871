"""What a database server and its driver say at the door, in our words, with what to do about it.

A server that lets nobody in tells no code, only words, in the languages that it speaks here.
"""

import re
from dataclasses import dataclass

from sqlalchemy import URL

from desktop.basics.i18n import N_, _

PORT = 5432
# The first that fits counts.
_SAID = (
    (
        r"could not translate host|failed to resolve|not known|no such host|无法.*主机|未知的?主机",
        N_("No computer is called {host}."),
        N_("Look at how it is written, and whether the network is on."),
    ),
    (
        r"connection refused|actively refused|拒绝连接|连接被拒|积极拒绝",
        N_("{host} is there, but nothing answers at its port {port}."),
        N_(
            "Look whether PostgreSQL runs there, listens to the network (listen_addresses = '*') "
            "and has this port."
        ),
    ),
    (
        r"timeout|timed out|no route to host|unreachable|超时|没有到主机的路由|不可达",
        N_("{host} doesn't answer at port {port}."),
        N_("Look whether it is switched on, and have the port opened in its firewall."),
    ),
    (
        r"server does not support SSL|服务器不支持 ?SSL",
        N_("The server offers no encrypted connection."),
        N_("Have TLS set up on the server (ssl = on), or choose “as the server offers”."),
    ),
    (
        r"root certificate file|SSL error|certificate verify|certificate|根证书|证书",
        N_("The server's certificate can't be verified."),
        N_("Take the CA file of whoever looks after the server, and the name in its certificate."),
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
        r"too many (clients|connections)|remaining connection slots|连接.*太多|剩余.*连接",
        N_("The server has no connection left."),
        N_("Close what isn't needed, or have max_connections raised on the server."),
    ),
    (
        r"starting up|shutting down|recovery mode|正在启动|正在关闭|恢复模式",
        N_("The server is just starting or stopping."),
        N_("Try again in a minute."),
    ),
)


@dataclass(frozen=True)
class AtTheDoor:
    """Why nobody is let in, what to do, and ``details``: what was said, as it was said."""

    words: str
    do: str
    details: str


def at_the_door(url: URL, error: BaseException | None) -> AtTheDoor:
    """What a driver's error means."""
    said = " ".join(str(error).split())
    known = {
        "host": url.host or _("this computer"),
        "port": url.port or PORT,
        "user": url.username or "",
        "database": url.database or "",
    }
    for pattern, words, do in _SAID:
        if re.search(pattern, said, re.IGNORECASE):
            return AtTheDoor(_(words).format(**known), _(do), said)
    do = _("Show the details to whoever looks after the server.")
    return AtTheDoor(_("The server does not let us in."), do, said)
