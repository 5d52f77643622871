"""Why a file can't be read or written, in words for the person in front of it."""

import errno

from desktop.basics.i18n import N_, _

_WORDS = {
    errno.ENOENT: N_("it isn't there (any more)"),
    errno.ENOTDIR: N_("its folder isn't there (any more)"),
    errno.EEXIST: N_("something else of that name is in the way"),
    errno.EISDIR: N_("that is a folder"),
    errno.EACCES: N_("it is open in another program, or you have no right to it"),
    errno.EPERM: N_("it is open in another program, or you have no right to it"),
    errno.EBUSY: N_("it is open in another program, or you have no right to it"),
    errno.EROFS: N_("nothing can be written there"),
    errno.ENOSPC: N_("the disk is full"),
    errno.EDQUOT: N_("the disk is full"),
    errno.EFBIG: N_("the disk takes no file that large"),
    errno.ENAMETOOLONG: N_("its name, or the path to it, is too long"),
    errno.EIO: N_("the drive doesn't answer"),
    errno.ENXIO: N_("the drive doesn't answer"),
    errno.ENODEV: N_("the drive doesn't answer"),
}


def os_reason(error: OSError) -> str:
    """The reason; the system's own words for what seldom happens."""
    known = _WORDS.get(error.errno or 0)
    return _(known) if known else error.strerror or str(error)
