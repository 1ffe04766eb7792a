"""Addresses of this room."""

from django.urls.resolvers import URLPattern

app_name = "signals"
urlpatterns: list[URLPattern] = []
