from django.apps import AppConfig


class DiagnosisConfig(AppConfig):
    name = "regie.evidence.diagnosis"
    label = "diagnosis"
    verbose_name = "Veiligheidsbeeld"
