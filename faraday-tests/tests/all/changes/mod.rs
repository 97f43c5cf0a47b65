mod change_stream;
mod model;
mod orders;
mod stream_service;
mod worker;
