"""`regie manage fetch_due`: fetch now what the schedule says, as the worker does by itself."""

from django.core.management.base import BaseCommand

from regie.evidence.catalogue.tasks import tick


class Command(BaseCommand):
    """Begin what is due; the worker does it."""

    help = "Begin fetching the tables that are due; the worker does the fetching."

    def handle(self, *args: object, **options: object) -> None:
        """Say how many fetches began."""
        del args, options
        self.stdout.write(f"{tick()} fetches begun")
