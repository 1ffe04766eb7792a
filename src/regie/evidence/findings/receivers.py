"""What happens here when verdicts were computed anew."""

from regie.evidence.findings.services import refresh_candidates
from regie.foundation.organizations.models import Municipality


def refresh(*, municipality_id: int, **_more: object) -> None:
    """Propose what the new verdicts say. A municipality that left in the meantime is no mistake."""
    municipality = Municipality.objects.filter(pk=municipality_id).first()
    if municipality is not None:
        refresh_candidates(municipality, actor=None)
