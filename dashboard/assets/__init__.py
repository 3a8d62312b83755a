"""Style, scripts and HTML fragments of the page, and what turns them into responses."""
