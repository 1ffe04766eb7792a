"""Addresses of this room, under /<gemeente>/plan/doelen/."""

from django.urls import path

from regie.planning.objective_desk.views import pages as views

app_name = "objective_desk"
urlpatterns = [
    path("", views.objectives, name="list"),
    path("nieuw/", views.new, name="new"),
    path("kritiek/", views.critique, name="critique"),
    path("<int:pk>/", views.show, name="show"),
    path("<int:pk>/wijzigen/", views.edit, name="edit"),
    path("<int:pk>/kritiek/", views.critique, name="critique_of"),
    path("<int:pk>/kritiek/<slug:code>/", views.answer, name="answer"),
    path("<int:pk>/kritiek/<slug:code>/terug/", views.take_back, name="take_back"),
    path("<int:pk>/geschiedenis/", views.history, name="history"),
    path("<int:pk>/weghalen/", views.remove, name="remove"),
    path("<int:pk>/<slug:slug>/", views.change, name="change"),
]
