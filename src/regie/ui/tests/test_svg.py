"""Cleaning a drawing."""

import pytest

from regie.ui import svg

pytestmark = pytest.mark.pure
ROOT = '<svg xmlns="x" class="marks" width="10" height="20" viewBox="0 0 10 20">'


def _finish(body: str) -> str:
    return svg.finish(f"{ROOT}{body}</svg>", name="n", title="T", description="D")


def test_style_becomes_attributes() -> None:
    assert '<rect fill="red" opacity="0.5"/>' in _finish('<rect style="fill: red; opacity: 0.5"/>')


def test_text_is_never_rounded() -> None:
    done = _finish('<text transform="translate(1.23456,2)">per 1.00000</text>')
    assert 'translate(1.23,2)">per 1.00000' in done


def test_the_font_is_named_once() -> None:
    done = _finish(
        '<text font-family="IBM Plex Sans">a</text><text font-family="IBM Plex Sans">b</text>'
    )
    assert done.count("IBM Plex Sans") == 1


def test_something_else_is_refused() -> None:
    with pytest.raises(ValueError, match="SVG"):
        svg.finish("<p>", name="n", title="T", description="D")
