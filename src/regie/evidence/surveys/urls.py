"""Addresses of this room, under /<gemeente>/veiligheidsbeeld/enquetes/."""

from django.urls import path

from regie.evidence.surveys import views

app_name = "surveys"
urlpatterns = [
    path("", views.overview, name="overview"),
    path("nieuw/", views.upload, name="upload"),
    path("nieuw/invullen/", views.type_in, name="type_in"),
    path("nieuw/bewaren/", views.confirm, name="confirm"),
    path("voorbeeld.csv", views.example, name="example"),
    path("<int:pk>/", views.detail, name="detail"),
    path("<int:pk>/antwoorden.csv", views.answers_csv, name="answers_csv"),
    path("<int:pk>/wijzigen/", views.edit, name="edit"),
    path("<int:pk>/vervangen/", views.replace, name="replace"),
    path("<int:pk>/intrekken/", views.withdraw, name="withdraw"),
]
