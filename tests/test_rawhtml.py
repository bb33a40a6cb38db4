"""Raw HTML runs nothing, wherever it is shown."""

import pytest

from qbank.rawhtml import harmless, text_of


@pytest.mark.parametrize(
    "source",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        '<a href="javascript:alert(1)">x</a>',
        '<iframe src="javascript:alert(1)"></iframe>',
        '<iframe srcdoc="<script>alert(1)</script>"></iframe>',
        "<svg><script>alert(1)</script></svg>",
        '<object data="x.swf"></object>',
        '<form action="https://example.org"><input></form>',
    ],
)
@pytest.mark.parametrize("media", [False, True])
def test_nothing_runs(source: str, *, media: bool) -> None:
    shown = harmless(source, media=media).lower()
    assert not any(word in shown for word in ("script", "onerror", "srcdoc", "<object", "<form", "<svg"))


def test_films_stay_where_they_may() -> None:
    film = '<video src="https://example.org/a.mp4" controls=""></video>'
    assert harmless(film, media=True) == film
    assert "video" not in harmless(film)


def test_text() -> None:
    assert text_of("<table><tr><td>a</td><td>b</td></tr></table><script>x</script>") == "a b"
