"""The one tree of errors of Beffroi.

    BeffroiError
    ├── ConfigurationError          what an operator wrote cannot be used
    ├── ProtectionError             text could not be protected: nothing leaves
    │   └── UnreadableContent       a part of the request that cannot be read yet (image, file, audio)
    ├── RequestError                the client sent something that cannot be served
    │   ├── InvalidRequest          malformed body
    │   │   └── RequestTooLarge     more bytes than the gateway accepts
    │   ├── UnknownPath             no such address
    │   ├── MethodNotAllowed        the address exists, not for this verb
    │   ├── Unauthenticated         no key, or an unknown one
    │   ├── UseClosed               the use is not open (draft, suspended, withdrawn)
    │   ├── ModelNotAllowed         unknown model, or one that the use does not allow
    │   ├── RefusedByPolicy         the protection matrix says no
    │   └── QuotaExceeded           rate limit or budget; carries ``retry_after`` in seconds
    ├── UpstreamError               the model server failed
    │   ├── UpstreamUnreachable     no connection, or time-out
    │   ├── UpstreamRefused         it answered with an error
    │   │   ├── UpstreamBusy        it asks to come back later; carries ``retry_after`` in seconds
    │   │   └── UpstreamRejected    it found the request itself unacceptable (too long, unknown option)
    │   └── UpstreamGarbled         it answered something that is not the protocol
    ├── SnapshotUnavailable         no valid policy snapshot: the gateway is closed
    ├── JournalError                the journal refused to write, or does not verify
    ├── DocumentError               a file could not be protected or restored: no copy was written
    │   ├── DocumentUnsupported     a format, or a content inside, that Beffroi does not read
    │   ├── DocumentEncrypted       it asks for a password
    │   ├── DocumentActive          it carries macros or another program
    │   ├── DocumentTooLarge        beyond the bounds (bytes, unpacked bytes, members, pages)
    │   ├── DocumentDamaged         it does not follow its own format
    │   └── DocumentNotProtected    the copy would still show a personal datum, or would not restore exactly
    └── CatalogError                a model of the catalogue cannot be fetched or is damaged

Each class has a stable ``code`` (machine-readable, ASCII), an HTTP ``status``, an OpenAI error ``kind``, and a French
``message`` that says what happened. A message never contains text that came from a user: it may name a field, a model or a
setting, never a value that was typed. ``hint`` says in French what to do next.
"""

from __future__ import annotations


class BeffroiError(Exception):
    """Root of every error that Beffroi raises on purpose."""

    code = "beffroi_error"
    status = 500
    kind = "server_error"
    default_message = "Une erreur interne s’est produite. Rien n’a été envoyé."
    default_hint = ""

    def __init__(self, message: str = "", *, hint: str = "", param: str | None = None, code: str = "") -> None:
        self.message = message or self.default_message
        self.hint = hint or self.default_hint
        self.param = param
        if code:
            self.code = code
        super().__init__(self.message)

    @property
    def sentence(self) -> str:
        """The message and its hint, as one French text."""
        return f"{self.message} {self.hint}".strip()


class ConfigurationError(BeffroiError):
    code = "configuration_error"
    default_message = "La configuration ne peut pas être lue."
    default_hint = "Corrigez beffroi.toml, puis lancez « beffroi doctor »."


class ProtectionError(BeffroiError):
    code = "protection_failed"
    status = 503
    default_message = "Le texte n’a pas pu être protégé : rien n’a été envoyé."
    default_hint = "Réessayez ; si cela persiste, prévenez votre administrateur."


class UnreadableContent(ProtectionError):
    code = "unreadable_content"
    status = 400
    kind = "invalid_request_error"
    default_message = "Beffroi ne sait pas encore lire ce contenu : il n’a pas été envoyé."
    default_hint = "Copiez le texte utile dans votre message."


class RequestError(BeffroiError):
    code = "invalid_request"
    status = 400
    kind = "invalid_request_error"
    default_message = "La demande ne peut pas être traitée."


class InvalidRequest(RequestError):
    default_message = "Le corps de la requête n’est pas conforme."


class RequestTooLarge(InvalidRequest):
    code = "request_too_large"
    status = 413
    default_message = "La demande est trop volumineuse."
    default_hint = "Envoyez-la en plusieurs fois."


class UnknownPath(RequestError):
    code = "unknown_path"
    status = 404
    default_message = "Cette adresse n’existe pas."
    default_hint = "L’API commence par /v1, par exemple /v1/chat/completions."


class MethodNotAllowed(RequestError):
    code = "method_not_allowed"
    status = 405
    default_message = "Cette adresse ne répond pas à cette méthode."


class Unauthenticated(RequestError):
    code = "invalid_api_key"
    status = 401
    default_message = "La clé d’accès est absente ou inconnue."
    default_hint = "Vérifiez l’en-tête « Authorization: Bearer … »."


class UseClosed(RequestError):
    code = "use_closed"
    status = 403
    kind = "permission_error"
    default_message = "Cet usage de l’IA n’est pas ouvert."
    default_hint = "Demandez à son référent où en est sa fiche."


class ModelNotAllowed(RequestError):
    code = "model_not_found"
    status = 404
    default_message = "Ce modèle n’existe pas ou n’est pas permis pour cet usage."
    default_hint = "La liste des modèles permis est donnée par /v1/models."


class RefusedByPolicy(RequestError):
    code = "refused_by_policy"
    status = 403
    kind = "permission_error"
    default_message = "La matrice de protection refuse cet envoi."


class QuotaExceeded(RequestError):
    """A rate limit or a budget is spent. ``retry_after`` is in seconds, at least 1."""

    code = "rate_limit_exceeded"
    status = 429
    kind = "rate_limit_error"
    default_message = "Le quota de cette clé est atteint."

    def __init__(self, message: str = "", *, retry_after: int = 1, hint: str = "", code: str = "") -> None:
        super().__init__(message, hint=hint, code=code)
        self.retry_after = max(1, retry_after)


class UpstreamError(BeffroiError):
    code = "upstream_error"
    status = 502
    default_message = "Le modèle n’a pas pu répondre."
    default_hint = "Réessayez dans un instant."


class UpstreamUnreachable(UpstreamError):
    code = "upstream_unreachable"
    status = 503
    default_message = "Le serveur du modèle est injoignable."


class UpstreamRefused(UpstreamError):
    code = "upstream_refused"
    default_message = "Le serveur du modèle a refusé la demande."


class UpstreamBusy(UpstreamRefused):
    """The model server is saturated. ``retry_after`` is in seconds, at least 1."""

    code = "upstream_busy"
    status = 429
    kind = "rate_limit_error"
    default_message = "Le serveur du modèle est saturé."

    def __init__(self, message: str = "", *, retry_after: int = 1, hint: str = "", code: str = "") -> None:
        super().__init__(message, hint=hint, code=code)
        self.retry_after = max(1, retry_after)


class UpstreamRejected(UpstreamRefused):
    code = "upstream_rejected"
    status = 400
    kind = "invalid_request_error"
    default_message = "Le modèle n’accepte pas cette demande."
    default_hint = "Vérifiez les options demandées."


class UpstreamGarbled(UpstreamError):
    code = "upstream_garbled"
    default_message = "Le serveur du modèle a répondu dans une forme inattendue."


class SnapshotUnavailable(BeffroiError):
    code = "snapshot_unavailable"
    status = 503
    default_message = "Aucune politique valide n’est chargée : la passerelle est fermée."
    default_hint = "Un administrateur doit lancer « beffroi doctor »."


class JournalError(BeffroiError):
    code = "journal_unavailable"
    status = 503
    default_message = "Le journal ne peut pas être écrit : rien n’a été envoyé."
    default_hint = "Un administrateur doit lancer « beffroi doctor »."


class CatalogError(BeffroiError):
    code = "model_catalog_error"
    default_message = "Le modèle du catalogue ne peut pas être utilisé."


class DocumentError(BeffroiError):
    code = "document_error"
    status = 400
    kind = "invalid_request_error"
    default_message = "Ce fichier ne peut pas être traité : aucune copie n’a été écrite."


class DocumentUnsupported(DocumentError):
    code = "document_unsupported"
    default_message = "Beffroi ne sait pas lire ce format de fichier."
    default_hint = "Formats lus : txt, md, html, csv, docx, xlsx, pptx, odt, ods."


class DocumentEncrypted(DocumentError):
    code = "document_encrypted"
    default_message = "Ce fichier est protégé par un mot de passe : Beffroi ne peut pas le lire."
    default_hint = "Enregistrez-en une copie sans mot de passe, puis recommencez."


class DocumentActive(DocumentError):
    code = "document_active"
    default_message = "Ce fichier contient des macros ou un programme : Beffroi le refuse."
    default_hint = "Enregistrez-le sans macros (docx, xlsx, pptx, odt ou ods), puis recommencez."


class DocumentTooLarge(DocumentError):
    code = "document_too_large"
    status = 413
    default_message = "Ce fichier est trop volumineux."
    default_hint = "Découpez-le en plusieurs fichiers."


class DocumentDamaged(DocumentError):
    code = "document_damaged"
    default_message = "Ce fichier est abîmé, ou n’est pas du format que son nom annonce."
    default_hint = "Ouvrez-le dans votre logiciel, enregistrez-le de nouveau, puis recommencez."


class DocumentNotProtected(DocumentError):
    code = "document_not_protected"
    status = 503
    kind = "server_error"
    default_message = "Ce fichier n’a pas pu être protégé entièrement : aucune copie n’a été écrite."
    default_hint = "Copiez le texte utile dans un document neuf, puis recommencez."
