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
    try:
        if words[:1] == ["manage"]:
            return _manage(words[1:])
        return _run(parser.build().parse_args(words))
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
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import execute_from_command_line

    try:
        execute_from_command_line(["regie manage", *words])
    except ImproperlyConfigured as error:
        raise RefusedError(_what_lacks(error)) from error
    return DONE


def _what_lacks(error: Exception) -> str:
    """A setting that lacks, in words; Django's own text when it is not the secret key."""
    if "SECRET_KEY" not in str(error):
        return str(error)
    return _("Zet eerst REGIE_SECRET_KEY op minstens 50 willekeurige tekens.")
