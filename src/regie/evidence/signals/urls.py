"""Addresses of verdicts, under /<gemeente>/veiligheidsbeeld/signalen/."""

from django.urls import path

from regie.evidence.signals import views

app_name = "signals"
urlpatterns = [
    path("", views.overview, name="overview"),
    path("opnieuw/", views.recompute, name="recompute"),
    path("<slug:slug>/", views.verdict, name="verdict"),
]
