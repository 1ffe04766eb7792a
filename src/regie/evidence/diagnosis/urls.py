"""Addresses of this room."""

from django.urls import path

from regie.evidence.diagnosis import views

app_name = "diagnosis"
urlpatterns = [
    path("", views.picture, name="picture"),
    path("cijfers.csv", views.picture_table, name="picture_table"),
    path("veld/<slug:slug>/", views.field, name="field"),
    path("indicator/<slug:slug>/", views.indicator, name="indicator"),
    path("indicator/<slug:slug>/cijfers.csv", views.table, name="table"),
    path("gebieden/veranderd/", views.changes, name="changes"),
    path("gebied/<slug:code>/", views.area, name="area"),
    path("gebied/<slug:code>/cijfers.csv", views.area_table, name="area_table"),
]
