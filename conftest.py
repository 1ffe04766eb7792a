"""Settings every test run needs, before Django is configured."""

import os
import tempfile

os.environ.setdefault("REGIE_DATA", tempfile.mkdtemp(prefix="regie-test-"))
os.environ.setdefault("REGIE_DEMO", "1")
os.environ.setdefault("REGIE_TASKS", "django_tasks.backends.immediate.ImmediateBackend")
