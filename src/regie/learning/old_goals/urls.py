"""Addresses of this room, under /<gemeente>/evaluatie/."""

from django.urls import path

from regie.learning.old_goals import views

app_name = "old_goals"
urlpatterns = [path("<int:pk>/doelen/overnemen/", views.take_over, name="take_over")]
