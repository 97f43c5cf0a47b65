use super::*;

async fn arn(client: &Client) -> String {
    describe(client).await.table_arn.unwrap()
}

/// The keys of all tags, and how many pages they came in.
async fn tags(client: &Client) -> (Vec<String>, usize) {
    let (arn, mut keys, mut pages, mut token) = (arn(client).await, Vec::new(), 0, None);
    loop {
        let page = client.list_tags_of_resource().resource_arn(&arn).set_next_token(token).send().await.unwrap();
        keys.extend(page.tags().iter().map(|tag| tag.key().to_owned()));
        pages += 1;
        token = page.next_token;
        if token.is_none() {
            return (keys, pages);
        }
    }
}

#[tokio::test(start_paused = true)]
async fn a_table_has_fifty_tags_at_most_in_pages_of_ten() {
    let (_, client) = with(|table| (0..45).fold(table, |table, n| table.tags(tag(format!("tag{n:02}"))))).await;
    let arn = arn(&client).await;
    assert_eq!((tags(&client).await.0.len(), tags(&client).await.1), (45, 5));
    let add = |names: &[&str]| {
        let tags = names.iter().map(|name| tag(*name)).collect();
        client.tag_resource().resource_arn(&arn).set_tags(Some(tags)).send()
    };
    assert_eq!(code(add(&["a", "b", "c", "d", "e", "f"]).await), INVALID);
    assert_eq!(code(add(&[]).await), INVALID);
    add(&["a", "b", "c", "d", "tag00"]).await.unwrap();
    assert_eq!(tags(&client).await.0.len(), 49);
    assert_eq!(code(client.untag_resource().resource_arn(&arn).set_tag_keys(Some(vec![])).send().await), INVALID);
    client.untag_resource().resource_arn(&arn).tag_keys("a").tag_keys("unknown").send().await.unwrap();
    assert_eq!(tags(&client).await.0.len(), 48);
    assert_eq!(code(client.list_tags_of_resource().resource_arn("users").send().await), INVALID);
    let other = arn.replace("users", "others");
    assert_eq!(code(client.list_tags_of_resource().resource_arn(&other).send().await), NOT_FOUND);
    assert_eq!(code(client.tag_resource().resource_arn(other).tags(tag("a")).send().await), NOT_FOUND);
}

#[tokio::test(start_paused = true)]
async fn tags_change_of_an_active_table_and_may_be_seen_late() {
    let (plane, client) = with(|table| table).await;
    let _plane = plane.tags_unseen_for(seconds(3));
    let arn = arn(&client).await;
    let add = || client.tag_resource().resource_arn(&arn).tags(tag("team")).send();
    add().await.unwrap();
    assert_eq!(tags(&client).await.0.len(), 0);
    pass(seconds(4)).await;
    assert_eq!(tags(&client).await.0, ["team"]);
    update(&client).deletion_protection_enabled(true).send().await.unwrap();
    assert_eq!(code(add().await), IN_USE);
    assert_eq!(code(client.untag_resource().resource_arn(&arn).tag_keys("team").send().await), IN_USE);
}
