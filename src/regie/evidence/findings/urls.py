"""Addresses of this room, under /<gemeente>/veiligheidsbeeld/bevindingen/."""

from django.urls import path

from regie.evidence.findings import views

app_name = "findings"
urlpatterns = [
    path("", views.overview, name="list"),
    path("nieuw/", views.add, name="add"),
    path("bijwerken/", views.refresh, name="refresh"),
    path("overnemen/", views.accept_numbers, name="accept_numbers"),
    path("afwijzen/", views.reject_many, name="reject_many"),
    path("<int:pk>/", views.finding, name="finding"),
    path("<int:pk>/verhaal/", views.story, name="story"),
    path("<int:pk>/straatkennis/", views.observations, name="observations"),
    path("<int:pk>/<slug:slug>/", views.decide, name="decide"),
]
