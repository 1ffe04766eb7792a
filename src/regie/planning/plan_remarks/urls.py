"""Addresses of this room, under /<gemeente>/plan/opmerkingen/."""

from django.urls import path

from regie.planning.plan_remarks import views

app_name = "plan_remarks"
urlpatterns = [
    path("", views.remarks, name="remarks"),
    path("onderdeel/<int:pk>/", views.section, name="section"),
    path("<int:pk>/antwoord/", views.answer, name="answer"),
    path("<int:pk>/intrekken/", views.withdraw, name="withdraw"),
]
