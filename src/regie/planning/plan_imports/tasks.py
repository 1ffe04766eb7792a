"""Reading a document, which a page leaves to the background."""

from django_tasks import task

from regie.planning.plan_imports.models import ImportState, PlanImport
from regie.planning.plan_imports.receiving import read_in


@task()
def read_document(pk: int) -> str:
    """Read an uploaded document; answers the state it ended in.

    One that is not waiting any more is left alone, so that a task that runs twice does no harm.
    """
    rows = PlanImport.objects.select_related("municipality", "received_by")
    document = rows.get(pk=pk)
    if document.state == ImportState.RECEIVED:
        read_in(document)
    return str(document.state)
