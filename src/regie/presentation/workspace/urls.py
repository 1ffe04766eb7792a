"""Addresses of this room: the start page, the doors of the demonstration and the homes."""

from django.urls import path

from regie.presentation.workspace import views

app_name = "workspace"
urlpatterns = [
    path("", views.start, name="start"),
    path("demo/echte-gemeente/", views.open_real, name="open_real"),
    path("demo/<slug:persona>/", views.enter, name="enter"),
    path("<slug:gemeente>/", views.home, name="home"),
]
