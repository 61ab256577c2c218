"""Green Button: what NAESB's REQ.21 ESPI says of energy usage, as XML."""
