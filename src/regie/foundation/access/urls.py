"""Addresses of this room, under /<gemeente>/beheer/."""

from django.urls import path

from regie.foundation.access import views

app_name = "access"
urlpatterns = [
    path("", views.overview, name="overview"),
    path("leden/", views.members, name="members"),
    path("leden/toevoegen/", views.add_member, name="add_member"),
    path("leden/<int:pk>/", views.change_role, name="change_role"),
    path("leden/<int:pk>/verwijderen/", views.remove_member, name="remove_member"),
    path("leden/<int:pk>/uitnodigen/", views.invite, name="invite"),
    path("verder/", views.kept_form, name="kept"),
    path("logboek/", views.logbook, name="logbook"),
    path("logboek.csv", views.logbook_csv, name="logbook_csv"),
]
