"""Putting old goals in an evaluation at once."""

from collections.abc import Iterable, Mapping

from django.db import transaction

from regie.foundation.accounts.models import User
from regie.learning.evaluation.models import Evaluation
from regie.learning.evaluation.services import add_goal


@transaction.atomic
def take_over(
    item: Evaluation, rows: Iterable[Mapping[str, str]], *, actor: User, role: str
) -> int:
    """Put these goals in, all or none; none of them is judged. A name that is there already is
    passed over. Answers how many came in. Raises `RefusedError`."""
    Evaluation.objects.select_for_update().get(pk=item.pk)
    there = {name.casefold() for name in item.goals.values_list("name", flat=True)}
    before = len(there)
    for row in rows:
        if row["name"].casefold() not in there:
            there.add(row["name"].casefold())
            add_goal(item, {**row, "verdict": ""}, actor=actor, role=role)
    return len(there) - before
