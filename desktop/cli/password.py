"""The password of whoever runs a command that writes, where one is set."""

import argparse
import getpass
import os
import sys

from desktop.basics.errors import DatabaseTrouble
from desktop.basics.i18n import _

VARIABLE = "ZHONGXIAO_PASSWORD"


def add_password(parser: argparse.ArgumentParser) -> None:
    """Add the option that says where a script's password comes from."""
    words = _("read the password from this file descriptor (or set {variable})")
    parser.add_argument(
        "--password-fd", type=int, metavar="N", help=words.format(variable=VARIABLE)
    )


def password_of(given: argparse.Namespace, name: str) -> str:
    """The password, from a descriptor, the environment, or asked; never from the command line.

    Raises DatabaseTrouble where there is nobody to ask.
    """
    if given.password_fd is not None:
        try:
            with os.fdopen(given.password_fd, encoding="utf-8") as stream:
                return stream.readline().rstrip("\r\n")
        except OSError as error:
            words = _("--password-fd {number}: nothing can be read there.")
            raise DatabaseTrouble(words.format(number=given.password_fd)) from error
    if VARIABLE in os.environ:
        return os.environ[VARIABLE]
    if sys.stdin is None or not sys.stdin.isatty():
        words = _("{name} has a password: set {variable}, or give --password-fd.")
        raise DatabaseTrouble(words.format(name=name, variable=VARIABLE))
    return getpass.getpass(_("Password of {name}: ").format(name=name))
