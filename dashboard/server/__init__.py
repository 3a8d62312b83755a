"""Production: handlers, downloads, security headers, page cache, cache warm-up, static files."""
