from django.apps import AppConfig


class AreaListsConfig(AppConfig):
    name = "regie.evidence.area_lists"
    label = "area_lists"
    verbose_name = "Gebiedslijsten"
