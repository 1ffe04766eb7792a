"""Every address of a municipality is closed to strangers, however new the page is."""

from collections.abc import Iterator

import pytest
from django.http import HttpResponseBase
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from regie.foundation.access.rules import ROLES
from regie.foundation.cycles.cast import Cast
from tools.reference import actions

pytestmark = [pytest.mark.room, pytest.mark.django_db]

EXAMPLES = {
    "gemeente": "voorbeeldstad",
    "pk": 1,
    "slug": "woon-en-leefomgeving",
    "code": "BU99010100",
    "table": "47018NED",
    "form": "pdf",
    "paper": "ivp",
    "number": 1,
    "goal": 1,
    "kind": "bevinding",
    "step": "adoption",
    "section": 1,
}

UNDER_A_MUNICIPALITY = {
    "publications",
    "house_styles",
    "analyses",
    "findings",
    "signals",
    "methods",
    "street_knowledge",
    "surveys",
    "diagnosis",
    "catalogue",
    "data_quality",
    "vintages",
    "registrations",
    "series",
    "sources",
    "cycles",
    "access",
    "priority_sessions",
    "start_meetings",
    "start_memos",
    "assignments",
    "plans",
    "plan_figures",
    "scores",
    "contributions",
    "rounds",
    "session_reports",
    "priorities",
    "proposals",
    "evaluation",
    "old_goals",
    "quality_tests",
    "threads",
    "timetable",
}


def _closed(resolver: URLResolver, space: str = "") -> Iterator[str]:
    """The names of all addresses that lie under a municipality."""
    entry: URLPattern | URLResolver
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            yield from _closed(entry, f"{entry.namespace}:" if entry.namespace else space)
        elif entry.name:
            yield f"{space}{entry.name}"


def addresses() -> list[str]:
    """An example of every address that names a municipality."""
    known = get_resolver()
    found = []
    for name in sorted(set(_closed(known))):
        room, _, short = name.rpartition(":")
        resolver = known.namespace_dict[room][1] if room else known
        parameters = {
            p
            for form, _pat, _def, _conv in resolver.reverse_dict.getlist(short)
            for p in form[0][1]
        }
        outer = {"gemeente"} if room in UNDER_A_MUNICIPALITY else set()
        if "gemeente" in parameters | outer:
            values = {key: EXAMPLES[key] for key in parameters | outer}
            found.append(reverse(name, kwargs=values))
    return found


def _ask(client: Client, address: str) -> HttpResponseBase:
    answer = client.get(address)
    return client.post(address) if answer.status_code == 405 else answer


def test_there_are_addresses_to_guard() -> None:
    assert len(addresses()) > 20
    assert "/voorbeeldstad/" in addresses()


def test_who_has_not_signed_in_is_sent_to_the_door(client: Client, cast: Cast) -> None:
    open_doors = [
        (address, answer.status_code)
        for address in addresses()
        if (answer := _ask(client, address)).status_code != 302
        or "/account/inloggen/" not in answer.headers["Location"]
    ]
    assert not open_doors


def test_for_a_stranger_the_municipality_does_not_exist(as_vera: Client) -> None:
    open_doors = [
        (address, answer.status_code)
        for address in addresses()
        if (answer := _ask(as_vera, address)).status_code != 404
    ]
    assert not open_doors


def test_every_action_names_known_roles_and_refuses_in_words() -> None:
    found = actions()
    assert len(found) > 5
    assert len({action.code for action in found}) == len(found)
    for action in found:
        assert action.roles
        assert action.roles <= set(ROLES)
        assert action.refusal.endswith(".")
