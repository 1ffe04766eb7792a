"""Addresses of this room."""

from django.urls.resolvers import URLPattern

app_name = "street_knowledge"
urlpatterns: list[URLPattern] = []
