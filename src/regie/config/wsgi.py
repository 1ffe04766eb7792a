"""The WSGI entry point."""

import os
from importlib import import_module

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "regie.config.settings")
application = get_wsgi_application()
# Every process reads all pages and their addresses before it serves one, or its first reader would
# wait for that: with two processes also long after the server answers.
_ready = get_resolver().url_patterns, get_resolver().reverse_dict
# Reads models, so it is imported once the application stands.
import_module("regie.config.warming").start()
