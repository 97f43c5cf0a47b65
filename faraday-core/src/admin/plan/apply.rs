//! `Plan::apply`: does the steps of a plan, one after another.

use std::time::Duration;

use tokio::time::Instant;

use super::plan::Plan;
use super::progress::{StepProgress, StepState};
use super::send::{may_pass, send_once};
use super::step::Step;
use crate::admin::live::{busy_with, read};
use crate::admin::wait::{Waiting, until_ready};
use crate::database::Destination;
use crate::error::{Error, ErrorKind, Result};
use crate::execute::{Cost, Execute, Execution, Explain, Request, operation};
use crate::schema::TableSchema;

/// For how long DynamoDB may not show a change that it has taken: descriptions and tags follow with a delay.
const UNSEEN: Duration = Duration::from_secs(60);

/// The default time-out of one step: an index of a large table needs long to be filled, and DynamoDB takes a change of the time to
/// live only an hour after another.
const STEP_TIMEOUT: Duration = Duration::from_secs(2 * 3600);

impl Plan {
    /// Does the steps one after another, and returns those that it did.
    ///
    /// It waits between them until the table and its indexes are ACTIVE. A refusal that passes is waited out: the table is in use
    /// by another change, too many changes are under way in the account, the time to live was changed within the hour. Each
    /// step is given up after two hours, or after the time that [`timeout`](ApplyPlan::timeout) sets.
    ///
    /// It can be stopped at any time, by dropping the future, and be run again, with this plan or with a new one: before each step
    /// it looks at the live table, and leaves out what is done already.
    ///
    /// # Errors
    ///
    /// Before anything is sent: when the plan holds what [cannot be changed](Plan::impossible), or a destructive step without
    /// [`allow_destructive`](ApplyPlan::allow_destructive) ([`ErrorKind::InvalidArgument`]). Later: when DynamoDB refuses a step,
    /// or it takes too long; the error names the step, and the steps before it are done.
    pub fn apply(&self) -> ApplyPlan {
        ApplyPlan {
            destination: self.destination.clone(),
            plan: self.clone(),
            allow_destructive: false,
            timeout: STEP_TIMEOUT,
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
    timeout: Duration,
    progress: Option<ProgressCallback>,
    destination: Destination,
}

impl ApplyPlan {
    /// Does destructive steps too: those that drop an index or end a stream.
    pub fn allow_destructive(mut self) -> Self {
        self.allow_destructive = true;
        self
    }

    /// Gives a step up after this time, with all its waiting.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = timeout;
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
                "nothing was changed, because DynamoDB cannot change this of a live table; create another table and copy the \
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
        apply_checked(execution, &self.plan, self.timeout, self.progress.as_mut()).await
    }

    fn explanation(self) -> Explain {
        let body = |step: &Step| step.body(self.plan.table());
        match self.plan.steps().first() {
            Some(step) => Explain::of_body(step.operation(), Ok(body(step)), Cost::none()),
            None => Explain::new("DescribeTable", self.plan.table(), Ok(Request::new()), Cost::none()),
        }
    }
}

/// Does the steps of a plan that may be done.
pub(in crate::admin) async fn apply_checked(
    execution: &mut Execution,
    plan: &Plan,
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
        let did = do_step(execution, plan, step, timeout, tell).await;
        if did.map_err(|error| error.with_part(format!("step {number} of {of}, {}", step.description())))? {
            done.push(step.clone());
        }
    }
    Ok(done)
}

/// Does one step, unless it is done. Returns whether it was done here.
///
/// Whatever goes wrong on the way, the live table says whether the step is done: so a lost answer, or another program with the
/// same plan, does no harm. A step that is seen as done after a refusal was done by somebody else.
async fn do_step(
    execution: &mut Execution,
    plan: &Plan,
    step: &Step,
    timeout: Duration,
    mut tell: impl FnMut(StepState) + Send,
) -> Result<bool> {
    let mut waiting = Waiting::patient(timeout);
    let mut accepted: Option<Instant> = None;
    let mut refused: Option<Error> = None;
    loop {
        let error = match remaining(execution, plan, step).await? {
            Remaining::Nothing => {
                tell(if accepted.is_some() { StepState::Done } else { StepState::AlreadyDone });
                return Ok(accepted.is_some());
            }
            Remaining::Wait(what) => too_long(what),
            Remaining::Step(_) if accepted.is_some_and(|time| time.elapsed() < UNSEEN) => {
                too_long("the change is not seen yet".to_owned())
            }
            Remaining::Step(step) => {
                // The step is not done, and it will not be by waiting.
                if let Some(error) = refused.take_if(|error| !may_pass(error)) {
                    return Err(error);
                }
                tell(StepState::Started);
                match send_once(execution, &step).await {
                    Ok(()) => {
                        accepted = Some(Instant::now());
                        let is_new = step.operation() == "CreateTable";
                        let waits = |what: &str| tell(StepState::Waiting(what.to_owned()));
                        until_ready(execution, waiting.left(), is_new, waits).await?;
                        continue;
                    }
                    // It may be done all the same, by somebody else: the table says it.
                    Err(error) if !may_pass(&error) => {
                        refused = Some(error);
                        continue;
                    }
                    Err(error) => error,
                }
            }
        };
        tell(StepState::Waiting(error.to_string()));
        if !waiting.pause().await {
            return Err(error);
        }
    }
}

fn too_long(what: String) -> Error {
    Error::new(ErrorKind::Timeout, format!("{what}, and it took too long"))
}

/// What is left of a step.
enum Remaining {
    Nothing,
    /// The table is busy with this.
    Wait(String),
    /// The same step, as the table is now.
    Step(Box<Step>),
}

async fn remaining(execution: &mut Execution, plan: &Plan, step: &Step) -> Result<Remaining> {
    let live = read(execution, &plan.declaration).await?;
    if let Some(busy) = live.as_ref().and_then(|live| busy_with(&live.description)) {
        return Ok(Remaining::Wait(busy));
    }
    let is_there = live.is_some();
    let live = live.as_ref().map(|live| &live.declaration);
    let now = Plan::new(plan.table().to_owned(), plan.declaration.clone(), live, Destination::default());
    let same = now.steps().iter().find(|other| other.is_same(step));
    match same {
        Some(step) => Ok(Remaining::Step(Box::new(step.clone()))),
        None if is_there => Ok(Remaining::Nothing),
        None => Err(Error::new(ErrorKind::ResourceNotFound, "the table was deleted since the plan was made")),
    }
}
