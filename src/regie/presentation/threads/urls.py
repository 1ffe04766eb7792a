"""Addresses of this room."""

from django.urls import URLPattern

app_name = "threads"
urlpatterns: list[URLPattern] = []
