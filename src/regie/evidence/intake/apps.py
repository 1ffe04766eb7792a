from django.apps import AppConfig


class IntakeConfig(AppConfig):
    name = "regie.evidence.intake"
    label = "intake"
    verbose_name = "Inlezen"
