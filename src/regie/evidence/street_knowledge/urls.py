"""Addresses of this room, under /<gemeente>/veiligheidsbeeld/straatkennis/."""

from django.urls import path

from regie.evidence.street_knowledge import views

app_name = "street_knowledge"
urlpatterns = [
    path("", views.overview, name="overview"),
    path("nieuw/", views.add, name="add"),
    path("<int:pk>/", views.detail, name="detail"),
    path("<int:pk>/wijzigen/", views.edit, name="edit"),
    path("<int:pk>/beoordelen/", views.judge, name="judge"),
    path("<int:pk>/antwoord/", views.tell, name="tell"),
    path("<int:pk>/intrekken/", views.withdraw, name="withdraw"),
]
