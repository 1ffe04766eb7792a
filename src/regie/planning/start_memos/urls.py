"""Addresses of this room."""

from django.urls import URLPattern

app_name = "start_memos"
urlpatterns: list[URLPattern] = []
