from django.apps import AppConfig


class AppraisalConfig(AppConfig):
    name = "regie.evidence.appraisal"
    label = "appraisal"
    verbose_name = "Beoordeling"
