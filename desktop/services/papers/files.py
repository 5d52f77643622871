"""The paper of a client file: what the office knows, for those who work here."""

import re

from desktop.basics.errors import Refused
from desktop.basics.i18n import _
from desktop.basics.masking import mask_phones
from desktop.basics.roles import sees_numbers
from desktop.models import Client
from desktop.printing import render
from desktop.queries.codes import code_there
from desktop.queries.papers.client_file import client_record
from desktop.services.find import find_client
from desktop.services.office import Office
from desktop.services.papers.declared import Declared, WhichPaper

_BETWEEN = re.compile(r"[\s,，、;；]+")
MOST = 200


def _issue(office: Office, which: WhichPaper) -> bytes:
    """The files of the clients with these codes in one PDF; it changes nothing, so none is kept.

    What was done for them is measured, which takes long: so nobody waits for it. Refuses
    ``not_found`` for a code that nobody has, ``invalid`` for none or for too many.
    """
    with office.looking("paper.issue") as session:
        session.allow()
        alone = code_there(session, Client, which.code)  # one that has a space in it
        codes = [alone] if alone else list(filter(None, _BETWEEN.split(which.code)))
        if not 0 < len(codes) <= MOST:
            words = _("Name the clients by their codes, at most {most} at once.")
            raise Refused("invalid", words.format(most=MOST), "client")
        named = (code_there(session, Client, code) or code for code in codes)
        clients = dict.fromkeys(find_client(session, code) for code in named)
        papers = [client_record(session, client, session.today) for client in clients]
        person = session.person
    shown = (
        papers if person is not None and sees_numbers(person.roles) else map(mask_phones, papers)
    )
    return render(*shown)


CLIENT_FILE = Declared("client_file", _issue, "client-file")
