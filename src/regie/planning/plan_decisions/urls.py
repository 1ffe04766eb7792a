"""Addresses of this room, under /<gemeente>/plan/besluiten/."""

from django.urls import URLPattern

app_name = "plan_decisions"
urlpatterns: list[URLPattern] = []
