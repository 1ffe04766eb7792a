"""Addresses of this room, under /<gemeente>/prioriteiten/sessie/."""

from django.urls import path

from regie.planning.rounds import views

app_name = "rounds"
urlpatterns = [
    path("<int:pk>/", views.participant, name="participant"),
    path("<int:pk>/stem/<int:number>/", views.cast, name="cast"),
    path("<int:pk>/stand/", views.state, name="state"),
    path("<int:pk>/live/", views.live, name="live"),
    path("<int:pk>/scherm/", views.screen, name="screen"),
    path("<int:pk>/leiding/", views.manage, name="manage"),
    path("<int:pk>/leiding/ronde/", views.add, name="add"),
    path("<int:pk>/leiding/ronde/<int:number>/", views.change, name="change"),
    path("<int:pk>/leiding/ronde/<int:number>/heropenen/", views.reopen, name="reopen"),
    path("<int:pk>/leiding/ronde/<int:number>/<slug:slug>/", views.step, name="step"),
]
