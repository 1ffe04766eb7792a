"""Addresses of this room, under /<gemeente>/veiligheidsbeeld/analyse/."""

from django.urls import path

from regie.evidence.analyses import views

app_name = "analyses"
urlpatterns = [
    path("", views.overview, name="list"),
    path("nieuw/", views.create, name="create"),
    path("<int:pk>/", views.show, name="show"),
    path("<int:pk>/reikwijdte/", views.scope, name="scope"),
    path("<int:pk>/lessen/", views.lessons_page, name="lessons"),
    path("<int:pk>/bevindingen/", views.findings, name="findings"),
    path("<int:pk>/verhaal/", views.story, name="story"),
    path("<int:pk>/voorbeeld/", views.preview, name="preview"),
    path("<int:pk>/stap/", views.step, name="step"),
    path("<int:pk>/narekenen/", views.verify, name="verify"),
    path("<int:pk>/gegevens/<slug:slug>/", views.data, name="data"),
]
