//! Writes and reads the header of frozen bytes; [`Inspection`] shows it.

use crate::value::DecodeError;

const MAGIC: [u8; 3] = [0xF5, 0x52, 0x44];
/// Offset of the flags.
pub(crate) const FLAGS: usize = 4;
pub(crate) const SNAPPY: u8 = 1;
pub(crate) const ENCRYPTED: u8 = 2;
pub(crate) const VERSIONED: u8 = 4;
/// Length of an XChaCha20-Poly1305 nonce.
pub(crate) const NONCE: usize = 24;

/// The header before the body.
#[derive(Clone, Copy)]
pub(crate) struct Header<'b> {
    /// The version of the format.
    pub(crate) format: u8,
    /// Whether the body is compressed.
    pub(crate) packed: bool,
    /// The version of the type; 1 if the header holds none.
    pub(crate) version: u32,
    /// The key and nonce, if the body is encrypted.
    pub(crate) seal: Option<EncryptionHeader<'b>>,
}

/// The key and nonce of an encrypted body.
#[derive(Clone, Copy)]
pub(crate) struct EncryptionHeader<'b> {
    pub(crate) key_id: &'b str,
    pub(crate) nonce: &'b [u8; NONCE],
}

impl Header<'_> {
    /// Creates the header of a value of this version that is not encrypted.
    pub(crate) fn of_version(version: u32) -> Self {
        Self { format: 0, packed: false, version, seal: None }
    }

    /// Writes the header without the compression flag, which is known only after the body is compressed.
    pub(crate) fn write(self) -> Vec<u8> {
        let [a, b, c] = MAGIC;
        if self.version == 1 && self.seal.is_none() {
            return vec![a, b, c, 1, 0];
        }
        let mut bytes = vec![a, b, c, 2, 0];
        let mut flags = 0;
        if self.version != 1 {
            flags |= VERSIONED;
            bytes.extend_from_slice(&self.version.to_le_bytes());
        }
        if let Some(seal) = self.seal {
            flags |= ENCRYPTED;
            bytes.push(u8::try_from(seal.key_id.len()).unwrap_or(u8::MAX));
            bytes.extend_from_slice(seal.key_id.as_bytes());
            bytes.extend_from_slice(seal.nonce);
        }
        if let Some(place) = bytes.get_mut(FLAGS) {
            *place = flags;
        }
        bytes
    }

    /// Writes the header with its compression flag, for a body that exists already.
    #[cfg(feature = "encryption")]
    pub(crate) fn write_packed(self) -> Vec<u8> {
        let mut bytes = self.write();
        if let Some(flags) = bytes.get_mut(FLAGS).filter(|_| self.packed) {
            *flags |= SNAPPY;
        }
        bytes
    }
}

/// Whether the bytes begin with the magic bytes.
pub(crate) fn is_frozen(bytes: &[u8]) -> bool {
    bytes.starts_with(&MAGIC)
}

/// Splits the bytes into the header and the body.
pub(crate) fn read(bytes: &[u8]) -> Result<(Header<'_>, &[u8]), DecodeError> {
    let short = || DecodeError::new("expected a frozen value, found fewer bytes than its header has");
    let (header, rest) = bytes.split_first_chunk::<5>().ok_or_else(short)?;
    let [a, b, c, format, flags] = *header;
    if [a, b, c] != MAGIC {
        return Err(DecodeError::new("expected a frozen value, found bytes without its header"));
    }
    let known = match format {
        1 => SNAPPY,
        2 => SNAPPY | ENCRYPTED | VERSIONED,
        _ => {
            return Err(DecodeError::new(format!(
                "expected a frozen value of version 1 or 2, found {format}: written by a newer faraday"
            )));
        }
    };
    if flags & !known != 0 {
        return Err(DecodeError::new("the header of this frozen value has flags that this version does not know"));
    }
    let mut header = Header { format, packed: flags & SNAPPY != 0, version: 1, seal: None };
    let mut rest = rest;
    if flags & VERSIONED != 0 {
        let (version, after) = rest.split_first_chunk::<4>().ok_or_else(short)?;
        (header.version, rest) = (u32::from_le_bytes(*version), after);
    }
    if flags & ENCRYPTED != 0 {
        let (length, after) = rest.split_first().ok_or_else(short)?;
        let (key_id, after) = after.split_at_checked(usize::from(*length)).ok_or_else(short)?;
        let (nonce, after) = after.split_first_chunk::<NONCE>().ok_or_else(short)?;
        let key_id = str::from_utf8(key_id)
            .map_err(|_| DecodeError::new("the frozen value is damaged: the id of its key is not UTF-8"))?;
        (header.seal, rest) = (Some(EncryptionHeader { key_id, nonce }), after);
    }
    Ok((header, rest))
}

/// The header of frozen bytes, readable without a key: see [`Frozen::inspect`](crate::Frozen::inspect).
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Inspection {
    /// The version of faraday's own format: 1 or 2.
    pub format: u8,
    /// How the body is compressed.
    pub compression: Compression,
    /// The version of the frozen type; 1 unless the writer gave another.
    pub version: u32,
    /// The id of the key that encrypted it, if it is encrypted.
    pub key_id: Option<String>,
    /// The length of the body in bytes, as stored.
    pub length: usize,
}

/// How a frozen value is compressed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Compression {
    /// Not compressed: the body is too short, or compression did not shorten it.
    None,
    /// In snappy's raw format.
    Snappy,
}

pub(crate) fn inspect(bytes: &[u8]) -> Result<Inspection, DecodeError> {
    let (header, body) = read(bytes)?;
    Ok(Inspection {
        format: header.format,
        compression: if header.packed { Compression::Snappy } else { Compression::None },
        version: header.version,
        key_id: header.seal.map(|seal| seal.key_id.to_owned()),
        length: body.len(),
    })
}
