"""The providers, one module each: fetch responses and parse them into frames with the provider's own names."""
