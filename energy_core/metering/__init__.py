"""The physics: from readings to energy on quarter hours, and local days. Pure."""
