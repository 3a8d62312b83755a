"""The static edition: Explore, briefs, tables and files as plain files, for any web server, CDN or USB stick."""
