"""The files of an index, every one of which is closed in the end."""

from contextlib import suppress
from pathlib import Path
from typing import Any

from whoosh.filedb.filestore import FileStorage as _FileStorage

# Whoosh leaves it without types.
FileStorage: Any = _FileStorage


class Files(FileStorage):  # type: ignore[misc]
    """Whoosh's own, except that `release` closes what was opened: Whoosh forgets files when it fails halfway.

    Nothing is mapped into memory: a file that is cut short while it is mapped would kill the whole process.
    """

    def __init__(self, folder: Path) -> None:
        super().__init__(str(folder), supports_mmap=False)
        self._given: list[Any] = []

    def open_file(self, name: str, **options: Any) -> Any:
        file = super().open_file(name, **options)
        self._given.append(file)
        return file

    def create_file(self, name: str, **options: Any) -> Any:
        file = super().create_file(name, **options)
        self._given.append(file)
        return file

    def temp_storage(self, name: str | None = None) -> Any:
        made = Files(Path(self.folder) / (name or "tmp"))
        made._given = self._given
        return made.create()

    def release(self) -> None:
        for file in self._given:
            with suppress(OSError):
                file.file.close()
        self._given.clear()
