use super::*;

async fn ttl(client: &Client, name: &str, enabled: bool) -> Result<(), String> {
    let specification = TimeToLiveSpecification::builder().attribute_name(name).enabled(enabled).build().unwrap();
    let request = client.update_time_to_live().table_name("users").time_to_live_specification(specification);
    request.send().await.map(drop).map_err(|error| error.code().unwrap().to_owned())
}

async fn ttl_status(client: &Client) -> (TimeToLiveStatus, Option<String>) {
    let answer = client.describe_time_to_live().table_name("users").send().await.unwrap();
    let TimeToLiveDescription { time_to_live_status, attribute_name, .. } = answer.time_to_live_description.unwrap();
    (time_to_live_status.unwrap(), attribute_name)
}

#[tokio::test(start_paused = true)]
async fn time_to_live_changes_once_an_hour() {
    let (_, client) = with(|table| table).await;
    let expires = Some("expires".to_owned());
    assert_eq!(ttl_status(&client).await, (TimeToLiveStatus::Disabled, None));
    assert_eq!(ttl(&client, "expires", false).await, Err(INVALID.to_owned()));
    assert_eq!(ttl(&client, "", true).await, Err(INVALID.to_owned()));
    ttl(&client, "expires", true).await.unwrap();
    assert_eq!(ttl_status(&client).await, (TimeToLiveStatus::Enabling, expires.clone()));
    pass(seconds(11)).await;
    assert_eq!(ttl_status(&client).await, (TimeToLiveStatus::Enabled, expires.clone()));
    for (name, enabled) in [("expires", true), ("ends", true), ("expires", false)] {
        assert_eq!(ttl(&client, name, enabled).await, Err(INVALID.to_owned()));
    }
    pass(seconds(3_600)).await;
    for (name, enabled) in [("expires", true), ("ends", true), ("ends", false)] {
        assert_eq!(ttl(&client, name, enabled).await, Err(INVALID.to_owned()));
    }
    ttl(&client, "expires", false).await.unwrap();
    assert_eq!(ttl_status(&client).await, (TimeToLiveStatus::Disabling, expires));
    pass(seconds(11)).await;
    assert_eq!(ttl_status(&client).await, (TimeToLiveStatus::Disabled, None));
    assert_eq!(ttl(&client, "ends", true).await, Err(INVALID.to_owned()));
    pass(seconds(3_600)).await;
    ttl(&client, "ends", true).await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn time_to_live_is_of_an_active_table() {
    let (_, client) = plane();
    assert_eq!(ttl(&client, "expires", true).await, Err(NOT_FOUND.to_owned()));
    assert_eq!(code(client.describe_time_to_live().table_name("users").send().await), NOT_FOUND);
    create(&client).send().await.unwrap();
    assert_eq!(ttl(&client, "expires", true).await, Err(IN_USE.to_owned()));
    pass(seconds(11)).await;
    ttl(&client, "expires", true).await.unwrap();
}
