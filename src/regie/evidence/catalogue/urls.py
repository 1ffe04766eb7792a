"""Addresses of this room, under /<gemeente>/gegevens/catalogus/."""

from django.urls import path

from regie.evidence.catalogue import views

app_name = "catalogue"
urlpatterns = [
    path("", views.overview, name="overview"),
    path("kijken/", views.look, name="look"),
    path("<slug:table>/", views.table, name="table"),
    path("<slug:table>/ophalen/", views.fetch, name="fetch"),
    path("<slug:table>/rooster/", views.subscribe, name="subscribe"),
    path("<slug:table>/rooster/stoppen/", views.unsubscribe, name="unsubscribe"),
]
