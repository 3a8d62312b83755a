"""Documents made without a session: country briefs, pictures and previews. HTML, SVG, PNG and PDF."""
