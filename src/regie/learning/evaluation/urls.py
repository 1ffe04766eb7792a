"""Addresses of this room, under /<gemeente>/evaluatie/."""

from django.urls import path

from regie.learning.evaluation import views

app_name = "evaluation"
urlpatterns = [
    path("", views.overview, name="list"),
    path("nieuw/", views.create, name="create"),
    path("<int:pk>/", views.show, name="show"),
    path("<int:pk>/vragen/", views.answers, name="answers"),
    path("<int:pk>/doelen/", views.goals, name="goals"),
    path("<int:pk>/doelen/nieuw/", views.add_goal, name="add_goal"),
    path("<int:pk>/doelen/<int:goal>/", views.goal, name="goal"),
    path("<int:pk>/doelen/<int:goal>/weg/", views.remove_goal, name="remove_goal"),
    path("<int:pk>/kijk/", views.views, name="views"),
    path("<int:pk>/kijk/mijn/", views.mine, name="mine"),
    path("<int:pk>/lessen/", views.lessons, name="lessons"),
    path("<int:pk>/voorbeeld/", views.preview, name="preview"),
    path("<int:pk>/stap/", views.step, name="step"),
    path("<int:pk>/gegevens.csv", views.data, name="data"),
]
