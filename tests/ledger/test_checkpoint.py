"""Checkpoints as C2SP writes them."""

from base64 import b64decode

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from gongxin.ledger import checkpoint
from gongxin.ledger.checkpoint import Checkpoint, CheckpointNotGenuine
from gongxin.ledger.key import NotAKey, Signer, parse_verifier

SIGNER = Signer("example.org/log", bytes(range(32)))
SAID = Checkpoint("example.org/log", 42, bytes(32))


def test_the_note_has_the_lines_of_the_specification():
    lines = checkpoint.sign(SAID, SIGNER).split("\n")

    assert lines[:4] == ["example.org/log", "42", "A" * 43 + "=", ""]
    assert lines[4].startswith("— example.org/log ")
    assert lines[5:] == [""]


def test_the_signature_is_ed25519_over_the_lines_above_the_gap():
    note = checkpoint.sign(SAID, SIGNER)
    text, _, line = note.partition("\n\n")
    signature = b64decode(line.split()[-1])
    public = Ed25519PublicKey.from_public_bytes(SIGNER.verifier.public)

    public.verify(signature[4:], f"{text}\n".encode())

    assert signature[:4] == SIGNER.verifier.id


def test_a_published_verifier_key_reads_the_note():
    verifier = parse_verifier(SIGNER.verifier.text())

    assert checkpoint.read(checkpoint.sign(SAID, SIGNER), verifier) == SAID


def test_the_key_of_the_specification_is_read():
    # The example of C2SP signed-note.
    key = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"

    assert parse_verifier(key).text() == key


@pytest.mark.parametrize(
    "key",
    ["", "a+b", "x+00000000+AAAA", "PeterNeumann+c74f20a4+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"],
)
def test_a_wrong_verifier_key_is_refused(key):
    with pytest.raises(NotAKey):
        parse_verifier(key)


def test_every_changed_character_is_found():
    note = checkpoint.sign(SAID, SIGNER)
    end_of_signature = note.rindex("=") if note.rstrip().endswith("=") else len(note) - 2

    for place in range(end_of_signature):
        changed = note[:place] + ("B" if note[place] != "B" else "C") + note[place + 1 :]
        with pytest.raises(CheckpointNotGenuine):
            checkpoint.read(changed, SIGNER.verifier)


def test_the_checkpoint_of_another_key_is_refused():
    with pytest.raises(CheckpointNotGenuine, match="公钥"):
        checkpoint.read(checkpoint.sign(SAID, SIGNER), Signer("example.org/log", bytes(32)).verifier)


def test_the_signature_of_a_witness_is_passed_over():
    note = checkpoint.sign(SAID, SIGNER) + "— witness.example AAAAAAAA\n"

    assert checkpoint.read(note, SIGNER.verifier) == SAID
