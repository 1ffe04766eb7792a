"""`python -m regie.config.cli` is the same as the `regie` command."""

import sys

from regie.config.cli import main

sys.exit(main())
