"""Files that come with imported questions, put beside the YAML: pictures in ``figures/``, all others in ``files/``."""

from __future__ import annotations

import base64
import binascii
from urllib.parse import unquote

from qbank.figures import suffix_of

from .naming import file_name


def stored(media: dict[str, bytes], name: str, data: bytes) -> str:
    """Put a file into ``media``; return its path there, that of an equal one where there is one of that name."""
    suffix = suffix_of(data)
    plain = file_name(name)
    if suffix and not plain.endswith((suffix, ".jpeg")):
        plain = (plain.rpartition(".")[0] or plain) + suffix
    base, dot, end = plain.rpartition(".")
    folder, count = ("figures" if suffix else "files"), 1
    path = f"{folder}/{plain}"
    while media.get(path, data) != data:
        count += 1
        path = f"{folder}/{base}-{count}{dot}{end}"
    media[path] = data
    return path


def inlined(media: dict[str, bytes], address: str) -> str:
    """Put a picture that stands in the text itself (``data:…``) into ``media``; return its path, or nothing."""
    head, comma, body = address.partition(",")
    if not comma or ";base64" not in head:
        return ""
    try:
        content = base64.b64decode(unquote(body), validate=False)
    except (binascii.Error, ValueError):
        return ""
    suffix = suffix_of(content)
    return stored(media, f"picture{suffix}", content) if suffix else ""
