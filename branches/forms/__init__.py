"""What is typed about organizational life."""

from .sheet import RecordSheet

__all__ = ["RecordSheet"]
