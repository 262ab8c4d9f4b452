"""DeepCORO Desktop: a reading workstation for echocardiography."""

__version__ = "0.1.0"
