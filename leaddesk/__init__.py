"""LeadDesk: the leads, costs and operations of a small courier company, seen honestly."""

__version__ = "0.1.0"
