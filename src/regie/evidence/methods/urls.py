"""Addresses of this room, under /<gemeente>/veiligheidsbeeld/rekenwijze/."""

from django.urls import path

from regie.evidence.methods import views

app_name = "methods"
urlpatterns = [
    path("", views.settings, name="settings"),
    path("instelling/<slug:code>/", views.setting, name="setting"),
    path("instelling/<slug:code>/kiezen/", views.choose, name="choose"),
    path("instelling/<slug:code>/standaard/", views.reset, name="reset"),
    path("schommeling/", views.estimates, name="estimates"),
    path("schommeling/opnieuw/", views.estimate, name="estimate"),
    path("vergelijkbaar/", views.peers, name="peers"),
    path("vergelijkbaar/wissel/", views.swap, name="swap"),
    path("vergelijkbaar/wissel/<int:pk>/ongedaan/", views.end_swap, name="end_swap"),
]
