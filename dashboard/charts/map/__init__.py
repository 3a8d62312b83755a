"""The world map: its geometry, its layers, the page's map and the notebook's."""
