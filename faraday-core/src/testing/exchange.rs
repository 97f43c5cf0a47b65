//! The HTTP client that causes the faults: [`FaultyClient`].

use std::sync::Arc;

use aws_smithy_runtime_api::client::http::{
    HttpClient, HttpConnector, HttpConnectorFuture, HttpConnectorSettings, SharedHttpClient, SharedHttpConnector,
};
use aws_smithy_runtime_api::client::orchestrator::{HttpRequest, HttpResponse};
use aws_smithy_runtime_api::client::result::ConnectorError;
use aws_smithy_runtime_api::client::runtime_components::RuntimeComponents;
use aws_smithy_types::body::SdkBody;

use super::body::read;
use super::fault::{Fault, answer, broken, error};
use super::recorded_request::RecordedRequest;
use super::state::{State, Suffering};
use super::unprocessed::put_off;

type Answer = Result<HttpResponse, ConnectorError>;

#[derive(Debug)]
pub(super) struct FaultyClient {
    pub(super) inner: SharedHttpClient,
    pub(super) state: Arc<State>,
}

impl HttpClient for FaultyClient {
    fn http_connector(&self, settings: &HttpConnectorSettings, components: &RuntimeComponents) -> SharedHttpConnector {
        let inner = self.inner.http_connector(settings, components);
        SharedHttpConnector::new(FaultyConnector { inner, state: Arc::clone(&self.state) })
    }
}

#[derive(Debug)]
struct FaultyConnector {
    inner: SharedHttpConnector,
    state: Arc<State>,
}

impl HttpConnector for FaultyConnector {
    fn call(&self, request: HttpRequest) -> HttpConnectorFuture {
        let (Suffering { latency, fault }, under_way) = self.state.arrive(RecordedRequest::of(&request));
        let inner = self.inner.clone();
        HttpConnectorFuture::new(async move {
            let _under_way = under_way;
            if !latency.is_zero() {
                tokio::time::sleep(latency).await;
            }
            match fault {
                None => inner.call(request).await,
                Some(fault) => suffer(fault, request, &inner).await,
            }
        })
    }
}

async fn suffer(fault: Fault, request: HttpRequest, inner: &SharedHttpConnector) -> Answer {
    match fault {
        Fault::Throttled => error(400, "ProvisionedThroughputExceededException"),
        Fault::Throttling => error(400, "ThrottlingException"),
        Fault::RequestLimitExceeded => error(400, "RequestLimitExceeded"),
        Fault::InternalServerError => error(500, "InternalServerError"),
        Fault::ServiceUnavailable => error(503, "ServiceUnavailable"),
        Fault::Disconnected => Err(broken("before the request arrived")),
        Fault::AnswerLost => {
            inner.call(request).await?;
            Err(broken("before the answer arrived"))
        }
        Fault::AnswerCut => {
            let mut answer = inner.call(request).await?;
            // Reading a body that was taken is an error.
            *answer.body_mut() = SdkBody::taken();
            Ok(answer)
        }
        Fault::AnswerGarbled { checksum } => replaced(inner.call(request).await?, garbled, checksum).await,
        Fault::AnswerReplaced { body, checksum } => replaced(inner.call(request).await?, body, checksum).await,
        Fault::Answer { status, body } => answer(status, body),
        Fault::Delayed(time) => {
            tokio::time::sleep(time).await;
            inner.call(request).await
        }
        Fault::AnswerDelayed(time) => {
            let answer = inner.call(request).await;
            tokio::time::sleep(time).await;
            answer
        }
        Fault::NoAnswer => {
            // The SDK gives up a request whose body is not read.
            drop(request);
            std::future::pending().await
        }
        Fault::Unprocessed(places) => match put_off(&request, &places) {
            None => inner.call(request).await,
            Some((None, put_off)) => put_off.alone(),
            Some((Some(rest), put_off)) => put_off.merged(inner.call(rest).await?).await,
        },
    }
}

/// Replaces the body of an answer.
async fn replaced(mut answer: HttpResponse, body: fn(&[u8]) -> Vec<u8>, checksum: bool) -> Answer {
    let whole = read(&mut answer).await?;
    *answer.body_mut() = SdkBody::from(body(&whole));
    answer.headers_mut().remove("content-length");
    if !checksum {
        answer.headers_mut().remove("x-amz-crc32");
    }
    Ok(answer)
}

/// NUL is invalid everywhere in JSON, so that the damage shows even without a checksum.
fn garbled(body: &[u8]) -> Vec<u8> {
    let mut body = body.to_vec();
    let middle = body.len() / 2;
    if let Some(byte) = body.get_mut(middle) {
        *byte = 0;
    }
    body
}
