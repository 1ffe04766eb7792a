"""Who may deliver files of partners, and who says who works for which organisation."""

from regie.foundation.access.rules import COORDINATOR, PARTNER, RESEARCHER, Action

DELIVER_REGISTRATIONS = Action(
    "registrations.deliver",
    frozenset({COORDINATOR, RESEARCHER, PARTNER}),
    "Alleen een partner, de veiligheidscoördinator en de onderzoeker leveren registraties aan.",
)
MANAGE_PARTNERS = Action(
    "registrations.manage_partners",
    frozenset({COORDINATOR}),
    "Alleen de veiligheidscoördinator legt vast wie voor welke organisatie werkt.",
)
