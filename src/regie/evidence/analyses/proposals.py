"""What Regie proposes for a new analysis, so that nobody starts from an empty page."""

from collections.abc import Iterable, Mapping

from django.utils.translation import gettext as _

from regie.evidence.analyses.rules import Choice, NotUsed, Scope


def proposed_scope(themes: Iterable[str], found: Iterable[str]) -> Scope:
    """Themes with a confirmed finding are in; for the others a reason has to be chosen.

    The sources that most municipalities cannot use are named with their usual reason; who has
    them takes the line out.
    """
    filled = set(found)
    return Scope(
        themes={code: Choice(code in filled) for code in themes},
        not_used=tuple(NotUsed(source, why) for source, why in _usual().items()),
    )


def _usual() -> Mapping[str, str]:
    return {
        _("Jeugdzorg (CBS)"): _(
            "Gaat over hulp, niet over veiligheid. Een verband is niet gezegd."
        ),
        _("Veiligheidsmonitor per wijk"): _(
            "De steekproef is te klein voor wijken, als er geen extra mensen zijn gevraagd."
        ),
        _("AD Misdaadmeter"): _("Die telt op een andere manier dan de politiecijfers."),
        _("Halt-verwijzingen"): _("De tabel daarvan is nog niet ingelezen."),
    }


def usual_reasons() -> tuple[str, ...]:
    """Reasons to leave a theme out that a person can pick and change."""
    return (
        _("Over dit thema zijn geen cijfers en geen straatkennis."),
        _("Hier speelt nu niets dat aandacht van de raad vraagt."),
        _("Dit staat in een eigen beleidsplan."),
        _("Dit doet de veiligheidsregio."),
    )
