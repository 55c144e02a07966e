"""Office files are zip archives: read within bounds, written back with every member that did not change as it was."""

from __future__ import annotations

import io
import zipfile
import zlib
from dataclasses import dataclass, field

from beffroi.documents.limits import Limits
from beffroi.errors import DocumentDamaged, DocumentEncrypted, DocumentTooLarge

_STEP = 1024 * 1024


@dataclass(slots=True)
class Package:
    """The members of an archive, unpacked, by name and in order."""

    members: dict[str, bytes]
    _infos: dict[str, zipfile.ZipInfo] = field(default_factory=dict)

    def drop(self, name: str) -> None:
        """Leave a member out of the copy."""
        self.members.pop(name, None)

    def to_bytes(self) -> bytes:
        """The archive, in the same order, without comments nor extra fields (they may hold names)."""
        target = io.BytesIO()
        with zipfile.ZipFile(target, "w") as archive:
            for name, content in self.members.items():
                known = self._infos[name]
                info = zipfile.ZipInfo(known.filename, known.date_time)
                info.compress_type = known.compress_type
                info.external_attr = known.external_attr
                archive.writestr(info, content)
        return target.getvalue()


def read_package(content: bytes, limits: Limits) -> Package:
    """The members of the archive ``content``.

    Raises:
        DocumentDamaged: it is not an archive, or a member cannot be unpacked.
        DocumentEncrypted: a member asks for a password.
        DocumentTooLarge: it has too many members, or unpacks to too much.
    """
    package = Package({})
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            infos = archive.infolist()
            if len(infos) > limits.members:
                raise DocumentTooLarge(f"Ce fichier contient plus de {limits.members} parties.")
            left = limits.unpacked_bytes
            for info in infos:
                if info.is_dir():
                    continue
                if info.flag_bits & 0x1:
                    raise DocumentEncrypted
                if info.filename in package.members:
                    raise DocumentDamaged("Ce fichier contient deux fois la même partie.")
                unpacked = _unpacked(archive, info, left, limits)
                left -= len(unpacked)
                package.members[info.filename] = unpacked
                package._infos[info.filename] = info
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, OSError, ValueError, RuntimeError):
        raise DocumentDamaged from None
    return package


def _unpacked(archive: zipfile.ZipFile, info: zipfile.ZipInfo, left: int, limits: Limits) -> bytes:
    """A member, never more than the bounds whatever the archive announces."""
    pieces: list[bytes] = []
    length = 0
    with archive.open(info) as member:
        while piece := member.read(_STEP):
            length += len(piece)
            if length > left:
                raise DocumentTooLarge(f"Une fois déplié, ce fichier dépasse {limits.unpacked_bytes // (1024 * 1024)} Mo.")
            if length > limits.ratio_from and length > limits.ratio * max(1, info.compress_size):
                raise DocumentTooLarge(
                    "Ce fichier se déplie de façon anormale : Beffroi le refuse.",
                    hint="S’il est légitime, ouvrez-le et enregistrez-le de nouveau.",
                )
            pieces.append(piece)
    return b"".join(pieces)
