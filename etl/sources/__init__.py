"""One module a provider: `fetch` brings its answer, `parse` turns it into a frame in the provider's own words."""
