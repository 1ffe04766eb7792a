"""The worker as a process of its own. Nothing of Django is imported before its settings stand."""

import argparse
import os


def do_tasks(data: str) -> None:
    """Do long tasks in a fresh process, with the data folder of the process that started it."""
    os.environ["REGIE_DATA"] = data
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "regie.config.settings")
    import django

    django.setup()
    from regie.config.cli.serving import work

    work(argparse.Namespace())
