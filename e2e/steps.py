"""Things people do on a page, used by more than one journey."""

import re
from collections import Counter, deque
from collections.abc import Callable
from urllib.parse import parse_qs, urljoin, urlsplit

from axe_playwright_python.base import AXE_SCRIPT
from django.urls import Resolver404, resolve
from playwright.sync_api import Page

HOME = "/voorbeeldstad/"
LINK = re.compile(r'href="([^"#]+)')
# Answers that are not pages, and pages that end the visit.
NOT_A_PAGE = {"health", "security_txt", "set_language", "account_logout"}
READ_OF_EACH = 2
WIDTHS = (1280, 390, 320)
MOST_TABS = 120
FOCUSED = """() => {
  const here = document.activeElement;
  if (here === document.body) return "";
  const said = [here, ...(here.labels ?? [])].map(one => one.textContent);
  return [...said, here.getAttribute("aria-label")].join(" ");
}"""
START = 60_000
"""Milliseconds."""
# Axe describes only what is wrong: describing what is right takes longer than finding it.
RUN_AXE = """async colours => {
  const rules = { "target-size": { enabled: true }, "color-contrast": { enabled: colours } };
  const found = await axe.run(document, { rules, resultTypes: ["violations"] });
  return found.violations.flatMap(rule =>
    rule.nodes.slice(0, 3).map(node => `${rule.id}: ${node.html.slice(0, 160)}`));
}"""


def enter_as(page: Page, persona: str, municipality: str = "voorbeeldstad") -> None:
    """Go in as somebody of the cast, from the start page, with one click.

    Right after a start the figures are still being read; whoever comes in then waits for them.
    """
    page.goto("/")
    page.locator(f'form[action="/demo/{persona}/"] button').click(timeout=START)
    page.wait_for_url(f"**/{municipality}/", timeout=START)


def choose_language(page: Page, code: str) -> None:
    """Use the switch at the top of the page."""
    page.locator(f'button[name="language"][value="{code}"]').click()
    page.wait_for_function("code => document.documentElement.lang === code", arg=code)


def press(page: Page, button: str | re.Pattern[str]) -> None:
    """Press a button and wait for the page that answers."""
    with page.expect_navigation():
        page.get_by_role("button", name=button).first.click()


def tab_to(page: Page, words: str) -> None:
    """Press Tab until the focus is on a control with these words."""
    _tab_until(page, lambda: words in page.evaluate(FOCUSED), words)


def tab_to_field(page: Page, name: str) -> None:
    """Press Tab until the focus is on the field with this name."""
    _tab_until(page, lambda: page.evaluate("document.activeElement.name") == name, name)


def _tab_until(page: Page, there: Callable[[], bool], wanted: str) -> None:
    for _press in range(MOST_TABS):
        if there():
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"the keyboard does not get to {wanted!r} on {page.url}")


def press_enter(page: Page) -> None:
    """Press Enter and wait for the page that answers."""
    with page.expect_navigation():
        page.keyboard.press("Enter")


def complaints_of_axe(page: Page, *, colours: bool = True) -> list[str]:
    """What axe finds wrong, one line per rule and element; target-size is on.

    Measuring contrast takes longer than all other rules together. Without `colours` it is left
    out: for pages whose colours were measured in another language.
    """
    if not page.evaluate("Boolean(window.axe)"):  # loading axe costs as much as a run
        page.evaluate(AXE_SCRIPT)
    found: list[str] = page.evaluate(RUN_AXE, colours)
    return found


def overflow(page: Page) -> int:
    """How many pixels the page is wider than the screen."""
    width: int = page.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )
    return width


def sound(page: Page) -> None:
    """Accessible and without sideways scrolling on every screen; colours are measured once."""
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        assert complaints_of_axe(page, colours=width == WIDTHS[0]) == [], f"{page.url} at {width}"
        assert overflow(page) <= 0, f"{page.url} at {width}"
    page.set_viewport_size({"width": WIDTHS[0], "height": 900})


def kind_of(address: str) -> str:
    """The kind of page behind an address: its route and the names of its parameters, or ""."""
    parts = urlsplit(address)
    try:
        route = resolve(parts.path).view_name
    except Resolver404:
        return ""
    names = sorted(parse_qs(parts.query))
    return "?".join([route, *names])


def _origin(address: str) -> str:
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}"


def one_of_each(page: Page, start: tuple[str, ...]) -> dict[str, str]:
    """One address of every kind of page that links lead to, from `start` on.

    A few pages of each kind are read, so that a kind that only some of them link to is found.
    """
    queue = deque(start)
    seen = set(start)
    kinds: dict[str, str] = {}
    read: Counter[str] = Counter()
    while queue:
        address = queue.popleft()
        kind = kind_of(address)
        if not kind or kind in NOT_A_PAGE or read[kind] >= READ_OF_EACH:
            continue
        answer = page.request.get(address)
        read[kind] += 1
        if kind_of(answer.url) != kind:  # such as the page where one waits for a document
            kind, address = kind_of(answer.url), answer.url.removeprefix(_origin(answer.url))
        if "text/html" not in answer.headers.get("content-type", ""):
            continue
        kinds.setdefault(kind, address)
        for link in LINK.findall(answer.text()):
            target = urljoin(address, link.replace("&amp;", "&"))
            if target.startswith("/") and target not in seen:
                seen.add(target)
                queue.append(target)
    return kinds
