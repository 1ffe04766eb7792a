from django.apps import AppConfig


class ConnectorsConfig(AppConfig):
    name = "regie.evidence.connectors"
    label = "connectors"
    verbose_name = "Ophalen"
