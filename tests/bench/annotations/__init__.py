"""How well notes find their passages again after an edit, and how long that takes."""
