"""Work that a page or the clock leaves to the background."""

from django_tasks import task

from regie.evidence.catalogue.looking import look
from regie.evidence.catalogue.models import Fetch, FetchState, Look
from regie.evidence.catalogue.schedule import end_what_was_killed, fetch_due, run_fetch


@task()
def fetch_one(fetch_id: int) -> str:
    """Do one fetch; answers the state it ended in. One that is not waiting is left alone."""
    fetch = Fetch.objects.select_related("municipality", "subscription", "requested_by").get(
        pk=fetch_id
    )
    if fetch.state == FetchState.WAITING:
        run_fetch(fetch)
    return str(fetch.state)


@task()
def look_around(look_id: int) -> int:
    """Look into one catalogue; answers how many tables of it are kept."""
    this = Look.objects.get(pk=look_id)
    if this.finished_at is None:
        look(this)
    return this.tables


def tick() -> int:
    """What the clock asks for: end what was killed, begin what is due. Answers how many began."""
    end_what_was_killed()
    begun = fetch_due()
    for fetch in begun:
        fetch_one.enqueue(fetch.pk)
    return len(begun)
