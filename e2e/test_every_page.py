"""What holds for every kind of page: accessible, no sideways scrolling, no broken policy."""

from zlib import crc32

import pytest
from django.urls import URLPattern, URLResolver, get_resolver
from playwright.sync_api import Page

from e2e.steps import (
    HOME,
    choose_language,
    complaints_of_axe,
    enter_as,
    one_of_each,
    overflow,
)

pytestmark = pytest.mark.journey

WIDTHS = (1280, 390, 320)
PARTS = 3
MEASURED = "nl"
"""The language in which colours are measured: they are the same in the other one."""
# Addresses that are only posted to, that answer with a file, or that the demonstration has no
# example of: those of one analysis, observation and survey have journeys of their own, and so has
# a plan that is being written. The plan of the demonstration was adopted.
WITHOUT_LINK = {
    "access:invite",
    "access:kept",
    "access:logbook_csv",
    "analyses:data",
    "analyses:findings",
    "analyses:lessons",
    "analyses:preview",
    "analyses:scope",
    "analyses:show",
    "analyses:step",
    "analyses:story",
    "analyses:verify",
    "catalogue:fetch",
    "catalogue:look",
    "catalogue:subscribe",
    "catalogue:unsubscribe",
    "cycles:add_theme",
    "cycles:extend",
    "cycles:move",
    "cycles:move_on",
    "data_quality:ask",
    "data_quality:asked",
    "data_quality:dismiss",
    "data_quality:step",
    "diagnosis:area_table",
    "diagnosis:picture_table",
    "diagnosis:table",
    "findings:accept_numbers",
    "findings:decide",
    "findings:observations",
    "findings:refresh",
    "findings:reject_many",
    "findings:story",
    "house_styles:choose",
    "house_styles:download",
    "house_styles:preview",
    "house_styles:preview_plain",
    "house_styles:put_aside",
    "house_styles:remove",
    "house_styles:sample_template",
    "methods:choose",
    "methods:end_swap",
    "methods:estimate",
    "methods:reset",
    "methods:swap",
    "plan_decisions:add",
    "plan_decisions:adopt",
    "plan_decisions:answer",
    "plan_decisions:choose",
    "plan_decisions:council_words",
    "plan_decisions:decide",
    "plan_decisions:extend",
    "plan_decisions:propose",
    "plan_decisions:step",
    "plan_decisions:withdraw",
    "plan_decisions:write",
    "plan_figures:choose",
    "plan_figures:preview",
    "plan_figures:remove",
    "plan_figures:renew",
    "plan_figures:words",
    "plan_imports:blank",
    "plan_imports:discard",
    "plan_imports:document",
    "plan_imports:judge",
    "plan_imports:judge_all",
    "plan_imports:objective",
    "plan_imports:part",
    "plan_imports:sort",
    "plan_imports:split",
    "plan_imports:take",
    "plan_remarks:withdraw",
    "plans:arrange",
    "plans:begin",
    "plans:change",
    "plans:details",
    "plans:discard",
    "plans:draft",
    "plans:follow",
    "plans:logic_change",
    "plans:logic_line",
    "plans:means_line",
    "plans:means_remove",
    "plans:rename",
    "plans:restore",
    "plans:settle",
    "priorities:add_higher",
    "priorities:align",
    "priorities:move",
    "priorities:override",
    "priorities:skip",
    "priorities:withdraw_alignment",
    "priorities:withdraw_higher",
    "proposals:add",
    "proposals:at_once",
    "proposals:begin",
    "proposals:change",
    "proposals:decide",
    "proposals:edition",
    "proposals:explain",
    "proposals:priority",
    "proposals:step",
    "publications:analysis",
    "publications:analysis_slides",
    "publications:plan_test",
    "publications:preview",
    "publications:proposal",
    "publications:start_meeting",
    "publications:start_memo",
    "quality_tests:begin",
    "quality_tests:section",
    "quality_tests:step",
    "quality_tests:take_over",
    "registrations:assign",
    "registrations:check",
    "registrations:columns",
    "registrations:errors_csv",
    "registrations:example",
    "registrations:follow",
    "registrations:result",
    "registrations:sheet",
    "registrations:store",
    "registrations:take_back",
    "registrations:withdraw",
    "series:counts",
    "series:counts_csv",
    "series:profile_json",
    "signals:recompute",
    "sources:report",
    "start_meetings:agenda",
    "start_meetings:coming",
    "start_meetings:create",
    "start_meetings:details",
    "start_meetings:frozen_report",
    "start_meetings:invitation",
    "start_meetings:invitees",
    "start_meetings:report",
    "start_meetings:sightings",
    "start_meetings:sort",
    "start_meetings:step",
    "start_meetings:tiers",
    "start_memos:council",
    "start_memos:create",
    "start_memos:edition",
    "start_memos:executive",
    "start_memos:question",
    "start_memos:read",
    "start_memos:remark",
    "start_memos:reply",
    "start_memos:step",
    "street_knowledge:detail",
    "street_knowledge:edit",
    "street_knowledge:judge",
    "street_knowledge:tell",
    "street_knowledge:withdraw",
    "surveys:answers_csv",
    "surveys:confirm",
    "surveys:detail",
    "surveys:edit",
    "surveys:example",
    "surveys:replace",
    "surveys:withdraw",
    "timetable:calendar_csv",
    "timetable:calendar_ics",
    "timetable:edit_moment",
    "timetable:step",
    "timetable:withdraw_moment",
    "vintages:compare",
    "vintages:differences_csv",
    "vintages:differences_json",
    "vintages:vintage_csv",
    "workspace:enter",
    "workspace:open_real",
}
OUTSIDE = ("/toegankelijkheid/", "/dit/bestaat/niet/", f"{HOME}bestaat-niet/")


WITHOUT_WORDS = "badges => badges.filter(badge => !badge.textContent.trim()).length"


def _judge(page: Page, addresses: list[str], language: str) -> list[str]:
    found = []
    for address in addresses:
        page.set_viewport_size({"width": WIDTHS[0], "height": 900})
        page.goto(address)
        if silent := page.locator(".regie-badge").evaluate_all(WITHOUT_WORDS):
            found.append(f"{address} in {language}: {silent} badges say nothing")
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            where = f"{address} at {width} px in {language}"
            wrong = complaints_of_axe(page, colours=language == MEASURED)
            found += [f"{where}: {complaint}" for complaint in wrong]
            if (wide := overflow(page)) > 0:
                found.append(f"{where}: {wide} px too wide")
    return found


@pytest.fixture(scope="module")
def kinds() -> dict[str, str]:
    """One address of each kind of page for a member; the first test that needs them finds them."""
    return {}


def _part_of(kind: str) -> int:
    """In which part a kind of page is judged: always the same, also in another process."""
    return crc32(kind.encode()) % PARTS


@pytest.mark.parametrize("part", range(PARTS))
@pytest.mark.parametrize("language", ["nl", "en"])
def test_every_page_for_a_member(
    page: Page, kinds: dict[str, str], language: str, part: int
) -> None:
    """In parts, so that processes that share the work have as much to do."""
    enter_as(page, "coos")
    if not kinds:
        kinds.update(one_of_each(page, (HOME, "/", "/account/")))
    assert len(kinds) > 8, kinds
    choose_language(page, language)
    addresses = [kinds[kind] for kind in kinds if _part_of(kind) == part]
    found = _judge(page, [*addresses, *(OUTSIDE if part == 0 else ())], language)
    assert not found, "\n".join(found)


@pytest.mark.parametrize("language", ["nl", "en"])
def test_every_page_for_a_visitor(page: Page, language: str) -> None:
    page.goto("/")
    choose_language(page, language)
    kinds = one_of_each(page, ("/",))
    found = _judge(page, list(kinds.values()), language)
    assert not found, "\n".join(found)


def _routes(resolver: URLResolver, space: str = "") -> set[str]:
    names: set[str] = set()
    entry: URLPattern | URLResolver
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            inner = f"{entry.namespace}:" if entry.namespace else space
            names |= _routes(entry, inner)
        elif entry.name:
            names.add(f"{space}{entry.name}")
    return names


def test_no_page_is_an_island(page: Page) -> None:
    """Every page of a municipality is reached by links from the home of the coordinator."""
    enter_as(page, "coos")
    reached = {kind.split("?")[0] for kind in one_of_each(page, (HOME,))}
    rooms = {
        "workspace",
        "analyses",
        "findings",
        "diagnosis",
        "signals",
        "methods",
        "surveys",
        "street_knowledge",
        "sources",
        "cycles",
        "timetable",
        "access",
        "plans",
        "plan_figures",
        "plan_remarks",
        "objectives",
        "plan_decisions",
        "quality_tests",
        "threads",
    }
    wanted = {name for name in _routes(get_resolver()) if name.split(":")[0] in rooms}
    assert sorted(wanted - reached - WITHOUT_LINK) == []


def test_forced_colours_keep_everything_visible(page: Page) -> None:
    enter_as(page, "coos")
    page.emulate_media(forced_colors="active", reduced_motion="reduce")
    page.goto(f"{HOME}veiligheidsbeeld/")
    assert page.locator("main svg").first.is_visible()
    assert page.locator("main svg a").count() >= 5


def test_print_leaves_the_frame_out(page: Page) -> None:
    enter_as(page, "coos")
    page.goto(f"{HOME}veiligheidsbeeld/")
    page.emulate_media(media="print")
    assert not page.locator("nav.regie-nav").is_visible()
    assert page.locator("main h1").is_visible()
