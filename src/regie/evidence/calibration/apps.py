from django.apps import AppConfig


class CalibrationConfig(AppConfig):
    name = "regie.evidence.calibration"
    label = "calibration"
    verbose_name = "IJking"
