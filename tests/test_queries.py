"""No page asks the database more than fifteen times, whoever opens it.

Every page that links lead to is opened by the cast, in a town that is busy with its cycle. It is
counted the second time, as for a reader: figures that were drawn once are kept.
"""

import re
from collections import deque
from urllib.parse import urljoin, urlsplit

import pytest
from django.test import Client
from django.urls import Resolver404, get_resolver, resolve, reverse

from regie.foundation.access.tests.helpers import count_queries
from regie.planning.priorities.tests.conftest import cycle, found, put, town
from regie.planning.priority_sessions.models import PrioritySession
from regie.planning.proposals.models import Proposal
from regie.planning.proposals.tests.conftest import advised, proposal, who

__all__ = ["advised", "cycle", "found", "proposal", "put", "town", "who"]

pytestmark = [pytest.mark.room, pytest.mark.django_db]

MOST = 15
HOME = "/voorbeeldstad/"
LINK = re.compile(r'href="([^"#]+)')
# Answers that are not pages, and pages that end the visit.
NOT_A_PAGE = {"health", "security_txt", "set_language", "account_logout"}
# A page that asks more, and why.
MORE = {
    "quality_tests:preview": "the whole plan as an edition would hold it now",
    "threads:thread": "one per kind of thing on the thread of a priority, which meets them all",
}


def _kind(address: str) -> str:
    try:
        return resolve(urlsplit(address).path).view_name
    except Resolver404:
        return ""


def _one_of_each(client: Client) -> dict[str, str]:
    """One address of every kind of page that links from the home lead to."""
    queue, seen, kinds = deque([HOME]), {HOME}, dict[str, str]()
    while queue:
        address = queue.popleft()
        kind = _kind(address)
        if not kind or kind in NOT_A_PAGE or kind in kinds:
            continue
        answer = client.get(address)
        if answer.status_code != 200 or not answer["content-type"].startswith("text/html"):
            continue
        kinds[kind] = address
        for link in LINK.findall(answer.content.decode()):
            target = urljoin(address, link.replace("&amp;", "&"))
            if target.startswith("/") and target not in seen:
                seen.add(target)
                queue.append(target)
    return kinds


@pytest.fixture
def busy(as_coos: Client, advised: PrioritySession, proposal: Proposal) -> Proposal:
    """Voorbeeldstad with a session that advised and the start of every paper before it."""
    for route in ("start_memos:create", "start_meetings:create"):
        made = as_coos.post(reverse(route, kwargs={"gemeente": "voorbeeldstad"}))
        assert made.status_code == 302
    return proposal


@pytest.mark.parametrize("person", ["coos", "rob"])
def test_no_page_asks_much(person: str, busy: Proposal, request: pytest.FixtureRequest) -> None:
    client: Client = request.getfixturevalue(f"as_{person}")
    kinds = _one_of_each(client)
    assert len(kinds) > 20, kinds
    asked = {kind: count_queries(client, address) for kind, address in kinds.items()}
    assert {kind: n for kind, n in asked.items() if n > MOST and kind not in MORE} == {}


def test_every_exception_is_a_page() -> None:
    for kind in MORE:
        space, _colon, name = kind.partition(":")
        assert name in get_resolver().namespace_dict[space][1].reverse_dict, kind
