"""Addresses of this room, under /<gemeente>/kwaliteit/plantoets/."""

from django.urls import path

from regie.learning.quality_tests import views

app_name = "quality_tests"
urlpatterns = [
    path("", views.overview, name="list"),
    path("voorproef/", views.preview, name="preview"),
    path("versie/<int:pk>/", views.version, name="version"),
    path("versie/<int:pk>/plan/", views.plan_text, name="text"),
    path("versie/<int:pk>/beginnen/", views.begin, name="begin"),
    path("toets/<int:pk>/", views.test, name="test"),
    path("toets/<int:pk>/stap/", views.step, name="step"),
    path("toets/<int:pk>/onderdeel/<int:section>/", views.section, name="section"),
    path("toets/<int:pk>/onderdeel/<int:section>/overnemen/", views.take_over, name="take_over"),
]
