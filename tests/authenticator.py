"""A device with passkeys, in the test itself: it signs what it is asked, honestly or as a forger would."""

import hashlib
import json
from dataclasses import dataclass, field

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from webauthn.helpers import bytes_to_base64url, encode_cbor

PRESENT, VERIFIED, ATTESTED = 0x01, 0x04, 0x40


@dataclass
class Device:
    """One passkey: *count* goes up with each signature; *flags*: whether its owner was there and was verified."""

    credential: bytes = b"a passkey of sixteen bytes"
    count: int = 0
    flags: int = PRESENT | VERIFIED
    key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))

    def add(self, options: str, *, origin: str) -> str:
        """Answer what a new passkey is asked."""
        asked = json.loads(options)
        numbers = self.key.public_key().public_numbers()
        x, y = numbers.x.to_bytes(32, "big"), numbers.y.to_bytes(32, "big")
        public = encode_cbor({1: 2, 3: -7, -1: 1, -2: x, -3: y})
        attested = bytes(16) + len(self.credential).to_bytes(2, "big") + self.credential + public
        data = self._data(asked["rp"]["id"], ATTESTED) + attested
        attestation = encode_cbor({"fmt": "none", "attStmt": {}, "authData": data})
        client = self._client("webauthn.create", asked, origin)
        return self._answer(clientDataJSON=client, attestationObject=attestation)

    def sign(self, options: str, *, origin: str, house: str = "") -> str:
        """Answer what is asked of a passkey that is known, and count it. *house*: another name than asked."""
        self.count += 1
        asked = json.loads(options)
        data, client = (
            self._data(house or asked["rpId"]),
            self._client("webauthn.get", asked, origin),
        )
        signature = self.key.sign(data + hashlib.sha256(client).digest(), ec.ECDSA(hashes.SHA256()))
        return self._answer(clientDataJSON=client, authenticatorData=data, signature=signature)

    def _data(self, house: str, more: int = 0) -> bytes:
        flags = bytes((self.flags | more,))
        return hashlib.sha256(house.encode()).digest() + flags + self.count.to_bytes(4, "big")

    def _client(self, kind: str, asked: dict[str, object], origin: str) -> bytes:
        return json.dumps({"type": kind, "challenge": asked["challenge"], "origin": origin}).encode()

    def _answer(self, **response: bytes) -> str:
        name = bytes_to_base64url(self.credential)
        written = {key: bytes_to_base64url(value) for key, value in response.items()}
        return json.dumps({"id": name, "rawId": name, "type": "public-key", "response": written})
