from django.apps import AppConfig


class PlanRecognitionConfig(AppConfig):
    name = "regie.planning.plan_recognition"
    label = "plan_recognition"
    verbose_name = "Herkennen"
