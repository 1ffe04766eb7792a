"""Addresses of this room, under /<gemeente>/gegevens/."""

from django.urls import path

from regie.evidence.vintages import views

app_name = "vintages"
urlpatterns = [
    path("<int:pk>/verschillen/", views.differences, name="differences"),
    path("<int:pk>/verschillen/tellen/", views.compare, name="compare"),
    path("<int:pk>/verschillen.json", views.differences_json, name="differences_json"),
    path("<int:pk>/verschillen.csv", views.differences_csv, name="differences_csv"),
    path("<int:pk>/cijfers/", views.vintage, name="vintage"),
    path("<int:pk>/cijfers.csv", views.vintage_csv, name="vintage_csv"),
]
