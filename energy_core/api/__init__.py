"""HTTP: readings in, series and live figures out, health."""
