"""From an empty cycle to a proposal for the council, along the guided path and nowhere else."""

import re
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, Page, expect

from e2e.steps import HOME, enter_as, overflow, sound

pytestmark = pytest.mark.journey

PATH = f"{HOME}beleidscyclus/"
THEMES = ("Overlastgevende jeugd", "Veilig uitgaan", "Verkeersveiligheid", "Zorg en veiligheid")
REASON = "Partners en raad noemen dit samen."
BROUGHT_IN = "Bij de skatebaan hangen groepen."


def _press(page: Page, button: str | re.Pattern[str]) -> None:
    """Press a button and wait for the page that answers."""
    with page.expect_navigation():
        page.get_by_role("button", name=button).first.click()


@contextmanager
def _beside(page: Page, browser: Browser, persona: str, home: str = HOME) -> Iterator[Page]:
    """Somebody else, in a browser of their own; without a persona somebody who is not signed in."""
    context = browser.new_context(base_url=page.url.split(HOME)[0])
    other = context.new_page()
    if persona:
        other.goto("/")
        other.locator(f'form[action="/demo/{persona}/"] button').click()
        other.wait_for_url(f"**{home}")
    try:
        yield other
    finally:
        context.close()


def _work_on(page: Page, step: str) -> None:
    """Go to the work of a step by its link on the path."""
    page.goto(PATH)
    page.locator("main").get_by_role("link", name=step, exact=True).first.click()


def test_from_an_empty_cycle_to_a_proposal(page: Page, browser: Browser) -> None:
    enter_as(page, "coos")
    _start(page)
    _write_memo(page)
    _decide_on_memo(page, browser)
    _meet_partners(page, browser)
    _look_back(page)
    _confirm_findings(page)
    _publish_analysis(page)
    code = _open_session(page)
    _vote(page, browser, code)
    _contribute_and_answer(page, browser, code)
    _close_session(page)
    _place_themes(page)
    _align(page)
    _propose(page)
    _decided_and_read(page, browser)


def _start(page: Page) -> None:
    page.goto(PATH)
    page.get_by_role("link", name="Naar een andere stap").first.click()
    page.get_by_label("Naar welke stap?").select_option("assignment")
    page.get_by_label("Waarom nu?").fill("Wij beginnen bij het begin.")
    page.locator("main form").get_by_role("button").last.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Veiligheidsplan 2027–2030")
    sound(page)
    _record_assignment(page)
    sound(page)


def _write_memo(page: Page) -> None:
    """Every question answered; the council is asked for at most five priorities."""
    _work_on(page, "Startnotitie")
    _press(page, "Begin de startnotitie")
    page.get_by_role("link", name="Ga verder met schrijven").click()
    _answer_all(page)
    _press(page, "Geef aan het college")
    expect(page.locator("main")).to_contain_text("ligt nu bij het college")


def _answer_all(page: Page) -> None:
    for _question in range(30):
        if page.get_by_label("Hooguit vijf").count():
            page.get_by_label("Hooguit vijf").check()
        elif page.locator("main input[type=radio]").count():
            page.locator("main input[type=radio]").first.check()
        page.locator("main textarea[name=text]").fill("Zo doen wij dat samen met partners.")
        if not page.get_by_role("button", name="Bewaar en ga naar de volgende vraag").count():
            break
        _press(page, "Bewaar en ga naar de volgende vraag")
    _press(page, "Bewaar en ga terug")


def _decide_on_memo(page: Page, browser: Browser) -> None:
    with _beside(page, browser, "mira") as mayor:
        mayor.goto(f"{HOME}plan/startnotitie/")
        mayor.get_by_role("link", name="Leg het besluit van het college vast").click()
        _press(mayor, "Leg voor aan de raad")
    with _beside(page, browser, "griet") as clerk:
        clerk.goto(f"{HOME}plan/startnotitie/")
        clerk.get_by_role("link", name="Leg het besluit van de raad vast").click()
        clerk.locator("main input[type=radio]").first.check()
        _press(clerk, "Leg het besluit vast")
        expect(clerk.locator("main")).to_contain_text(re.compile("vastgesteld|besproken"))


def _meet_partners(page: Page, browser: Browser) -> None:
    _work_on(page, "Startbijeenkomst met partners")
    _press(page, "Bereid de bijeenkomst voor")
    page.get_by_role("link", name="Dag, plaats en doel").click()
    page.locator("main input[type=date]").first.fill("2026-12-10")
    page.get_by_role("textbox", name="Plaats").fill("Gemeentehuis")
    _press(page, "Bewaren")
    _press(page, "De uitnodigingen zijn verstuurd")
    with _beside(page, browser, "pia") as partner:
        partner.set_viewport_size({"width": 390, "height": 800})
        partner.goto(f"{HOME}plan/startbijeenkomst/niveaus/")
        partner.get_by_role("link", name="Zeg wat voor u voorgaat").click()
        form = partner.locator("main form").first
        form.locator("input[type=radio][value=priority]").first.check()
        with partner.expect_navigation():
            form.get_by_role("button").first.click()
        assert overflow(partner) <= 0
    page.goto(f"{HOME}plan/startbijeenkomst/niveaus/")
    sound(page)


def _look_back(page: Page) -> None:
    """The plan before: one old goal that was reached, what worked and what did not."""
    _work_on(page, "Terugblik op het vorige plan")
    page.get_by_role("link", name="Begin een evaluatie").first.click()
    page.get_by_label("Kort: vier vragen en de oude doelen").check()
    _press(page, "Begin")
    expect(page.get_by_role("heading", level=1)).to_contain_text("2023–2026")
    evaluation = page.url
    page.get_by_role("link", name="Oude doelen").first.click()
    page.get_by_role("link", name="Voeg een doel toe").first.click()
    page.locator('input[name="name"]').fill("Minder inbraak")
    page.locator('input[name="verdict"][value="cannot_say"]').check()
    page.locator('textarea[name="reason"]').fill("Het plan noemde geen getal.")
    _press(page, "Opslaan")
    page.goto(evaluation)
    page.get_by_role("link", name="Lessen").first.click()
    for kind, text in (("worked", "Samen surveilleren hielp."), ("did_not_work", "Geen getallen.")):
        page.locator(f'input[name="kind"][value="{kind}"]').check()
        page.locator('textarea[name="text"]').fill(text)
        _press(page, "Voeg toe")
    sound(page)
    page.goto(evaluation)
    _press(page, "Deel de evaluatie")
    expect(page.locator("main")).to_contain_text("gedeeld met partners en raad")


def _confirm_findings(page: Page) -> None:
    for _finding in range(2):
        page.goto(f"{HOME}veiligheidsbeeld/bevindingen/?stand=candidate")
        page.locator("main a[href*='/bevindingen/']").filter(
            has_text=re.compile("hoger|daalt")
        ).first.click()
        page.get_by_role("link", name="Bevestigen").click()
        page.locator('input[name="confidence"]').first.check()
        _press(page, "Zo besluit ik")
        expect(page.locator("main")).to_contain_text("bevestigd")


def _publish_analysis(page: Page) -> None:
    """The safety analysis, from what was confirmed."""
    page.goto(f"{HOME}veiligheidsbeeld/analyse/nieuw/")
    page.locator('[name="text"]').fill("Veiligheidsanalyse voor het plan")
    _press(page, "Begin")
    number = re.search(r"/analyse/(\d+)/", page.url)
    assert number is not None
    analysis = f"{HOME}veiligheidsbeeld/analyse/{number[1]}/"
    page.goto(f"{analysis}reikwijdte/")
    page.locator('[name="text"]').fill("Sociale veiligheid, en het verkeer.")
    _press(page, "Stel de reikwijdte vast")
    page.goto(f"{analysis}bevindingen/")
    for at in range(2):
        page.locator('input[name="chosen"]').nth(at).check()
    _press(page, "Opslaan")
    page.goto(f"{analysis}verhaal/")
    page.locator('[name="introduction"]').fill("Wat er speelt in Voorbeeldstad.")
    page.locator('[name="conclusion"]').fill("Dit vraagt aandacht.")
    _press(page, "Opslaan")
    page.goto(analysis)
    _press(page, "Geef ter controle")
    _press(page, "Publiceren")
    expect(page.locator("main")).to_contain_text("gepubliceerd")


def _open_session(page: Page) -> str:
    """A session from the findings, open to everybody with its code; answers the code."""
    _work_on(page, "Prioriteitensessie met de raad")
    page.get_by_role("link", name="Nieuwe sessie").click()
    page.get_by_label("Hoe heet de sessie?").fill("Raadssessie")
    page.get_by_label("Iedereen met de code, zonder naam").check()
    _press(page, "Zet de sessie klaar")
    # Findings put the first two there already; beside the others may stand where they were before.
    for theme in THEMES[2:]:
        page.get_by_role("checkbox", name=re.compile(f"^{theme}")).check()
    _press(page, "Zet op de longlist")
    expect(page.locator("main")).to_contain_text("2 kandidaten toegevoegd")
    sound(page)
    session = page.url.partition("/sessies/")[2].split("/")[0]
    page.goto(f"{HOME}prioriteiten/sessies/{session}/stap/open/")
    _press(page, "Ja, doe dat")
    shown = re.search(r"\b([A-Z0-9]{4}) ([A-Z0-9]{4})\b", page.locator("main").inner_text())
    assert shown is not None
    page.goto(f"{HOME}prioriteiten/sessie/{session}/leiding/")
    page.get_by_role("link", name="Ronde klaarzetten").first.click()
    page.locator('select[name="form"]').select_option("approval")
    page.get_by_label("Welke vraag lezen zij?").fill("Wat gaat voor?")
    _press(page, "Zet klaar")
    _press(page, "Open de ronde")
    return shown[1] + shown[2]


def _vote(page: Page, browser: Browser, code: str) -> None:
    """Six phones vote, one of them twice; the hall sees the turnout and then the result."""
    for number in range(6):
        with _beside(page, browser, "") as phone:
            phone.set_viewport_size({"width": 390, "height": 800})
            phone.goto(f"/meedoen/{code}/")
            _press(phone, "Doe mee")
            phone.get_by_label(THEMES[0]).check()
            phone.get_by_label(THEMES[1 + number % 2]).check()
            phone.get_by_role("button", name="Stem", exact=True).click()
            expect(phone.locator("main")).to_contain_text("geteld")
            if number == 0:
                sound(phone)
    desk = page.url
    page.goto(desk.replace("leiding", "scherm"))
    expect(page.locator("main")).to_contain_text("6 van 6 stemden")
    sound(page)
    page.goto(desk)
    _press(page, "Sluit de ronde")
    _press(page, "Toon de uitslag")
    page.goto(desk.replace("leiding", "uitslag"))
    expect(page.locator("main")).to_contain_text(f"Dit komt bovenaan: {THEMES[0]}")
    sound(page)


def _contribute_and_answer(page: Page, browser: Browser, code: str) -> None:
    """A council member brings something in, gets an answer and reads what was done with it."""
    with _beside(page, browser, "rob") as member:
        member.set_viewport_size({"width": 390, "height": 800})
        member.goto(f"/meedoen/{code}/")
        _press(member, "Doe mee")
        member.goto(f"/meedoen/{code}/inbreng/")
        member.get_by_label("Uw inbreng").fill(BROUGHT_IN)
        _press(member, "Breng in")
        _work_on(page, "Prioriteitensessie met de raad")
        page.get_by_role("link", name="Raadssessie").first.click()
        page.get_by_role("link", name="Inbreng, en wat ermee is gedaan").click()
        page.get_by_role("link", name=re.compile(BROUGHT_IN)).click()
        page.locator('input[name="outcome"][value="adopted"]').check()
        page.get_by_label("In woorden").fill("Dit staat nu in het voorstel.")
        page.locator('select[name="theme"]').select_option(label=THEMES[0])
        _press(page, "Bewaar het antwoord")
        sound(page)
        member.goto(f"{HOME}prioriteiten/sessies/inbreng/")
        expect(member.locator("main")).to_contain_text("Dit staat nu in het voorstel.")
        sound(member)


def _close_session(page: Page) -> None:
    _work_on(page, "Prioriteitensessie met de raad")
    page.get_by_role("link", name="Raadssessie").first.click()
    page.get_by_role("link", name="Sluit de sessie").click()
    _press(page, "Ja, doe dat")


def _place_themes(page: Page) -> None:
    _work_on(page, "Voorlopige prioriteiten")
    for theme in THEMES[:2]:
        page.get_by_role("checkbox", name=theme, exact=True).check()
    page.get_by_role("radio", name="Prioriteit", exact=True).check()
    page.get_by_label("Waarom?").first.fill(REASON)
    _press(page, "Verplaats")
    expect(page.locator("main")).to_contain_text("2 thema's hebben een plaats.")
    sound(page)


def _align(page: Page) -> None:
    for kind in ("triangle", "neighbours", "region", "national"):
        _work_on(page, "Afstemming met driehoek en regio")
        page.locator(f'input[name="kind"][value="{kind}"]').check()
        page.get_by_label("Wie zaten er aan tafel?").fill("Burgemeester, politie en justitie")
        page.get_by_label("Wanneer?").fill("2026-11-20")
        page.get_by_label("Wat kwam eruit?").fill("Allen steunen deze keuze.")
        _press(page, "Leg vast")
    sound(page)


def _propose(page: Page) -> None:
    """From the board to the council, with a reason where the advice was another."""
    page.goto(f"{HOME}prioriteiten/voorstel/")
    _press(page, "Begin het voorstel")
    _write_priorities(page)
    sound(page)
    _press(page, "De afstemming is gedaan")
    while page.get_by_role("button", name="Bewaar de reden").count():
        page.locator("main form").filter(has_text="Waarom?").first.locator(
            "textarea, input[type=text]"
        ).first.fill("De driehoek vroeg dit.")
        _press(page, "Bewaar de reden")
    _press(page, "Naar de raad sturen")
    expect(page.locator("main")).to_contain_text("naar de raad verstuurd")


def _write_priorities(page: Page) -> None:
    for number in range(page.get_by_role("link", name="Schrijven").count()):
        page.get_by_role("link", name="Schrijven").nth(number).click()
        page.get_by_label("Waarom dit?").fill(REASON)
        page.get_by_label("Wat krijgt daardoor minder aandacht?").fill("Verkeer: gewoon beheer.")
        _press(page, "Opslaan")


def _decided_and_read(page: Page, browser: Browser) -> None:
    """The clerk records the decision, a council member reads it, and the neighbour sees nothing."""
    with _beside(page, browser, "griet") as clerk:
        clerk.goto(f"{HOME}prioriteiten/voorstel/")
        clerk.get_by_role("link", name="Besluit vastleggen").click()
        clerk.get_by_label("Nummer van het besluit").fill("2026/117")
        _press(clerk, "Leg het besluit vast")
    with _beside(page, browser, "rob") as member:
        member.set_viewport_size({"width": 390, "height": 800})
        member.goto(f"{HOME}prioriteiten/voorstel/")
        for theme in THEMES[:2]:
            expect(member.locator("main")).to_contain_text(theme)
        sound(member)
        pdf = member.locator('main a[href$="/document/pdf/"]').first.get_attribute("href")
        assert member.request.get(str(pdf)).body().startswith(b"%PDF")
    with _beside(page, browser, "vera", "/buurstad/") as neighbour:
        answer = neighbour.goto(f"{HOME}prioriteiten/voorstel/")
        assert answer is not None
        assert answer.status == 404


def test_a_small_municipality_does_it_alone_in_a_few_forms(page: Page) -> None:
    """Vera works alone: she records what others decided, and fills in under forty forms."""
    enter_as(page, "vera", "buurstad")
    sent: list[str] = []
    page.on("request", lambda asked: sent.append(asked.url) if asked.method == "POST" else None)
    _start_light(page)
    _short_memo(page)
    _all_at_once(page)
    assert len(sent) < 40


def _start_light(page: Page) -> None:
    page.goto("/buurstad/beleidscyclus/starten/")
    page.get_by_label("Naam").fill("Veiligheidsplan 2027–2030")
    page.get_by_label("Eerste dag").fill("2027-01-01")
    page.get_by_label("Laatste dag").fill("2030-12-31")
    page.get_by_label(re.compile("^Licht")).check()
    _press(page, "Start de cyclus")
    expect(page.locator("main")).to_contain_text("Dit is de lichte werkwijze")
    _record_assignment(page)
    page.goto("/buurstad/beleidscyclus/")
    _press(page, "Gereed, zet de cyclus verder")


def _record_assignment(page: Page) -> None:
    """What was asked before the work began."""
    page.locator("main").get_by_role("link", name="Ga aan het werk").click()
    page.locator("main").get_by_role("link", name="Leg de opdracht vast").click()
    page.get_by_label("Wat is gevraagd?").fill("Maak een nieuw plan, samen met de raad.")
    page.get_by_label("Op welke dag?").fill("2026-09-01")
    _press(page, "Leg de opdracht vast")
    expect(page.locator("main")).to_contain_text("Maak een nieuw plan")


def _short_memo(page: Page) -> None:
    page.locator("main").get_by_role("link", name="Startnotitie", exact=True).first.click()
    _press(page, "Begin de startnotitie")
    page.get_by_role("link", name="Ga verder met schrijven").click()
    _answer_all(page)
    _press(page, "Geef aan het college")
    for body in ("college", "raad"):
        page.get_by_role("link", name=re.compile(f"besluit van (het|de) {body}")).click()
        if page.locator('input[name="outcome"]').count():
            page.locator('input[name="outcome"]').first.check()
        _press(page, re.compile("^Leg"))


def _all_at_once(page: Page) -> None:
    page.goto("/buurstad/prioriteiten/voorstel/in-een-keer/")
    for theme in THEMES[:2]:
        page.get_by_label(f"Niveau van {theme}").select_option("priority")
        page.get_by_label(f"Reden bij {theme}").fill(REASON)
    page.get_by_label(re.compile("Nog niet met iedereen afgestemd")).fill("Dat volgt in december.")
    _press(page, "Opslaan")
    page.goto("/buurstad/prioriteiten/voorstel/")
    _write_priorities(page)
    _press(page, "De afstemming is gedaan")
    _press(page, "Naar de raad sturen")
    expect(page.locator("main")).to_contain_text("naar de raad verstuurd")
    sound(page)
