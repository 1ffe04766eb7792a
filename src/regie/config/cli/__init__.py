"""The `regie` command: one entry point for everything that is not a page.

Exit codes: 0 done, 1 refused (the reason is on stderr), 2 wrong usage.
"""

import argparse
import os
import sys
from collections.abc import Sequence

from regie.config.cli import parser
from regie.config.cli.words import RefusedError, language
from regie.config.cli.words import gettext as _

DONE = 0
REFUSED = 1
INTERRUPTED = 130


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and answer its exit code."""
    words = list(sys.argv[1:] if argv is None else argv)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "regie.config.settings")
    if words[:1] == ["manage"]:
        return _manage(words[1:])
    given = parser.build().parse_args(words)
    try:
        return _run(given)
    except RefusedError as refusal:
        print(refusal, file=sys.stderr)
        return REFUSED
    except KeyboardInterrupt:
        print(_("Onderbroken."), file=sys.stderr)
        return INTERRUPTED


def _run(given: argparse.Namespace) -> int:
    if given.data:
        os.environ["REGIE_DATA"] = given.data
    if given.command == "demo":
        os.environ["REGIE_DEMO"] = "1"
    import django
    from django.utils import translation

    django.setup()
    _make_data_folder()
    from regie.config.preparation import NotPreparedError

    with translation.override(language()):
        try:
            code: int = given.run(given)
        except NotPreparedError as error:
            raise RefusedError(str(error)) from error
    return code


def _make_data_folder() -> None:
    from django.conf import settings

    try:
        settings.DATA.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        text = _("De map %(folder)s kan niet worden gemaakt: %(reason)s")
        raise RefusedError(text % {"folder": settings.DATA, "reason": error.strerror}) from error


def _manage(words: list[str]) -> int:
    from django.core.management import execute_from_command_line

    execute_from_command_line(["regie manage", *words])
    return DONE
