"""The reading of one file in a process of its own: `python -m energy_core.formats.child FOLDER`.

The folder holds the job as JSON and takes the documents, or the error. Limits are set before
anything of the file is looked at; a parent waits with a clock.
"""

from __future__ import annotations

import json
import resource
import sys
from pathlib import Path

JOB = "job.json"


def main(folder: Path) -> None:
    job = json.loads((folder / JOB).read_text())
    limit(job["memory"], job["seconds"], job["file_bytes"])
    # Imported under the limits: what the libraries take counts.
    from energy_core.errors import FileTooLarge, UnreadableFile
    from energy_core.formats import carrying, reading

    try:
        documents = reading.read(Path(job["path"]), job["name"], carrying.answers(job["answers"]))
        carrying.put(documents, folder)
    except UnreadableFile as error:
        large = isinstance(error, FileTooLarge)
        said = {"message": str(error), "line": error.line, "column": error.column, "large": large}
        carrying.put_error(said, folder)
    except MemoryError:
        text = f"reading this file takes more than {job['memory'] >> 20} MB of memory"
        carrying.put_error({"message": text, "line": None, "column": None, "large": True}, folder)


def limit(memory: int, seconds: int, file_bytes: int) -> None:
    """RLIMIT_DATA rather than RLIMIT_AS: libraries map far more address space than they use."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_DATA, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
    resource.setrlimit(resource.RLIMIT_FSIZE, (file_bytes, file_bytes))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
