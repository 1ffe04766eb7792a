"""Addresses of this room, under /<gemeente>/beleidscyclus/planning/."""

from django.urls import path

from regie.planning.timetable import views

app_name = "timetable"
urlpatterns = [
    path("", views.timetable, name="timetable"),
    path("voorstel/", views.propose, name="propose"),
    path("stap/<slug:step>/", views.step, name="step"),
    path("besliskalender/", views.calendar, name="calendar"),
    path("besliskalender.csv", views.calendar_csv, name="calendar_csv"),
    path("besliskalender.ics", views.calendar_ics, name="calendar_ics"),
    path("besliskalender/nieuw/", views.add_moment, name="add_moment"),
    path("besliskalender/<int:pk>/", views.edit_moment, name="edit_moment"),
    path("besliskalender/<int:pk>/weghalen/", views.withdraw_moment, name="withdraw_moment"),
]
