//! The two paths to DynamoDB, and signing.

mod body_check;
mod codecs;
mod fast;
mod hedge;
mod measured;
mod proxy;
mod scripted;
mod signing;
mod streams;
mod suspended;
mod typed_path;
mod wire;
mod world;
