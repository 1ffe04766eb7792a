"""Addresses of this room: under the municipality for members, and a short one for everybody."""

from django.urls import path

from regie.planning.contributions import views

app_name = "contributions"
urlpatterns = [
    path("inbreng/", views.mine, name="mine"),
    path("inbreng/<int:pk>/", views.answer, name="answer"),
    path("deelnemer/<int:pk>/", views.remove, name="remove"),
    path("<int:pk>/inbreng/", views.session, name="session"),
    path("<int:pk>/deelnemers/", views.people, name="people"),
]

join_patterns = [
    path("", views.door, name="door"),
    path("<str:code>/", views.join, name="join"),
    path("<str:code>/inbreng/", views.bring, name="bring"),
    path("<str:code>/groep/", views.group, name="group"),
    path("<str:code>/kandidaat/<int:pk>/", views.card, name="card"),
    path("<str:code>/inbreng/<int:pk>/intrekken/", views.withdraw, name="withdraw"),
]
"""The door of a session: `/meedoen/` and `/meedoen/<code>/`, under the name `joining`."""
