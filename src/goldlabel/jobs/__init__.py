"""Durable long work: what is left stands in a row; where it runs does not matter. Knows no verb."""

from goldlabel.jobs.runner import Cancelled, Lost, Running, run_job, work

__all__ = ["Cancelled", "Lost", "Running", "run_job", "work"]
