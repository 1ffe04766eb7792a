"""Addresses of this room, under /<gemeente>/plan/figuren/."""

from django.urls import path

from regie.planning.plan_figures import views

app_name = "plan_figures"
urlpatterns = [
    path("", views.figures, name="list"),
    path("kiezen/", views.choose, name="choose"),
    path("kiezen/<slug:kind>/<slug:code>/", views.preview, name="preview"),
    path("<int:number>/", views.figure, name="figure"),
    path("<int:number>/woorden/", views.words, name="words"),
    path("<int:number>/vernieuwen/", views.renew, name="renew"),
    path("<int:number>/weg/", views.remove, name="remove"),
]
