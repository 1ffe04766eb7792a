"""Addresses of this room, under /<gemeente>/prioriteiten/voorstel/."""

from django.urls import URLPattern

app_name = "proposals"
urlpatterns: list[URLPattern] = []
