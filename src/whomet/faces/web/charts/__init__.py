"""A view of the register over time, on a map and as a network: drawn by the server, every mark a link."""
