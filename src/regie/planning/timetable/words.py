"""Days, room and clashes of a timetable in plain words."""

from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from regie.foundation.cycles.queries import step_label
from regie.planning.timetable import clashes
from regie.planning.timetable.clashes import Clash
from regie.planning.timetable.rules import Outcome, Span
from regie.policy.cycle import ADOPTION

TITLES = {
    clashes.NEEDS: gettext_lazy("Een stap begint te vroeg"),
    clashes.IN_RECESS: gettext_lazy("Een besluit valt in het reces"),
    clashes.RETROACTIVE: gettext_lazy("De raad beslist na de eerste dag van het plan"),
    clashes.TOO_LATE: gettext_lazy("De raad beslist pas na deze cyclus"),
    clashes.BEGUN: gettext_lazy("Het werk had al moeten beginnen"),
    clashes.ELECTION: gettext_lazy("De raad beslist kort voor verkiezingen"),
}
SENTENCES = {
    clashes.NEEDS: gettext_lazy(
        "“%(step)s” begint voordat “%(other)s” klaar is. Kies latere dagen of werk met een concept."
    ),
    clashes.IN_RECESS: gettext_lazy(
        "“%(step)s” eindigt op %(day)s. Dan is er meestal geen vergadering. Kies een andere dag."
    ),
    clashes.RETROACTIVE: gettext_lazy(
        "Dat komt vaak voor. Het plan geldt dan met terugwerkende kracht vanaf %(day)s, of u "
        "verlengt het vorige plan."
    ),
    clashes.TOO_LATE: gettext_lazy(
        "De cyclus loopt tot en met %(day)s. Verleng de looptijd, of start een nieuwe cyclus."
    ),
    clashes.BEGUN: gettext_lazy(
        "“%(step)s” had op %(day)s moeten beginnen. Kies een latere maand, of maak stappen korter."
    ),
    clashes.ELECTION: gettext_lazy(
        "Op %(day)s kiezen inwoners een nieuwe raad. Spreek af welke raad over het plan beslist."
    ),
}


def day(value: date) -> str:
    """A day in full, such as 3 mei 2027."""
    return date_format(value, "j F Y")


def short(value: date) -> str:
    """A day in short, such as 3 mei 2027 or 3 sep 2027."""
    return date_format(value, "j N Y")


def month(value: date) -> str:
    """A month with its year."""
    return date_format(value, "F Y")


def days(span: Span) -> str:
    """The days of a span in short."""
    if span.first == span.last:
        return short(span.first)
    first, last = short(span.first), short(span.last)
    return _("%(first)s tot en met %(last)s") % {"first": first, "last": last}


def length(number: int) -> str:
    """A number of working days in whole weeks, rounded; below a week in days."""
    if number < 7:
        return ngettext("%(count)s dag", "%(count)s dagen", number) % {"count": number}
    weeks = round(number / 7)
    return ngettext("%(count)s week", "%(count)s weken", weeks) % {"count": weeks}


def room(number: int | None) -> str:
    """How late a step may be without moving the decision."""
    if number is None:
        return "–"
    return length(number) if number else _("geen speling")


def clash(found: Clash) -> tuple[str, str]:
    """The title of a clash and the sentence that says what it means and what one can do."""
    places = {
        "step": step_label(found.step),
        "other": step_label(found.other) if found.other else "",
        "day": day(found.day) if found.day else "",
    }
    return str(TITLES[found.code]), str(SENTENCES[found.code]) % places


def moved(outcome: Outcome, step: str) -> str:
    """What a change does to the other steps and to the decision of the council, in sentences."""
    others = [shift for shift in outcome.shifts if shift.code not in {step, ADOPTION}]
    count = len(others)
    if not count:
        first = _("Er schuift geen andere stap.")
    else:
        told = ngettext(
            "Er schuift %(count)s andere stap.", "Er schuiven %(count)s andere stappen.", count
        )
        first = told % {"count": count}
    return f"{first} {decision(outcome)}"


def decision(outcome: Outcome) -> str:
    """Whether the council still decides on the day that was planned."""
    found = next((shift for shift in outcome.shifts if shift.code == ADOPTION), None)
    if found is None:
        return _("De datum van het raadsbesluit blijft staan.")
    after = day(found.after.last)
    if found.before is None:
        return _("De raad beslist op %(day)s.") % {"day": after}
    if outcome.holds:
        return _("De raad kan op %(day)s beslissen.") % {"day": after}
    told = _("Het raadsbesluit schuift van %(before)s naar %(after)s.")
    return told % {"before": day(found.before.last), "after": after}
