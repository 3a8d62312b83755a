"""Pictures as SVG text, without Bokeh: for the first HTML, downloads and previews. Plain arguments in, text out."""
