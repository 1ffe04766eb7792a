"""The catalogue in words: states, progress, what changed and what is new."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from regie.evidence.catalogue.models import Fetch, FetchState, Look, Subscription, SubscriptionState
from regie.evidence.catalogue.queries import Change, OtherView, TableView
from regie.evidence.sources.presenting import say
from regie.foundation.accounts.languages import chosen
from regie.foundation.organizations.models import Municipality
from regie.ui.formats import number, period

PHASES = {
    "wait": gettext_lazy("Iemand anders haalt dezelfde tabel op. Regie wacht."),
    "metadata": gettext_lazy("Regie leest wat de uitgever over de tabel zegt."),
    "download": gettext_lazy("De cijfers komen binnen."),
    "sort": gettext_lazy("Regie zet de cijfers op volgorde."),
    "read": gettext_lazy("De cijfers worden ingelezen."),
}
BADGES = {
    FetchState.WAITING: "info",
    FetchState.FETCHING: "info",
    FetchState.DONE: "positive",
    FetchState.UNCHANGED: "neutral",
    FetchState.REFUSED: "negative",
}
MINUTE, HOUR = 60, 3600
FEW = 3


@dataclass(frozen=True)
class RowView:
    """One table as the list shows it; every field is a sentence or short words."""

    view: TableView
    url: str
    themes: str
    themes_short: str
    in_use: str
    delivery_url: str
    rows: str
    listed: str
    newer: str
    changed: str
    plan: str
    badge: str
    badge_kind: str


@dataclass(frozen=True)
class ProgressView:
    """How far a fetch is."""

    percent: float | None
    phase: str
    left: str


def row(
    view: TableView, change: Change | None, municipality: Municipality, theme: str = ""
) -> RowView:
    """A table for the list; of many themes only the chosen one is named."""
    own = {"gemeente": municipality.slug}
    found = view.delivery
    badge, kind = _badge(view)
    return RowView(
        view=view,
        url=reverse("catalogue:table", kwargs={**own, "table": view.table_id}),
        themes=themes_in_words(view),
        themes_short=_few_themes(view, theme),
        in_use=_in_use(view),
        delivery_url=reverse("sources:delivery", kwargs={**own, "pk": found.pk}) if found else "",
        rows=_rows(found.rows) if found else "",
        listed=_listed(view),
        newer=_("nieuwer dan wat u hebt") if view.newer else "",
        changed=changed(change),
        plan=plan(view.subscription),
        badge=badge,
        badge_kind=kind,
    )


def themes_in_words(view: TableView) -> str:
    """Every theme that a table serves."""
    if view.every_theme:
        return _("alle thema's: deze tabel zegt hoeveel mensen of woningen er zijn")
    return ", ".join(chosen(theme.name, theme.name_en) for theme in view.themes)


def _few_themes(view: TableView, theme: str) -> str:
    if view.every_theme or len(view.themes) <= FEW:
        return themes_in_words(view)
    first = next((item for item in view.themes if item.code == theme), view.themes[0])
    words = _("%(theme)s en nog %(count)d thema's")
    named = chosen(first.name, first.name_en)
    return words % {"theme": named, "count": len(view.themes) - 1}


def _in_use(view: TableView) -> str:
    found = view.delivery
    if found is None:
        return _("nog niet in gebruik")
    day = found.vintage or timezone.localtime(found.received_at).date()
    words = _("stand %(day)s") % {"day": date_format(day, "j F Y")}
    return words if view.parts == 1 else f"{words} ({_parts(view.parts)})"


def _parts(count: int) -> str:
    return ngettext("%(count)d deel", "%(count)d delen", count) % {"count": count}


def _rows(count: int) -> str:
    return ngettext("%(count)s rij", "%(count)s rijen", count) % {"count": number(count)}


def _listed(view: TableView) -> str:
    modified = view.listed.modified if view.listed else None
    return date_format(timezone.localtime(modified), "j F Y") if modified else _("onbekend")


def _badge(view: TableView) -> tuple[str, str]:
    if view.fetch is not None and view.fetch.state in BADGES:
        state = FetchState(view.fetch.state)
        if state in (FetchState.WAITING, FetchState.FETCHING, FetchState.REFUSED):
            return str(state.label), BADGES[state]
    if view.delivery is None:
        return "", "neutral"
    return (_("nieuwer"), "warning") if view.newer else (_("in gebruik"), "positive")


def changed(change: Change | None) -> str:
    """What a delivery has that the one before had not, in short words."""
    if change is None:
        return ""
    said = []
    if change.last_period != change.last_before:
        words = _("loopt nu tot en met %(now)s, eerst tot en met %(before)s")
        said.append(
            words % {"now": _period(change.last_period), "before": _period(change.last_before)}
        )
    if change.new_areas:
        said.append(_("nieuwe indeling van gebieden"))
    difference = change.rows - change.rows_before
    if difference:
        words = _("%(count)s rijen meer") if difference > 0 else _("%(count)s rijen minder")
        said.append(words % {"count": number(abs(difference))})
    return "; ".join(said) or _("alleen cijfers bijgewerkt")


def _period(code: str) -> str:
    return period(code) if code else "–"


def plan(subscription: Subscription | None) -> str:
    """The rhythm and the next time; empty when the table is not on the schedule."""
    if subscription is None or subscription.state == SubscriptionState.STOPPED:
        return ""
    words = _("%(rhythm)s; volgende keer %(day)s")
    day = date_format(timezone.localtime(subscription.next_at), "j F Y")
    return words % {"rhythm": subscription.get_rhythm_display(), "day": day}


def progress(fetch: Fetch) -> ProgressView:
    """Where a fetch is; without a percentage as long as nobody knows how much there is."""
    kept = fetch.progress or {}
    if fetch.state == FetchState.WAITING or not kept:
        return ProgressView(None, _("Het ophalen wacht op zijn beurt."), "")
    rows, expected = int(kept.get("rows") or 0), kept.get("expected_rows")
    phase = str(PHASES.get(str(kept.get("phase")), PHASES["metadata"]))
    said = f"{phase} {_rows(rows)}." if rows else phase
    percent = min(100 * rows / expected, 100) if expected else None
    return ProgressView(percent, said, left(kept.get("seconds_left")))


def left(seconds: float | None) -> str:
    """Time left, in words that do not pretend to know it to the second."""
    if seconds is None:
        return ""
    if seconds < MINUTE:
        return _("Nog minder dan een minuut.")
    if seconds < HOUR:
        minutes = round(seconds / MINUTE)
        words = ngettext(
            "Nog ongeveer %(count)d minuut.", "Nog ongeveer %(count)d minuten.", minutes
        )
        return words % {"count": minutes}
    return _("Nog ongeveer %(count)s uur.") % {"count": number(seconds / HOUR, 1)}


def outcome(fetch: Fetch) -> str:
    """How a fetch ended."""
    if fetch.state == FetchState.REFUSED:
        return say(fetch.refusal_sentence, fetch.refusal_params)
    return str(fetch.get_state_display())


def who(fetch: Fetch) -> str:
    """Who asked for a fetch."""
    return str(fetch.requested_by) if fetch.requested_by else _("het rooster")


def look(last: Look) -> str:
    """What came of a look into a catalogue."""
    day = date_format(timezone.localtime(last.started_at), "j F Y H:i")
    named = {"catalogue": last.catalogue, "day": day}
    if last.finished_at is None:
        return _("%(catalogue)s: Regie kijkt nu (sinds %(day)s).") % named
    if last.refusal_sentence:
        words = _("%(catalogue)s: kijken lukte niet op %(day)s. %(reason)s")
        return words % {**named, "reason": say(last.refusal_sentence, last.refusal_params)}
    words = ngettext(
        "%(catalogue)s: %(count)s tabel gevonden op %(day)s.",
        "%(catalogue)s: %(count)s tabellen gevonden op %(day)s.",
        last.tables,
    )
    return words % {**named, "count": number(last.tables)}


def reason(other: OtherView) -> str:
    """Why Regie does not read a table."""
    if not other.reason:
        return _("Regie kent deze tabel nog niet.")
    return chosen(other.reason, other.reason_en)
