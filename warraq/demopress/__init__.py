"""An invented press served over HTTP on loopback, which knows its own truth."""
