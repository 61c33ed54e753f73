"""What goes wrong inside a library that reads a damaged file, in words a user can act on."""

from __future__ import annotations

from newsgraph.errors import ReadError


def as_read_error(error: Exception, label: str) -> ReadError:
    """Return the error itself if it says what to do, else one that names what is damaged.

    Args:
        error: Whatever a reader raised: libraries meet strangers' bytes, and any line may fail.
        label: What the file was taken for, such as ``PDF``.
    """
    if isinstance(error, ReadError):
        return error
    if isinstance(error, ImportError):
        return ReadError(
            f"a library that reads this {label} is missing here: {error}",
            hint="install newsgraph anew; it brings its libraries",
        )
    if isinstance(error, MemoryError):
        return ReadError(
            f"reading this {label} needs more memory than is allowed",
            hint="it is damaged or a trap; split it, or save its text as .txt",
        )
    if isinstance(error, RecursionError):
        return ReadError(
            f"is nested too deeply for a {label}",
            hint="it is damaged or a trap; save its text as .txt",
        )
    if isinstance(error, OSError) and error.strerror:
        return ReadError(f"cannot be read: {error.strerror}", hint="check the file's permissions")
    # what a library stumbles over in its own terms says nothing to a user
    inner = isinstance(error, AttributeError | TypeError | LookupError | AssertionError)
    told = "" if inner else " ".join(str(error).split())[:200]
    told = told or f"its parts do not fit together ({type(error).__name__})"
    return ReadError(f"is a damaged {label}: {told}", hint="get it anew, or save its text as .txt")
