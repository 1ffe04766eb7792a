"""What is said of a delivery in one word: the same on every page of the house."""

from collections.abc import Mapping

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from regie.evidence.intake.findings import Severity
from regie.evidence.sources.models import Delivery, DeliveryState

BADGES: Mapping[Severity, str] = {
    "problem": "negative",
    "warning": "warning",
    "note": "info",
    "good": "positive",
}
SERIOUS: tuple[Severity, ...] = ("problem", "warning")


def judgement(*, refused: bool, worst: str, serious: int, old: bool = False) -> tuple[str, str]:
    """The verdict on a delivery in words, and the kind of badge it gets.

    `worst` is the most serious finding, `serious` how many findings ask for attention, `old`
    whether a newer edition should exist.
    """
    if refused:
        return _("geweigerd"), "negative"
    if serious:
        words = ngettext("%(count)d aandachtspunt", "%(count)d aandachtspunten", serious)
        return words % {"count": serious}, "negative" if worst == "problem" else "warning"
    return (_("verouderd"), "warning") if old else (_("in orde"), "positive")


def judge(delivery: Delivery) -> tuple[str, str]:
    """The verdict on one delivery from its stored report; without a report "–"."""
    refused = delivery.state == DeliveryState.REFUSED
    if not refused and not delivery.report:
        return "–", "neutral"
    report = delivery.report or {}
    found = [item.get("severity") for item in report.get("findings", ())]
    serious = sum(severity in SERIOUS for severity in found)
    return judgement(refused=refused, worst=str(report.get("worst", "")), serious=serious)


def refusal(delivery: Delivery) -> str:
    """Why a delivery was refused, in the reader's language; older rows as they were written."""
    if not delivery.refusal_sentence:
        return delivery.refusal
    return str(_(delivery.refusal_sentence) % delivery.refusal_params)


def storable(params: Mapping[str, object]) -> dict[str, object]:
    """The parameters of a sentence as they can be kept in a row."""
    plain = (str, int, float, bool)
    return {key: value if isinstance(value, plain) else str(value) for key, value in params.items()}
