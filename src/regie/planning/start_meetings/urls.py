"""Addresses of this room."""

from django.urls import URLPattern

app_name = "start_meetings"
urlpatterns: list[URLPattern] = []
