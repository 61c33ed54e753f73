"""E-mails (``.eml``) and pages that a browser saved as one file (MHTML): both are MIME messages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage, MIMEPart
from email.utils import parseaddr

from newsgraph.errors import ReadError
from newsgraph.reading.blocks import fragment_text
from newsgraph.reading.content import PICTURES, Article, Content, Part, Unread
from newsgraph.reading.webpages import read_page
from newsgraph.settings import Settings

_QUOTED = re.compile(r"^>.*\n?", re.MULTILINE)
_SIGNATURE = re.compile(r"^-- \n.*\Z", re.MULTILINE | re.DOTALL)
_MOST_PARTS = 1000


def read(content: Content, settings: Settings) -> Iterator[Part]:
    """Yield the message as an article and its attachments as further content.

    What it quotes from earlier messages and the signature are left out.
    """
    data = content.read(settings.max_bytes * PICTURES)
    message = message_from_bytes(data, policy=policy.default)
    if not isinstance(message, EmailMessage) or not message.keys():
        raise ReadError("holds no header of an e-mail", hint="save the message anew as .eml")
    if message.get_content_type() == "multipart/related" and message.get(
        "Snapshot-Content-Location"
    ):
        yield _saved_page(content, message)
        return
    body = message.get_body(preferencelist=("plain", "html"))
    text = _text(body) if body is not None else ""
    attachments = [part for part in message.iter_attachments() if part.get_filename()]
    if text.strip() or not attachments:
        yield Article(name=content.name, text=text, fields={**content.fields, **_fields(message)})
    for number, part in enumerate(attachments[:_MOST_PARTS], start=1):
        name = re.sub(r"[/\\\0]", "_", str(part.get_filename()))
        payload = part.get_payload(decode=True)
        if isinstance(payload, bytes):
            try:
                yield content.inside(f"{number}-{name}", payload)
            except ReadError as error:
                yield Unread(name=f"{content.name}/{number}-{name}", error=error)


def _text(part: MIMEPart) -> str:
    try:
        text = str(part.get_content())
    except (LookupError, ValueError):  # an unknown or a wrong encoding
        payload = part.get_payload(decode=True)
        text = payload.decode("utf-8", "replace") if isinstance(payload, bytes) else ""
    text = text.replace("\r\n", "\n")
    if part.get_content_type() == "text/html":
        return fragment_text(text)
    return _QUOTED.sub("", _SIGNATURE.sub("", text))


def _fields(message: EmailMessage) -> dict[str, object]:
    name, address = parseaddr(str(message.get("From", "")))
    date = getattr(message.get("Date"), "datetime", None)
    fields: dict[str, object] = {
        "title": str(message.get("Subject", "")),
        "author": name or address,
        "date": date.date().isoformat() if date else None,
        "language": str(message.get("Content-Language", "")),
    }
    return {key: value for key, value in fields.items() if value}


def _saved_page(content: Content, message: EmailMessage) -> Article:
    for part in message.walk():
        payload = part.get_payload(decode=True)
        if part.get_content_type() == "text/html" and isinstance(payload, bytes):
            address = str(part.get("Content-Location") or message["Snapshot-Content-Location"])
            return read_page(content.name, payload, {"url": address}, part.get_content_charset())
    raise ReadError("is a saved page without HTML", hint="save it anew in the browser")
