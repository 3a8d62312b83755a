"""The page around the views: header, template, roots."""
