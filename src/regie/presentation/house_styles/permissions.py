"""Who decides what the documents of a municipality look like."""

from regie.foundation.access.rules import COORDINATOR, Action

MANAGE_STYLE = Action(
    "house_styles.manage",
    frozenset({COORDINATOR}),
    "Alleen de veiligheidscoördinator kiest de huisstijl van documenten.",
)
