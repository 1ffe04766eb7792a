"""The watch in the background: a delivery came in, and what it touches is computed again."""

from django_tasks import task

from regie.evidence.signals.services import recompute
from regie.foundation.organizations.models import Municipality


@task()
def look_again(municipality_id: int) -> str:
    """Compute what is out of date for one municipality; nothing when it is gone."""
    municipality = Municipality.objects.filter(pk=municipality_id).first()
    if municipality is None:
        return "gone"
    report = recompute(municipality, actor=None)
    return f"{len(report.computed)} computed, {len(report.changed)} changed, {report.kept} kept"
