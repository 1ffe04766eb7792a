"""Write the adopted plan of a prepared demonstration to the file that the answer key is of.

.venv/bin/regie demo --prepare-only --data DIR
.venv/bin/python tools/demo_plan.py DIR
"""

import json
import os
import sys


def main() -> None:
    """Read the newest adopted edition in a data folder, and write it without its drawings."""
    os.environ |= {"REGIE_DATA": sys.argv[1], "REGIE_DEMO": "1"}
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "regie.config.settings")
    import django

    django.setup()
    from regie.learning.quality_tests.tests import demo
    from regie.planning.plan_decisions.models import PlanEdition

    edition = PlanEdition.objects.filter(moment="adopted").latest("made_at")
    text = json.dumps(demo.lean(json.loads(edition.content)), ensure_ascii=False, indent=1)
    demo.PLAN.write_text(f"{text}\n", encoding="utf-8")


if __name__ == "__main__":
    main()
