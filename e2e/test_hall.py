"""An evening of 45 members: phones, the big screen, and a server that dies in mid-round.

Six phones are real browsers; the others send what such a phone sends. What came out is calculated
again in this file, from what each of them sent and nothing else.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack

import httpx
import pytest
from numpy.random import default_rng
from playwright.sync_api import Browser, Locator, Page, expect

from e2e.server import Served
from e2e.steps import HOME, enter_as, press, tab_to, tab_to_field

pytestmark = pytest.mark.journey

MEMBERS, BROWSERS, THEMES, AT_ONCE = 45, 6, 8, 8
FOUND = 5
"""Themes that are on the longlist from the start: the demonstration has findings about them."""
FORMS = {
    "points": "Verdeel uw punten.",
    "ranking": "Wat staat vooraan?",
    "approval": "Wat kiest u?",
}
Typed = dict[str, list[str]]
"""Names of fields of a ballot with what was typed in them."""
CHANCE = default_rng(45)
"""An evening that stays the same."""


# --- those who take part --------------------------------------------------------------------------


class Member:
    """A phone that speaks plain HTTP, with cookies of its own."""

    def __init__(self, address: str, code: str) -> None:
        self.talk = httpx.Client(base_url=address, follow_redirects=True, timeout=30)
        door = f"/meedoen/{code}/"
        self.token = _token(self.talk.get(door).text)
        self.phone = self.talk.post(door, data={"csrfmiddlewaretoken": self.token}).url.path

    def send(self, number: int, typed: Typed) -> httpx.Response:
        """Send a ballot; answers the page that follows."""
        data: dict[str, str | list[str]] = {"csrfmiddlewaretoken": self.token, **typed}
        return self.talk.post(f"{self.phone}stem/{number}/", data=data)


def _token(page: str) -> str:
    hidden = re.search(r'csrfmiddlewaretoken" value="(\w+)"', page)
    assert hidden is not None
    return hidden[1]


def _vote_all(members: Sequence[Member], number: int, ballots: Sequence[Typed]) -> None:
    """Everybody sends a ballot, several at the same moment."""
    with ThreadPoolExecutor(AT_ONCE) as pool:
        for answer in pool.map(lambda one, typed: one.send(number, typed), members, ballots):
            assert answer.status_code == 200
            assert "Uw stem is geteld" in answer.text


def _fill(phone: Page, typed: Typed) -> None:
    for name, values in typed.items():
        for value in values:
            ticked = phone.locator(f'input[name="{name}"][type=checkbox][value="{value}"]')
            if ticked.count():
                ticked.check()
            else:
                phone.locator(f'input[name="{name}"]').fill(value)


def _vote(phone: Page, typed: Typed) -> None:
    """Fill in the ballot that appeared and send it."""
    expect(phone.locator("form[data-ballot]")).to_be_visible()
    _fill(phone, typed)
    phone.get_by_role("button", name="Stem", exact=True).click()
    expect(phone.locator("main")).to_contain_text("Uw stem is geteld")


def _vote_by_keyboard(phone: Page, typed: Typed) -> None:
    """The same with Tab, digits and Enter, in the order of the page."""
    fields = phone.locator("form[data-ballot] input[type=number]")
    expect(fields.first).to_be_visible()
    for name in fields.evaluate_all("fields => fields.map(one => one.name)"):
        if name in typed:
            tab_to_field(phone, name)
            phone.keyboard.type(typed[name][0])
    tab_to(phone, "Stem")
    phone.keyboard.press("Enter")
    expect(phone.locator("main")).to_contain_text("Uw stem is geteld")


@pytest.fixture
def join(browser: Browser, base_url: str) -> Iterator["Door"]:
    """Lets browsers come in; all leave at the end."""
    with ExitStack() as leaving:
        yield Door(browser, base_url, leaving)


class Door:
    """Where a phone with a browser joins."""

    def __init__(self, browser: Browser, address: str, leaving: ExitStack) -> None:
        self.browser, self.address, self.leaving = browser, address, leaving

    def phone(self, code: str) -> Page:
        """A phone that just joined."""
        context = self.browser.new_context(
            base_url=self.address, viewport={"width": 390, "height": 800}
        )
        self.leaving.callback(context.close)
        phone = context.new_page()
        phone.set_default_timeout(15_000)
        phone.goto(f"/meedoen/{code}/")
        press(phone, "Doe mee")
        return phone


# --- what they send, and what that makes ----------------------------------------------------------


def _ballot(form: str, names: Sequence[str]) -> Typed:
    """What somebody types: five points, a list that may be short, or at most five crosses."""
    if form == "points":
        given = CHANCE.choice(names[:6], 5).tolist()
        return {f"punten-{name}": [str(given.count(name))] for name in dict.fromkeys(given)}
    if form == "ranking":
        order = _some(names, least=2, most=len(names))
        return {f"plek-{name}": [str(place)] for place, name in enumerate(order, start=1)}
    return {"kies": _some(names, least=1, most=5)}


def _some(names: Sequence[str], *, least: int, most: int) -> list[str]:
    """So many of these names, in any order."""
    found: list[str] = CHANCE.permutation(names)[: CHANCE.integers(least, most + 1)].tolist()
    return found


def _worth(form: str, typed: Typed, names: Sequence[str]) -> Mapping[str, float]:
    """What one ballot gives each candidate.

    On a list a candidate gets a point for each one below it, and half a point for each one that
    stands beside it: those that were left out stand together, below the others.
    """
    if form == "approval":
        return {name: float(name in typed["kies"]) for name in names}
    if form == "points":
        return {name: float(typed.get(f"punten-{name}", ["0"])[0]) for name in names}
    listed = {name: int(typed[f"plek-{name}"][0]) for name in names if f"plek-{name}" in typed}
    beside = (len(names) - len(listed) - 1) / 2
    return {name: len(names) - listed[name] if name in listed else beside for name in names}


def _expected(
    form: str, sent: Sequence[Typed], titles: Mapping[str, str]
) -> dict[str, tuple[int, float]]:
    """The place and the total of every candidate, by its title."""
    worth = [_worth(form, typed, list(titles)) for typed in sent]
    totals = {title: sum(one[name] for one in worth) for name, title in titles.items()}
    return {
        title: (1 + sum(other > total for other in totals.values()), total)
        for title, total in totals.items()
    }


def _shown(result: Locator) -> dict[str, tuple[int, float]]:
    """The same, as the page says it."""
    rows = result.locator("table tbody tr").evaluate_all(
        "rows => rows.map(row => [...row.cells].map(cell => cell.textContent.trim()))"
    )
    number = re.compile(r"[\d.]*\d(,\d+)?")
    found = {}
    for place, title, got, *_rest in rows:
        amount = number.search(got)
        assert amount is not None, got
        found[title] = int(place), float(amount[0].replace(".", "").replace(",", "."))
    return found


# --- who leads ------------------------------------------------------------------------------------


def _prepare_session(page: Page) -> tuple[str, str]:
    """An open session with some themes; answers the address of its rounds and its code."""
    page.goto(f"{HOME}prioriteiten/sessies/nieuw/")
    page.get_by_label("Hoe heet de sessie?").fill("Avond van de raad")
    page.get_by_label("Iedereen met de code, zonder naam").check()
    press(page, "Zet de sessie klaar")
    for at in range(THEMES - FOUND):
        page.locator('main input[name="themes"]').nth(at).check()
    press(page, "Zet op de longlist")
    session = page.url.partition("/sessies/")[2].split("/")[0]
    page.goto(f"{HOME}prioriteiten/sessies/{session}/stap/open/")
    press(page, "Ja, doe dat")
    code = re.search(r"\b([A-Z0-9]{4}) ([A-Z0-9]{4})\b", page.locator("main").inner_text())
    assert code is not None
    return f"{HOME}prioriteiten/sessie/{session}/", code[1] + code[2]


def _open_round(page: Page, rounds: str, form: str) -> None:
    page.goto(f"{rounds}leiding/ronde/")
    page.locator('select[name="form"]').select_option(form)
    page.get_by_label("Welke vraag lezen zij?").fill(FORMS[form])
    press(page, "Zet klaar")
    press(page, "Open de ronde")


def _close_round(page: Page) -> None:
    press(page, "Sluit de ronde")


def _titles(phone: Page, question: str) -> dict[str, str]:
    """What the ballot that appeared on a phone asks about: identifier and title."""
    expect(phone.get_by_role("heading", level=1)).to_have_text(question)
    found: list[list[str]] = phone.locator("form[data-ballot] input[type=number]").evaluate_all(
        "fields => fields.map(one => [one.name, one.labels[0].textContent.trim()])"
    )
    return {name.partition("-")[2]: title for name, title in found}


def test_an_evening_of_45_members(page: Page, join: Door, served: Served) -> None:
    enter_as(page, "coos")
    rounds, code = _prepare_session(page)
    screen = page.context.new_page()
    screen.goto(f"{rounds}scherm/")
    phones = [join.phone(code) for _phone in range(BROWSERS - 1)]
    members = [Member(served.address, code) for _member in range(MEMBERS - BROWSERS)]
    turnout = screen.locator("[data-live-turnout]")

    # Points: one phone changes its mind, one member sends the same vote twice at once.
    _open_round(page, rounds, "points")
    titles = _titles(phones[0], FORMS["points"])
    assert len(titles) == THEMES
    names = list(titles)
    sent = {form: [_ballot(form, names) for _one in range(MEMBERS)] for form in FORMS}
    points, ranking, approval = sent["points"], sent["ranking"], sent["approval"]
    late = points.pop()
    for phone, typed in zip(phones, points, strict=False):
        _vote(phone, typed)
    points[0] = late
    _change_mind(phones[0], late, names)
    _vote_all(members, 1, points[5:])
    _vote_all([members[0]] * 4, 1, [points[5]] * 4)
    expect(turnout).to_contain_text("44 van 44 stemden")
    _close_round(page)
    press(page, "Toon de uitslag")

    # Ranking: the server dies while half has voted and one phone is sending. Somebody comes late.
    _open_round(page, rounds, "ranking")
    for phone, typed in zip(phones[:2], ranking, strict=False):
        _vote(phone, typed)
    _vote_all(members[:20], 2, ranking[6:26])
    expect(turnout).to_contain_text("22 van 44 stemden")
    served.kill()
    _fill(phones[2], ranking[2])
    phones[2].get_by_role("button", name="Stem", exact=True).click()
    expect(phones[2].locator("[data-live-lost]")).to_be_visible()
    served.start()
    expect(phones[2].locator("main")).to_contain_text("Uw stem is geteld")
    expect(turnout).to_contain_text("23 van 44 stemden")
    phones.append(join.phone(code))
    _vote_by_keyboard(phones[3], ranking[3])
    for phone, typed in zip(phones[4:], ranking[4:6], strict=True):
        _vote(phone, typed)
    _vote_all(members[20:], 2, ranking[26:])
    _vote_all(members[:1], 2, ranking[6:7])
    expect(turnout).to_contain_text("45 van 45 stemden")
    page.reload()
    _close_round(page)
    press(page, "Toon de uitslag")

    # Approval: one phone and one member are too late; the vote the member cast before stays.
    _open_round(page, rounds, "approval")
    for phone, typed in zip(phones[1:], approval[1:], strict=False):
        _vote(phone, typed)
    _vote_all(members, 3, approval[6:])
    expect(phones[0].get_by_role("heading", level=1)).to_have_text(FORMS["approval"])
    _fill(phones[0], approval[0])
    _close_round(page)
    expect(phones[0].locator("[data-live-new]")).to_be_visible()
    phones[0].get_by_role("button", name="Stem", exact=True).click()
    expect(phones[0].locator("main")).to_contain_text("Uw stem is niet geteld")
    refused = members[0].send(3, approval.pop(0))
    assert refused.status_code == 422
    assert "Deze stem telt niet meer mee." in refused.text
    press(page, "Toon de uitslag")
    expect(screen.locator("main")).to_contain_text("Uitslag van ronde 3")

    page.goto(f"{rounds}uitslag/")
    for number, (form, ballots) in enumerate(sent.items(), start=1):
        result = page.locator(f"#ronde-{number}")
        assert _shown(result) == _expected(form, ballots, titles), form
        expect(result).to_contain_text(f"{len(ballots)} stemmen, zonder namen")
    assert [len(ballots) for ballots in sent.values()] == [44, 45, 44]


def _change_mind(phone: Page, typed: Typed, names: Sequence[str]) -> None:
    """Vote again from the same phone: the ballot before is replaced."""
    phone.get_by_text("Mijn stem wijzigen").click()
    _fill(phone, {f"punten-{name}": [""] for name in names} | typed)
    phone.get_by_role("button", name="Wijzig mijn stem").click()
    expect(phone.locator("main")).to_contain_text("Uw stem is geteld")
