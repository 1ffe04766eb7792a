"""Addresses of this room, under /<gemeente>/prioriteiten/voorstel/."""

from django.urls import path

from regie.planning.proposals import views

app_name = "proposals"
urlpatterns = [
    path("", views.proposal, name="proposal"),
    path("beginnen/", views.begin, name="begin"),
    path("in-een-keer/", views.at_once, name="at_once"),
    path("prioriteit/", views.add, name="add"),
    path("prioriteit/<int:pk>/", views.priority, name="priority"),
    path("prioriteit/<int:pk>/<slug:slug>/", views.change, name="change"),
    path("verschil/", views.explain, name="explain"),
    path("stap/<slug:slug>/", views.step, name="step"),
    path("besluit/", views.decide, name="decide"),
    path("editie/<int:pk>/", views.edition, name="edition"),
]
