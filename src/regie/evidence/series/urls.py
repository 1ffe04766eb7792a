"""Addresses of this room, under /<gemeente>/gegevens/registraties/."""

from django.urls import path

from regie.evidence.series import views

app_name = "series"
urlpatterns = [
    path("reeks/<int:pk>/", views.counts, name="counts"),
    path("reeks/<int:pk>/tellingen.csv", views.counts_csv, name="counts_csv"),
    path("reeks/<int:pk>/profiel.json", views.profile_json, name="profile_json"),
    path("profiel-inlezen/", views.take_over, name="take_over"),
]
