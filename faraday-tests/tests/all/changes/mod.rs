mod stream_service;
