//! `Plan::apply`: does the steps of a plan, one after another.

use std::time::Duration;

use tokio::time::Instant;

use super::plan::Plan;
use super::progress::{StepProgress, StepState};
use super::send::{may_pass, send_once};
use super::step::Step;
use crate::admin::live::{LiveTable, busy_with, read};
use crate::admin::wait::{Waiting, until_ready};
use crate::database::Destination;
use crate::error::{Error, ErrorKind, Outcome, Result};
use crate::execute::{Cost, Execute, Execution, Explain, Request, operation};
use crate::schema::TableSchema;

/// How long DynamoDB may not show a change that it has accepted: descriptions and tags follow with a delay.
const UNSEEN: Duration = Duration::from_secs(60);

/// The default time-out of one step. Filling an index of a large table takes long, and DynamoDB accepts only one change of the time to live
/// an hour.
pub(in crate::admin) const STEP_TIMEOUT: Duration = Duration::from_secs(2 * 3600);

impl Plan {
    /// Does the steps one after another, and returns those that it did.
    ///
    /// It waits between them until the table and its indexes are ACTIVE. It also waits if DynamoDB refuses a step only for now: another
    /// change uses the table, the account has too many changes under way, or the time to live was changed within the hour. It gives a step
    /// up after two hours; with a [`timeout`](ApplyPlan::timeout), all steps together have that time.
    ///
    /// You can stop it at any time by dropping the future, and run it again, with this plan or with a new one: before each step it reads
    /// the live table, and leaves out what is done already.
    ///
    /// # Errors
    ///
    /// - Before anything is sent: when the plan has a change that is [impossible](Plan::impossible), or a destructive step without
    ///   [`allow_destructive`](ApplyPlan::allow_destructive) ([`ErrorKind::InvalidArgument`]).
    /// - When somebody changed the table since the plan was made, so that a step would do something that the plan does not show
    ///   ([`ErrorKind::TableMismatch`]), or deleted it ([`ErrorKind::ResourceNotFound`]).
    /// - When DynamoDB refuses a step, or a step takes too long.
    ///
    /// The error names the step; the steps before it are done.
    pub fn apply(&self) -> ApplyPlan {
        ApplyPlan {
            destination: self.destination.clone(),
            plan: self.clone(),
            allow_destructive: false,
            progress: None,
        }
    }
}

type ProgressCallback = Box<dyn FnMut(&StepProgress) + Send>;

/// Applies a plan: see [`Plan::apply`].
#[must_use = "an operation does nothing until it is awaited"]
pub struct ApplyPlan {
    plan: Plan,
    allow_destructive: bool,
    progress: Option<ProgressCallback>,
    destination: Destination,
}

impl ApplyPlan {
    /// Allows destructive steps too: those that drop an index or end a stream.
    pub fn allow_destructive(mut self) -> Self {
        self.allow_destructive = true;
        self
    }

    /// Calls `callback` when a step is started, while it waits, and when it is done.
    pub fn progress(mut self, callback: impl FnMut(&StepProgress) + Send + 'static) -> Self {
        self.progress = Some(Box::new(callback));
        self
    }

    /// Fails if the plan cannot be applied, before anything is sent.
    fn check(&self) -> Result<()> {
        let refuse = |message: String| Err(Error::new(ErrorKind::InvalidArgument, message));
        if !self.plan.impossible().is_empty() {
            let all = self.plan.impossible().iter().map(|difference| format!("\n- {}", difference.subject()));
            return refuse(format!(
                "nothing was changed, because DynamoDB cannot change this in a live table; create another table and copy the \
                 items:{}",
                all.collect::<String>()
            ));
        }
        let destructive = self.plan.steps().iter().filter(|step| step.is_destructive());
        let destructive: String = destructive.map(|step| format!("\n- {}", step.description())).collect();
        if !self.allow_destructive && !destructive.is_empty() {
            return refuse(format!(
                "nothing was changed, because the plan has destructive steps, which need `.allow_destructive()`:{destructive}"
            ));
        }
        Ok(())
    }
}

operation!([] ApplyPlan);

impl Execute for ApplyPlan {
    type Output = Vec<Step>;

    fn name(&self) -> &'static str {
        "UpdateTable"
    }

    fn schema(&self) -> Option<TableSchema> {
        None
    }

    fn destination(&mut self) -> &mut Destination {
        &mut self.destination
    }

    async fn run(mut self, execution: &mut Execution) -> Result<Vec<Step>> {
        execution.target.table = self.plan.table().to_owned();
        self.check()?;
        let allow = self.allow_destructive;
        let done = apply_checked(execution, &self.plan, allow, STEP_TIMEOUT, self.progress.as_mut()).await?;
        // Somebody else may have changed the table in the meantime.
        let live = read(execution, &self.plan.declaration).await?;
        let now = plan_of(&self.plan, live.as_ref());
        if now.is_empty() { Ok(done) } else { Err(changed(&now)) }
    }

    fn explanation(self) -> Explain {
        let body = |step: &Step| step.body(self.plan.table());
        match self.plan.steps().first() {
            Some(step) => Explain::of_body(step.operation(), Ok(body(step)), Cost::none()),
            None => Explain::new("DescribeTable", self.plan.table(), Ok(Request::new()), Cost::none()),
        }
    }
}

/// Does the steps of a plan that passed its checks.
pub(in crate::admin) async fn apply_checked(
    execution: &mut Execution,
    plan: &Plan,
    allow_destructive: bool,
    timeout: Duration,
    mut progress: Option<&mut ProgressCallback>,
) -> Result<Vec<Step>> {
    let mut done = Vec::new();
    let of = plan.steps().len();
    for (position, step) in plan.steps().iter().enumerate() {
        let number = position + 1;
        let tell = |state: StepState| {
            if let Some(progress) = &mut progress {
                progress(&StepProgress { step: step.clone(), number, of, state });
            }
        };
        let before = execution.written.done();
        let did = do_step(execution, plan, step, allow_destructive, timeout, tell).await;
        let did = did.map_err(|error| {
            // Later steps were not started. Neither was this one, if no request for it was accepted.
            let is_last_and_accepted = number == of && execution.written.done() > before;
            let error = if is_last_and_accepted { error } else { error.with_rest_not_done() };
            error.with_part(format!("step {number} of {of}, {}", step.description()))
        });
        if did? {
            done.push(step.clone());
        }
    }
    Ok(done)
}

/// Does one step, unless it is done. Returns whether it was done here.
///
/// The live table says whether the step is done, even after errors, so a lost reply or another program with the same plan does no harm. If
/// a step was refused and then is seen as done, somebody else did it.
async fn do_step(
    execution: &mut Execution,
    plan: &Plan,
    step: &Step,
    allow_destructive: bool,
    timeout: Duration,
    mut tell: impl FnMut(StepState) + Send,
) -> Result<bool> {
    let mut waiting = Waiting::patient(execution, timeout);
    let mut accepted: Option<Instant> = None;
    let mut refused: Option<Error> = None;
    loop {
        let remaining = remaining(execution, plan, step).await;
        let error = match remaining {
            Err(error) if may_pass(&error) => error,
            Err(error) => return Err(error),
            Ok(Remaining::Nothing) => {
                // The table shows that the step is done, even if the reply to its request was lost.
                execution.written.settle(Outcome::Done);
                tell(if accepted.is_some() { StepState::Done } else { StepState::AlreadyDone });
                return Ok(accepted.is_some());
            }
            Ok(Remaining::Wait(what)) => Error::new(ErrorKind::Timeout, what),
            Ok(Remaining::Step(_)) if accepted.is_some_and(|time| time.elapsed() < UNSEEN) => {
                Error::new(ErrorKind::Timeout, "the change is not seen yet")
            }
            Ok(Remaining::Step(now)) => {
                // The step is not done. If the refusal is final, waiting does not help.
                let is_final = |error: &mut Error| !may_pass(error) || now.request.is_limited_for_days();
                if let Some(error) = refused.take_if(is_final) {
                    return Err(error);
                }
                if now.is_destructive() && !allow_destructive || !now.is_within(step) {
                    return Err(not_shown());
                }
                tell(StepState::Started);
                match send_once(execution, &now).await {
                    Ok(()) => {
                        execution.written.settle(Outcome::Done);
                        accepted = Some(Instant::now());
                        wait_for(execution, &now, waiting.left(), &mut tell).await?;
                        continue;
                    }
                    // Somebody else may have done it all the same: the table shows it.
                    Err(error) => {
                        let passes = may_pass(&error) && !now.request.is_limited_for_days();
                        let shown = error.to_string();
                        refused = Some(error);
                        if !passes {
                            continue;
                        }
                        tell(StepState::Waiting(shown));
                        if waiting.pause().await {
                            continue;
                        }
                        return refused.map_or(Ok(false), Err);
                    }
                }
            }
        };
        tell(StepState::Waiting(error.to_string()));
        if !waiting.pause().await {
            return Err(error);
        }
    }
}

/// Waits until the table is ready after a step. Errors on the way show when the step is checked again.
async fn wait_for(
    execution: &mut Execution,
    step: &Step,
    timeout: Duration,
    tell: &mut (impl FnMut(StepState) + Send),
) -> Result<()> {
    let is_new = step.operation() == "CreateTable";
    let waits = |what: &str| tell(StepState::Waiting(what.to_owned()));
    match until_ready(execution, timeout, is_new, waits).await {
        Err(error) if error.kind() != ErrorKind::Timeout && may_pass(&error) => Ok(()),
        other => other.map(|_| ()),
    }
}

fn not_shown() -> Error {
    let message = "the table was changed since the plan was made, so this step would do something that the plan does not show: plan again";
    Error::new(ErrorKind::TableMismatch, message)
}

/// Returns the error for a table that somebody else changed while the plan was applied.
fn changed(now: &Plan) -> Error {
    let message = format!("the steps are done, but somebody else changed the table meanwhile: plan again\n{now}");
    Error::new(ErrorKind::TableMismatch, message)
}

/// What is left to do for a step.
enum Remaining {
    Nothing,
    /// The table is busy with this.
    Wait(String),
    /// The same step, made again for the table as it is now.
    Step(Box<Step>),
}

fn plan_of(plan: &Plan, live: Option<&LiveTable>) -> Plan {
    let live = live.map(|live| &live.declaration);
    Plan::new(plan.table().to_owned(), plan.declaration.clone(), live, Destination::default())
}

async fn remaining(execution: &mut Execution, plan: &Plan, step: &Step) -> Result<Remaining> {
    let live = read(execution, &plan.declaration).await?;
    if let Some(busy) = live.as_ref().and_then(|live| busy_with(&live.description)) {
        return Ok(Remaining::Wait(busy));
    }
    if live.is_none() && step.operation() != "CreateTable" {
        return Err(Error::new(ErrorKind::ResourceNotFound, "the table was deleted since the plan was made"));
    }
    let now = plan_of(plan, live.as_ref());
    if !now.impossible().is_empty() {
        return Err(not_shown());
    }
    let same = now.steps().iter().find(|other| other.is_of_part(step));
    Ok(same.map_or(Remaining::Nothing, |step| Remaining::Step(Box::new(step.clone()))))
}
