"""Addresses of this room, under /<gemeente>/prioriteiten/sessie/."""

from django.urls import path

from regie.planning.session_reports import views

app_name = "session_reports"
urlpatterns = [
    path("<int:pk>/uitslag/", views.result, name="result"),
    path("<int:pk>/uitslag/<int:number>/stemmen.csv", views.download, {"form": "csv"}, name="csv"),
    path(
        "<int:pk>/uitslag/<int:number>/stemmen.json", views.download, {"form": "json"}, name="json"
    ),
]
