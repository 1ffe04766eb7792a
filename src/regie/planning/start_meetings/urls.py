"""Addresses of this room, under /<gemeente>/plan/startbijeenkomst/."""

from django.urls import path

from regie.planning.start_meetings import views

app_name = "start_meetings"
urlpatterns = [
    path("", views.meeting, name="meeting"),
    path("beginnen/", views.create, name="create"),
    path("gegevens/", views.details, name="details"),
    path("genodigden/", views.invitees, name="invitees"),
    path("komst/", views.coming, name="coming"),
    path("agenda/", views.agenda, name="agenda"),
    path("agenda.ics", views.calendar_file, name="calendar_file"),
    path("uitnodiging/", views.invitation, name="invitation"),
    path("gezien/", views.sightings, name="sightings"),
    path("niveaus/", views.tiers, name="tiers"),
    path("niveaus/<int:pk>/", views.sort, name="sort"),
    path("verslag/", views.report, name="report"),
    path("verslag/<int:pk>/", views.frozen_report, name="frozen_report"),
    path("stap/", views.step, name="step"),
]
