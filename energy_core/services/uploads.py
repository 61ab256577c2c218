"""Files on their way in: dropped in a browser, not yet stored.

Each page gets a key, which no one can guess: who holds it was served the page, and may put files
under it. Files are on the disk, never in memory, and go when nobody has used their key for a day.
"""

from __future__ import annotations

import secrets
import shutil
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path
from tempfile import mkdtemp
from threading import Lock
from typing import Self

from energy_core.errors import BodyTooLarge, Forbidden, StoreUnavailable

PREFIX = ".energy-uploads-"  # no name that a person gives a folder of hers
KEPT_S = 24 * 3600.0
MOST_FILES = 200  # of one key
LONGEST_NAME = 200


@dataclass(frozen=True, slots=True)
class Upload:
    """One whole file; `digest` is its SHA-256 in hex."""

    id: str
    name: str
    path: Path
    size: int
    digest: str


class Uploads:
    def __init__(self, beside: Path, clock: Callable[[], float] = time.monotonic) -> None:
        """In a folder of its own in `beside`, whose only user is this process; what an earlier
        one left there goes."""
        for left in beside.glob(f"{PREFIX}*"):
            shutil.rmtree(left, ignore_errors=True)
        self._folder = Path(mkdtemp(prefix=PREFIX, dir=beside))
        self._clock = clock
        self._lock = Lock()
        self._used: dict[str, float] = {}
        self._files: dict[str, dict[str, Upload]] = {}

    def new_key(self) -> str:
        key = secrets.token_urlsafe(24)
        with self._lock:
            self._used[key] = self._clock()
            self._files[key] = {}
        self._forget_old()
        return key

    def keep(self, key: str) -> bool:
        """Note that a key is in use; False where it is not, or no longer, known."""
        with self._lock:
            if key in self._used:
                self._used[key] = self._clock()
            return key in self._used

    def receive(self, key: str, name: str, limit: int) -> Receiving:
        """Where the bytes of one file go. Raises Forbidden for a key that is not known."""
        with self._lock:
            if len(self._of(key)) >= MOST_FILES:
                raise Forbidden(f"a page keeps {MOST_FILES} files; store or remove some first")
            self._used[key] = self._clock()
        id = secrets.token_hex(8)
        upload = Upload(id, _clean(name), self._folder / id, 0, "")
        return Receiving(upload, limit, lambda whole: self._put(key, whole))

    def find(self, key: str, id: str) -> Upload | None:
        with self._lock:
            return self._files.get(key, {}).get(id)

    def remove(self, key: str, id: str) -> None:
        with self._lock:
            upload = self._files.get(key, {}).pop(id, None)
        if upload:
            upload.path.unlink(missing_ok=True)

    def forget(self, key: str) -> None:
        """End a key, with its files."""
        with self._lock:
            gone = self._files.pop(key, {}).values()
            self._used.pop(key, None)
        for upload in gone:
            upload.path.unlink(missing_ok=True)

    def close(self) -> None:
        """Forget every key, with its files."""
        with self._lock:
            self._files.clear()
            self._used.clear()
        shutil.rmtree(self._folder, ignore_errors=True)

    def _put(self, key: str, upload: Upload) -> None:
        with self._lock:
            self._of(key)[upload.id] = upload

    def _of(self, key: str) -> dict[str, Upload]:
        if key not in self._files:
            raise Forbidden("this page is too old to send files; load it again")
        return self._files[key]

    def _forget_old(self) -> None:
        now = self._clock()
        with self._lock:
            old = [key for key, used in self._used.items() if now - used > KEPT_S]
            gone = [upload for key in old for upload in self._files.pop(key, {}).values()]
            for key in old:
                del self._used[key]
        for upload in gone:
            upload.path.unlink(missing_ok=True)


class Receiving:
    """One file as its bytes come: within `with`, `write` each part, then `finish`. What breaks off
    leaves nothing; where the disk is why, StoreUnavailable is raised."""

    def __init__(self, upload: Upload, limit: int, done: Callable[[Upload], None]) -> None:
        self._upload, self._limit, self._done = upload, limit, done
        self._hash = sha256()
        self._size = 0
        self._file = upload.path.open("xb")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, _: object, error: BaseException | None, __: object) -> None:
        if error is None:
            return
        self._drop()
        if isinstance(error, OSError):
            raise StoreUnavailable(f"the file could not be kept: {error.strerror}") from error

    def write(self, part: bytes) -> None:
        """Raises BodyTooLarge past the limit, OSError where the disk is full."""
        self._size += len(part)
        if self._size > self._limit:
            raise BodyTooLarge(f"the file is larger than {self._limit >> 20} MB")
        self._hash.update(part)
        self._file.write(part)

    def rename(self, name: str) -> None:
        """What the person calls the file, where that is known only now."""
        self._upload = replace(self._upload, name=_clean(name))

    def finish(self) -> Upload:
        """Let the whole file be found. Raises Forbidden where its key was forgotten meanwhile."""
        self._file.close()
        named = self._upload
        upload = Upload(named.id, named.name, named.path, self._size, self._hash.hexdigest())
        self._done(upload)
        return upload

    def _drop(self) -> None:
        with suppress(OSError):  # what could not be written is told already
            self._file.close()
        self._upload.path.unlink(missing_ok=True)


def _clean(name: str) -> str:
    """The last part of a path, without what could steer a terminal or a page."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    return "".join(c for c in last if c.isprintable())[:LONGEST_NAME] or "file"
