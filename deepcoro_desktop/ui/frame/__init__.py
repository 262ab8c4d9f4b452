"""What runs around the panels: the strip on top, the progress line, the foot."""
