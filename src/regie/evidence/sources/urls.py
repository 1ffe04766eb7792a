"""Addresses of this room, under /<gemeente>/gegevens/."""

from django.urls import path

from regie.evidence.sources import views

app_name = "sources"
urlpatterns = [
    path("", views.deliveries, name="deliveries"),
    path("toevoegen/", views.upload, name="upload"),
    path("<int:pk>/", views.delivery, name="delivery"),
    path("<int:pk>/rapport.json", views.report, name="report"),
]
