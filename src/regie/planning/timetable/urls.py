"""Addresses of this room."""

from django.urls import URLPattern

app_name = "timetable"
urlpatterns: list[URLPattern] = []
