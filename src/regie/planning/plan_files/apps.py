from django.apps import AppConfig


class PlanFilesConfig(AppConfig):
    name = "regie.planning.plan_files"
    label = "plan_files"
    verbose_name = "Bestanden"
