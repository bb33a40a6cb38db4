"""Raw HTML in texts, made harmless before it leaves the bank: no scripts, no handlers, no addresses that run code."""

from __future__ import annotations

import re
from functools import lru_cache
from html import unescape

import nh3

_MEDIA = {"audio", "video", "source", "track", "iframe"}
_STYLED = {"style", "class", "dir", "lang", "title"}
_OF_MEDIA = {
    "audio": {"src", "controls", "loop"},
    "video": {"src", "controls", "loop", "poster", "width", "height"},
    "source": {"src", "type"},
    "track": {"src", "kind", "srclang", "label"},
    "iframe": {"src", "width", "height", "allowfullscreen", "title"},
}
_SCHEMES = {"http", "https", "mailto"}


@lru_cache(maxsize=1024)
def harmless(source: str, *, media: bool = False) -> str:
    """Return HTML without what runs code. ``media`` tells whether films, sounds and frames of other sites may stay."""
    tags = nh3.ALLOWED_TAGS | {"font", "u", "section", "figure", "figcaption"} | (_MEDIA if media else set())
    attributes = {name: set(found) for name, found in nh3.ALLOWED_ATTRIBUTES.items()}
    attributes["*"] = _STYLED if media else {"dir", "lang", "title"}
    if media:
        for name, found in _OF_MEDIA.items():
            attributes[name] = attributes.get(name, set()) | found
    return nh3.clean(source, tags=tags, attributes=attributes, url_schemes=_SCHEMES, link_rel=None)


def text_of(source: str) -> str:
    """Return the text of HTML on one line, without its elements."""
    words = nh3.clean(re.sub(r"<(?:br|/p|/td|/tr|/li)\b[^>]*>", " ", source), tags=set())
    return re.sub(r"\s+", " ", unescape(words)).strip()
