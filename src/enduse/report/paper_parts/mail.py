"""A paper as a mail to send: the text, and the paper itself attached."""

import re
from email.message import EmailMessage
from email.policy import SMTP
from hashlib import sha256

from enduse.report.paper_parts.blocks import Paper

_ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+")
_DOCX = ("application", "vnd.openxmlformats-officedocument.wordprocessingml.document")


def as_mail(paper: Paper, text: str, document: bytes, name: str) -> bytes:
    """A draft (``X-Unsent``) with ``text`` as its body and ``document`` attached as ``name``.

    What is no plain mail address is left out of the headers: a header is no place for what a stranger wrote.
    """
    mail = EmailMessage(policy=SMTP)
    mail["Subject"] = paper.title
    mail["X-Unsent"] = "1"
    if _ADDRESS.fullmatch(paper.to):
        mail["To"] = paper.to
    mail.set_content(text, cte="base64")
    mail.add_attachment(document, maintype=_DOCX[0], subtype=_DOCX[1], filename=name)
    mail.set_boundary(f"paper-{sha256(text.encode()).hexdigest()[:32]}")
    return mail.as_bytes()
