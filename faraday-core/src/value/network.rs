//! Addresses and paths, stored as their `Display` text.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, SocketAddrV4, SocketAddrV6};
use std::path::PathBuf;

use super::{Decoder, Encoder, Value, kind};
use crate::value::{DecodeError, EncodeError};

macro_rules! texts {
    ($($type:ty: $expected:literal;)*) => {$(
        impl Value for $type {
            type Kind = kind::S;
            type Base = Self;

            fn encode<E: Encoder>(&self, encoder: E) -> Result<(), EncodeError> {
                encoder.string(&self.to_string())
            }

            fn decode<D: Decoder>(decoder: D) -> Result<Self, DecodeError> {
                decoder
                    .with_string(|text| text.parse().ok())?
                    .ok_or_else(|| DecodeError::expected($expected, "another string"))
            }
        }
    )*};
}

texts! {
    IpAddr: "an IP address";
    Ipv4Addr: "an IPv4 address";
    Ipv6Addr: "an IPv6 address";
    SocketAddrV4: "an IPv4 address and port";
}

macro_rules! with_flow_info {
    ($($type:ty: $expected:literal, $flow_info:expr;)*) => {$(
        impl Value for $type {
            type Kind = kind::S;
            type Base = Self;

            fn encode<E: Encoder>(&self, encoder: E) -> Result<(), EncodeError> {
                let flow_info: fn(&Self) -> u32 = $flow_info;
                if flow_info(self) != 0 {
                    return Err(EncodeError::new("the text of a socket address does not hold its flow info: set that to 0"));
                }
                encoder.string(&self.to_string())
            }

            fn decode<D: Decoder>(decoder: D) -> Result<Self, DecodeError> {
                decoder
                    .with_string(|text| text.parse().ok())?
                    .ok_or_else(|| DecodeError::expected($expected, "another string"))
            }
        }
    )*};
}

// Their text, which `Display` writes and `FromStr` reads, leaves the flow info out.
with_flow_info! {
    SocketAddr: "an IP address and port", |address| match address {
        SocketAddr::V4(_) => 0,
        SocketAddr::V6(address) => address.flowinfo(),
    };
    SocketAddrV6: "an IPv6 address and port", SocketAddrV6::flowinfo;
}

impl Value for PathBuf {
    type Kind = kind::S;
    type Base = Self;

    fn encode<E: Encoder>(&self, encoder: E) -> Result<(), EncodeError> {
        match self.to_str() {
            Some(text) => encoder.string(text),
            None => Err(EncodeError::new("a path that is not UTF-8 has no form in DynamoDB")),
        }
    }

    fn decode<D: Decoder>(decoder: D) -> Result<Self, DecodeError> {
        decoder.string().map(Self::from)
    }
}
