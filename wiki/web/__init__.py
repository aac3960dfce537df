"""The web room: Flask put together, templates, themes, forms, errors, headers. It knows no other room above it."""
