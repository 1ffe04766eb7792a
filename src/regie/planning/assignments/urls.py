"""Addresses of this room, under /<gemeente>/plan/opdracht/."""

from django.urls import path

from regie.planning.assignments import views

app_name = "assignments"
urlpatterns = [
    path("", views.assignment, name="assignment"),
    path("vastleggen/", views.record, name="record"),
]
