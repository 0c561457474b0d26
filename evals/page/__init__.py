"""The report as one self-contained page."""

from evals.page.page import write_page

__all__ = ["write_page"]
