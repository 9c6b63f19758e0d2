"""Charts as SVG text: drawn in Python, no script, the same on page and paper."""
