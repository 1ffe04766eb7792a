"""Addresses of this room, under /<gemeente>/beleidscyclus/."""

from django.urls import path

from regie.foundation.cycles import views

app_name = "cycles"
urlpatterns = [
    path("", views.cycle, name="cycle"),
    path("starten/", views.start, name="start"),
    path("stap/", views.move, name="move"),
    path("overslaan/", views.skip, name="skip"),
    path("verder/", views.move_on, name="move_on"),
    path("verlengen/", views.extend, name="extend"),
    path("namen/", views.names, name="names"),
    path("namen/thema/", views.add_theme, name="add_theme"),
]
