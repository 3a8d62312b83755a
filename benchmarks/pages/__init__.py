"""Pages to compare the dashboard with."""
