"""Reading files of partners on their way; always for one reader.

A partner sees what its own organisation delivered, and nothing of another partner.
"""

from django.db.models import QuerySet

from regie.evidence.registrations.models import Upload, UploadState
from regie.foundation.access.models import Membership
from regie.foundation.access.rules import PARTNER


def uploads(membership: Membership) -> QuerySet[Upload]:
    """The files this reader may see; a partner without an organisation sees none."""
    found = Upload.objects.filter(municipality_id=membership.municipality_id)
    if membership.role == PARTNER:
        found = found.filter(partner_id=membership.partner_id or 0)
    return found.select_related("partner", "profile", "municipality", "received_by", "delivery")


def open_uploads(membership: Membership) -> list[Upload]:
    """Files on their way. 1 query."""
    ends = (UploadState.STORED, UploadState.REFUSED, UploadState.WITHDRAWN)
    return list(uploads(membership).exclude(state__in=ends))


def past_uploads(membership: Membership) -> QuerySet[Upload]:
    """Files whose way has ended, newest first."""
    ends = (UploadState.STORED, UploadState.REFUSED, UploadState.WITHDRAWN)
    return uploads(membership).filter(state__in=ends)
