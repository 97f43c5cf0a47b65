use super::*;

async fn recovery(client: &Client, enabled: bool, days: Option<i32>) -> Result<(), String> {
    let specification = PointInTimeRecoverySpecification::builder().point_in_time_recovery_enabled(enabled);
    let specification = specification.set_recovery_period_in_days(days).build().unwrap();
    let request = client.update_continuous_backups().table_name("users");
    let answer = request.point_in_time_recovery_specification(specification).send().await;
    answer.map(drop).map_err(|error| error.code().unwrap().to_owned())
}

/// Whether there are backups, whether recovery is on, and for how many days.
async fn backups(client: &Client) -> (ContinuousBackupsStatus, PointInTimeRecoveryStatus, Option<i32>) {
    let answer = client.describe_continuous_backups().table_name("users").send().await.unwrap();
    let answer = answer.continuous_backups_description.unwrap();
    let recovery = answer.point_in_time_recovery_description.unwrap();
    let dates = recovery.earliest_restorable_date_time.is_some() && recovery.latest_restorable_date_time.is_some();
    let status = recovery.point_in_time_recovery_status.unwrap();
    assert_eq!(dates, status == PointInTimeRecoveryStatus::Enabled);
    (answer.continuous_backups_status, status, recovery.recovery_period_in_days)
}

#[tokio::test(start_paused = true)]
async fn backups_are_there_a_while_after_their_table() {
    let (plane, client) = plane();
    let _plane = plane.backups_unavailable_for(seconds(5));
    assert_eq!(recovery(&client, true, None).await, Err("TableNotFoundException".to_owned()));
    let answer = client.describe_continuous_backups().table_name("users").send().await;
    assert_eq!(code(answer), "TableNotFoundException");
    create(&client).send().await.unwrap();
    let off = PointInTimeRecoveryStatus::Disabled;
    for wait in [0, 11] {
        pass(seconds(wait)).await;
        assert_eq!(backups(&client).await, (ContinuousBackupsStatus::Disabled, off.clone(), None));
        let unavailable = "ContinuousBackupsUnavailableException";
        assert_eq!(recovery(&client, true, None).await, Err(unavailable.to_owned()));
    }
    pass(seconds(5)).await;
    assert_eq!(backups(&client).await, (ContinuousBackupsStatus::Enabled, off, None));
    recovery(&client, true, None).await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn recovery_reaches_back_up_to_35_days() {
    let (_, client) = with(|table| table).await;
    pass(seconds(10)).await;
    for days in [0, 36] {
        assert_eq!(recovery(&client, true, Some(days)).await, Err(INVALID.to_owned()));
    }
    let enabled = |days| (ContinuousBackupsStatus::Enabled, PointInTimeRecoveryStatus::Enabled, Some(days));
    recovery(&client, true, None).await.unwrap();
    assert_eq!(backups(&client).await, enabled(35));
    recovery(&client, true, Some(1)).await.unwrap();
    assert_eq!(backups(&client).await, enabled(1));
    recovery(&client, false, None).await.unwrap();
    assert_eq!(backups(&client).await.1, PointInTimeRecoveryStatus::Disabled);
}
