r"""Escaping for Moodle: the one place where text meets HTML, CDATA, names, and Moodle's text filters.

Moodle's filters change texts on display, by plain replacement in the HTML: MathJax takes ``\(``, ``\[``, ``$$`` and
``\begin{`` for mathematics, the emoticon filter puts pictures for ``(y)`` and ``:)`` even within words, and
``@@PLUGINFILE@@`` becomes an address. An entity, or an element where the browser would see through the entity, keeps
text as text (https://docs.moodle.org/en/Filters).
"""

from __future__ import annotations

import re
from html import escape

from markupsafe import Markup

_NOT_XML = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""What no XML file may hold, not even as a reference: https://www.w3.org/TR/xml/#charsets."""

_EMOTICONS = (
    *(":-)", ":)", ":-D", ";-)", ":-/", "V-.", ":-P", ":-p", "B-)", "^-)", "8-)", ":o)", ":-(", ":(", "8-.", ":-I"),
    *(":-X", "8-o", "P-|", "8-[", "(grr)", "xx-P", "|-.", "}-]", "(h)", "(heart)", "(y)", "(n)", "( )", "(martin)"),
)
"""Moodle's default emoticons (``lib/outputlib.php``, ``emoticon_manager``)."""
# every "-)", since the ";" that ends an entity would make a wink of it
_HIDDEN = [*_EMOTICONS, "-)"]
_LAST_SIGN = re.compile(
    f"[{re.escape(''.join(sorted({each[-1] for each in _HIDDEN})))}]"  # first, since most signs are no such end
    f"(?:{'|'.join(f'(?<={re.escape(each)})' for each in _HIDDEN)})"
)
_FOR_MATHJAX = re.compile(r"(\$)(\$)|(\\)([(\[$])|(\\)((?:begin|eqref|ref)\b)")


def xml_text(text: str) -> str:
    """Return ``text`` with a replacement character for what XML cannot hold, and plain line breaks."""
    if text.isascii() and text.isprintable():
        return text
    return _NOT_XML.sub("\ufffd", text.replace("\r\n", "\n").replace("\r", "\n"))


def html_text(text: str, *, typeset: bool = True) -> Markup:
    """Return prose as HTML. ``typeset`` tells whether MathJax looks at it: it leaves ``code`` and ``pre`` alone."""
    if not typeset:
        return _html_text(text)
    if not _FOR_MATHJAX.search(text):
        return _html_text(text)
    parts, at = [], 0
    for found in _FOR_MATHJAX.finditer(text):
        first, second = (group for group in found.groups() if group is not None)
        parts += [_html_text(text[at : found.start()] + first), Markup("<span>{}</span>").format(_html_text(second))]
        at = found.end()
    return Markup().join([*parts, _html_text(text[at:])])


def _html_text(text: str) -> Markup:
    return _quiet(escape(xml_text(text), quote=False))


def _quiet(escaped: str) -> Markup:
    """Hide from the filters what they would replace, in attributes too: the emoticon filter does not spare them."""
    return Markup(_LAST_SIGN.sub(lambda found: f"&#{ord(found[0])};", _unlinked(escaped)))  # noqa: S704  # escaped by the callers


def _unlinked(escaped: str) -> str:
    """Hide what Moodle would take for the address of a file."""
    return escaped.replace("@@PLUGINFILE@@", "&#64;@PLUGINFILE@@")


def html_attribute(text: str) -> Markup:
    """Return ``text`` as the value of an attribute, on one line."""
    return _quiet(escape(" ".join(xml_text(text).split())))


def html_math(latex: str, *, display: bool) -> Markup:
    r"""Return a formula between ``\(…\)`` or ``\[…\]``."""
    opening, closing = (r"\[", r"\]") if display else (r"\(", r"\)")
    return Markup(opening + _unlinked(escape(xml_text(latex), quote=False)) + closing)  # noqa: S704  # escaped here


def cdata(text: str) -> Markup:
    """Return ``text`` as one CDATA section, or two where it holds the end of one."""
    return Markup("<![CDATA[" + xml_text(text).replace("]]>", "]]]]><![CDATA[>") + "]]>")  # noqa: S704  # that is its escape


def plain_name(text: str, limit: int = 255) -> str:
    """Return ``text`` as a name that Moodle keeps: it cuts names at a ``<`` that no blank follows, and by length."""
    spaced = re.sub(r"\s*<\s*", " < ", xml_text(text))
    name = " ".join(spaced.split())
    return name if len(name) <= limit else name[: limit - 1].rstrip() + "…"


def category_path(category: str, *, literal: bool = False) -> str:
    """Return a category as Moodle writes it. ``literal``: a slash in it is part of the name."""
    names = [category] if literal else category.split("/")
    return "/".join(["$course$", "top", *(plain_name(name).replace("/", "//") for name in names)])


def file_name(name: str) -> str:
    """Return a file's name in the letters that Moodle keeps."""
    return re.sub(r"[^A-Za-z0-9._-]+", "-", name).strip("-.") or "figure"
