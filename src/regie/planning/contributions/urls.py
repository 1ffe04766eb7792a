"""Addresses of this room: under the municipality for members, and a short one for everybody."""

from django.urls import URLPattern

app_name = "contributions"
urlpatterns: list[URLPattern] = []

join_patterns: list[URLPattern] = []
"""The door of a session: `/meedoen/` and `/meedoen/<code>/`."""
