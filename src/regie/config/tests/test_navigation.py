"""Every page lights the part of the house that it belongs to."""

import re
from collections.abc import Iterator

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

from regie.config.navigation import DESTINATIONS, _current
from regie.foundation.organizations.models import Municipality
from regie.presentation.publications.kinds import KINDS
from regie.presentation.publications.models import Document
from regie.presentation.publications.pages import place

pytestmark = pytest.mark.pure
TOWN = Municipality(code="GM9901", slug="voorbeeldstad")
HOME = "/voorbeeldstad/"
PLAN = next(each for each in DESTINATIONS if each.route == "plans:plan")
ARGUMENT = re.compile(r"<[^>]+>")


def _addresses(found: URLResolver, before: str = "/") -> Iterator[str]:
    for each in found.url_patterns:
        address = before + ARGUMENT.sub("1", str(each.pattern)).removeprefix("^")
        if isinstance(each, URLResolver):
            yield from _addresses(each, address)
        elif isinstance(each, URLPattern):
            yield address


def _of_town() -> list[str]:
    known = (address.replace("/1/", HOME, 1) for address in _addresses(get_resolver()))
    return sorted({address for address in known if address.startswith(HOME)})


@pytest.mark.parametrize("part", ["plan/", "kwaliteit/"])
def test_every_page_of_the_plan_lights_the_plan(part: str) -> None:
    pages = [address for address in _of_town() if address.startswith(f"{HOME}{part}")]
    assert len(pages) >= 5
    assert {address for address in pages if _current(address, TOWN) is not PLAN} == set()


def test_a_document_lights_what_it_was_made_from() -> None:
    lit = {
        kind.code: _current(place(Document(municipality=TOWN, kind=kind.code)), TOWN)
        for kind in KINDS
    }
    routes = {code: found.route if found else "" for code, found in lit.items()}
    assert routes["plan"] == routes["plan_test"] == routes["start_memo"] == "plans:plan"
    assert routes["analysis"] == "diagnosis:picture"
    assert routes["evaluation"] == "evaluation:list"
    assert "workspace:home" not in routes.values()
    draft = _current(place(Document(municipality=TOWN, kind="plan_now")), TOWN)
    assert draft is PLAN
