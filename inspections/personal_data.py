"""What the models of this app hold about persons."""

from xiaoyi_partybuild.access.personal import holds

from . import models

holds(models.AnnualInspection, none="organization year conclusion as_written")
holds(models.Grading, none="start end organization grade as_written")
