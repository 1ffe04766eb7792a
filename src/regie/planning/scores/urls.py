"""Addresses of this room."""

from django.urls import path

from regie.planning.scores import views

app_name = "scores"
urlpatterns = [
    path("<int:pk>/scores/", views.scores, name="scores"),
    path("<int:pk>/criteria/", views.add_criterion, name="add_criterion"),
    path("criterium/<int:pk>/", views.criterion, name="criterion"),
    path("kandidaat/<int:pk>/scores/", views.judge, name="judge"),
]
