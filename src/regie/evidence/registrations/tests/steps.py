"""The steps of the wizard, as a browser takes them."""

from django.test import Client, TestCase

from regie.evidence.registrations.models import Upload
from regie.evidence.registrations.tests.conftest import HOME
from regie.evidence.registrations.tests.files import GOOD, upload


def deliver(
    client: Client, text: str | bytes = GOOD, name: str = "overlast.csv", **said: str
) -> Upload:
    """Send a file; the answer is the file as it stands then."""
    form = {"title": "Overlastdossiers", "file": upload(text, name), **said}
    answer = client.post(f"{HOME}nieuw/", form)
    assert answer.status_code == 302, answer.content.decode()
    return Upload.objects.latest("pk")


def fields_of(client: Client, found: Upload) -> dict[str, str]:
    """What the form on the page of columns would send as it stands."""
    page = client.get(f"{HOME}{found.pk}/kolommen/")
    assert page.status_code == 200
    form = page.context["form"]
    said = {"step": str(found.step)}
    for name in form.fields:
        value = form.initial.get(name)
        if value not in {None, False}:
            said[name] = "on" if value is True else str(value)
    return said


def check(client: Client, found: Upload, **changes: str) -> Upload:
    """Accept the columns, with changes, and count a dry run."""
    client.post(f"{HOME}{found.pk}/kolommen/", fields_of(client, found) | changes)
    found.refresh_from_db()
    return found


def store(client: Client, found: Upload) -> Upload:
    """Store what was checked."""
    with TestCase.captureOnCommitCallbacks(execute=True):
        client.post(f"{HOME}{found.pk}/opslaan/", {"step": found.step})
    found.refresh_from_db()
    return found


def whole(client: Client, text: str = GOOD, **said: str) -> Upload:
    """The whole way, from file to counts."""
    return store(client, check(client, deliver(client, text, **said)))
