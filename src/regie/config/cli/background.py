"""What runs in a process of its own: the worker, and preparing the demonstration.

Nothing of Django is imported before its settings stand.
"""

import argparse
import os
import sys


def do_tasks(data: str) -> None:
    """Do long tasks in a fresh process, with the data folder of the process that started it."""
    os.environ["REGIE_DATA"] = data
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "regie.config.settings")
    import django

    django.setup()
    from regie.config.cli.serving import work

    work(argparse.Namespace())


def prepare_demo(data: str) -> None:
    """Prepare the demonstration in this data folder, and end with the exit code of the command."""
    from regie.config.cli import main

    sys.exit(main(["demo", "--prepare-only", "--data", data]))
