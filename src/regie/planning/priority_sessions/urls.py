"""Addresses of this room."""

from django.urls import URLPattern

app_name = "priority_sessions"
urlpatterns: list[URLPattern] = []
