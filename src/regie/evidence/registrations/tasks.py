"""Work that a page leaves to the background."""

from django_tasks import task

from regie.evidence.registrations import services
from regie.evidence.registrations.models import Upload, UploadState


@task()
def count_upload(upload_id: int, step: int) -> str:
    """Count a waiting file; answers the state it ended in. A file that moved on is left alone."""
    upload = Upload.objects.get(pk=upload_id)
    if upload.state == UploadState.CHECKING and upload.step == step:
        upload = services.count(upload, actor=upload.received_by)
    return str(upload.state)
