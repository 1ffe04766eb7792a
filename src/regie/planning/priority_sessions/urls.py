"""Addresses of this room."""

from django.urls import path

from regie.planning.priority_sessions import views

app_name = "priority_sessions"
urlpatterns = [
    path("", views.overview, name="list"),
    path("nieuw/", views.create, name="create"),
    path("<int:pk>/", views.session, name="session"),
    path("<int:pk>/instellen/", views.settings, name="settings"),
    path("<int:pk>/stap/<slug:slug>/", views.step, name="step"),
    path("<int:pk>/longlist/", views.longlist, name="longlist"),
    path("<int:pk>/longlist/eigen/", views.add_own, name="add_own"),
    path("kandidaat/<int:pk>/", views.card, name="card"),
    path("kandidaat/<int:pk>/<slug:slug>/", views.candidate, name="candidate"),
]
