"""Addresses of this room, under /<gemeente>/gegevens/."""

from django.urls import path

from regie.evidence.data_quality import views

app_name = "data_quality"
urlpatterns = [
    path("kwaliteit/", views.desk, name="desk"),
    path("kwaliteit/wegen/", views.route_page, name="routes"),
    path("kwaliteit/vragen/<int:pk>/", views.step, name="step"),
    path("kwaliteit/<slug:slug>/", views.source, name="source"),
    path("kwaliteit/<slug:slug>/vraag/", views.ask, name="ask"),
    path("kwaliteit/<slug:slug>/gesteld/", views.asked, name="asked"),
    path("kwaliteit/<slug:slug>/niet-nodig/", views.dismiss, name="dismiss"),
]
