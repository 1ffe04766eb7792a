"""Who sees a document that is being made: whoever may read what it is made of."""

from regie.foundation.access.rules import ROLES, Action

VIEW_DOCUMENTS = Action(
    "publications.view",
    frozenset(ROLES),
    "Alleen leden van deze gemeente zien haar documenten.",
)
"""The door of the page; what is printed asks its own right behind it."""
