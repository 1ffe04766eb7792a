"""The WSGI entry point."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "regie.config.settings")
application = get_wsgi_application()

from regie.config import warming  # noqa: E402 # reads models, so the settings must be ready

warming.start()
