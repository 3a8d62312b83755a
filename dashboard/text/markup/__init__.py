"""Sentences and figures as HTML, for the page, the briefs and the static edition: plain strings, no Panel."""
