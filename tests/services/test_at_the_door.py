"""What a server says at the door is told in our words, with what to do; its own stand behind."""

import re

import pytest

from desktop.basics.errors import DatabaseTrouble
from desktop.services.at_the_door import what_keeps_out
from desktop.services.database import exists
from desktop.services.engine import read_url
from tests.postgres import free_port

URL = read_url("postgresql://worker:pw@192.168.1.10:5433/office")
# As libpq and psycopg say it, and servers in English and Chinese.
SAID = {
    "网络上没有叫 192.168.1.10 的电脑": (
        'could not translate host name "srv" to address: Name or service not known',
        "failed to resolve host 'srv': [Errno 11001] getaddrinfo failed",
        "[Errno -2] Name or service not known",
    ),
    "5433": (
        'connection to server at "192.168.1.10", port 5433 failed: Connection refused',
        "connection failed: 由于目标计算机积极拒绝，无法连接。",
        "connection timeout expired",
        'connection to server at "192.168.1.10", port 5433 failed: timeout expired',
        "connection failed: No route to host",
    ),
    "加密": ("server does not support SSL, but SSL was required",),
    "pg_hba.conf": (
        'FATAL: no pg_hba.conf entry for host "10.0.0.7", user "worker", no encryption',
    ),
    "证书": (
        'root certificate file "C:\\ca.crt" does not exist',
        "SSL error: certificate verify failed",
        "SSL error: certificate verify failed: certificate has expired",
        'server certificate for "db" does not match host name "192.168.1.10"',
    ),
    "密码": (
        'FATAL: password authentication failed for user "worker"',
        "fe_sendauth: no password supplied",
        '致命错误: 用户 "worker" Password 认证失败',
    ),
    "worker": ('FATAL: role "worker" does not exist', '致命错误: 角色 "worker" 不存在'),
    "office": ('FATAL: database "office" does not exist', '致命错误: 数据库 "office" 不存在'),
    "连接数用完": ("FATAL: sorry, too many clients already",),
    "正在启动": ("FATAL: the database system is starting up",),
    "服务器不让登录": ("FATAL: something that nobody foresaw",),
}


@pytest.mark.parametrize(
    ("words", "said"), [(words, one) for words, listed in SAID.items() for one in listed]
)
def test_the_usual_words_of_a_server_are_told_in_chinese(words: str, said: str) -> None:
    met = what_keeps_out(URL, Exception(f"{said}\n"))
    assert words in met.words
    assert met.details == said
    english = re.sub(r"192\.168\.1\.10|worker|office|pg_hba\.conf", "", met.words)
    assert not re.search("[A-Za-z]", english)
    assert met.do


def test_an_office_whose_server_does_not_answer_says_so_in_words() -> None:
    """So it stands on the sign-in page, with the server's own words behind 详细."""
    port = free_port()
    with pytest.raises(DatabaseTrouble) as trouble:
        exists(read_url(f"postgresql://u@127.0.0.1:{port}/office"))
    assert str(port) in trouble.value.message
    assert "refused" not in trouble.value.message
    assert "refused" in trouble.value.details
