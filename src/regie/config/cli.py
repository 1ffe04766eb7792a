"""The `regie` command."""

import os
import sys


def main(argv: list[str] | None = None) -> int:
    """Run one command; 0 done, 1 refused, 2 wrong usage."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "regie.config.settings")
    from django.core.management import execute_from_command_line

    execute_from_command_line(["regie", *(argv if argv is not None else sys.argv[1:])])
    return 0


if __name__ == "__main__":
    sys.exit(main())
