"""Work that a page leaves to the background."""

from django_tasks import task

from regie.evidence.methods.services import estimate
from regie.foundation.accounts.models import User


@task()
def estimate_again(realm: str, actor_id: int | None = None) -> list[int]:
    """Estimate the swings and spreads of a realm; answers the sets in use.

    Running twice does no harm: a new set is only made when its figures changed.
    """
    actor = User.objects.filter(pk=actor_id).first() if actor_id is not None else None
    return [made.pk for made in estimate(realm, actor=actor)]
