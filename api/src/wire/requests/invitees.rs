//! Requests about who comes to the meeting.

use super::build::{self, Build};
use crate::problem::Problem;
use crate::wire::codes::{EstablishedContact, InviteeType};
use serde::Deserialize;
use sip_domain::command::{Command, InviteeInput};
use sip_domain::ids::{GuardianId, InviteeId, QuestionId, RepresentativeId};
use sip_domain::model::InviteeKind;
use sip_domain::text::{PersonName, ShortText, Text};
use sip_persistence::{BuildError, Lookup};
use utoipa::ToSchema;
use uuid::Uuid;
use validator::Validate;

/// A command about the invitee that the path names; 404 when there is none.
pub(crate) fn about(
    invitee: InviteeId,
    command: impl FnOnce(&mut Lookup<'_>) -> Result<Command, BuildError> + Send + 'static,
) -> Build {
    Box::new(move |lookup, case, _| {
        build::found(case.invitees.iter().any(|held| held.id == invitee))?;
        command(lookup)
    })
}

/// Somebody to invite.
#[derive(Deserialize, Validate, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schema(example = json!({
    "kind": "organisation",
    "unit": "01993b00-0003-7000-8000-000000000007",
    "wishedProfession": "läkare",
    "purpose": "Berätta om den pågående behandlingen och vad psykiatrin kan bidra med när Maria flyttar hem.",
    "questions": [],
    "approvedByIndividual": true,
    "establishedContact": "yes",
    "toBring": "Aktuell läkemedelslista.",
    "hasSystemAccess": true
}))]
pub(crate) struct InviteeRequest {
    /// What kind of invitee; decides which of the next five fields must be there.
    kind: InviteeType,
    /// Which guardian; for `guardian`.
    guardian: Option<Uuid>,
    /// Which representative; for `representative`.
    representative: Option<Uuid>,
    /// Name; for `support`, `relative` and `important_person`.
    #[schema(value_type = Option<String>, min_length = 1, max_length = 200)]
    name: Option<PersonName>,
    /// Relation to the individual; for `relative` and `important_person`.
    #[schema(value_type = Option<String>, min_length = 1, max_length = 200)]
    relation: Option<ShortText>,
    /// The unit; for `organisation`. The unit itself names its person.
    unit: Option<Uuid>,
    /// The profession that is wished for; not binding for the unit.
    #[schema(value_type = Option<String>, min_length = 1, max_length = 200)]
    wished_profession: Option<ShortText>,
    /// What the invitee is wanted for.
    #[schema(value_type = Option<String>, min_length = 1, max_length = 10000)]
    purpose: Option<Text>,
    /// The individual's questions that concern the invitee.
    #[serde(default)]
    #[validate(length(max = 50))]
    #[schema(max_items = 50)]
    questions: Vec<Uuid>,
    /// Whether the individual approves of inviting.
    approved_by_individual: bool,
    /// Whether the unit already has contact with the individual.
    established_contact: Option<EstablishedContact>,
    /// What to bring.
    #[schema(value_type = Option<String>, min_length = 1, max_length = 10000)]
    to_bring: Option<Text>,
    /// Whether the invitee reads the plan in a system.
    #[serde(default)]
    has_system_access: bool,
    /// Whether the individual chose the support person; must be true for `support`.
    #[serde(default)]
    chosen_by_individual: bool,
}

/// Who is invited, before the unit is looked up.
enum Who {
    Unit(Uuid),
    Other(InviteeKind),
}

impl InviteeRequest {
    /// Puts the invitee on the list.
    pub(crate) fn command(mut self) -> Result<Build, Problem> {
        let who = self.who()?;
        Ok(Box::new(move |lookup, _, _| {
            let kind = match who {
                Who::Unit(unit) => InviteeKind::Organisation { unit: build::unit(lookup, unit, "/unit")? },
                Who::Other(kind) => kind,
            };
            Ok(Command::AddInvitee(Box::new(InviteeInput {
                kind,
                wished_profession: self.wished_profession,
                purpose: self.purpose,
                questions: self.questions.into_iter().map(QuestionId).collect(),
                approved_by_individual: self.approved_by_individual,
                established_contact: self.established_contact.map(Into::into),
                to_bring: self.to_bring,
                has_system_access: self.has_system_access,
                chosen_by_individual: self.chosen_by_individual,
            })))
        }))
    }

    fn who(&mut self) -> Result<Who, Problem> {
        let who = match self.kind {
            InviteeType::Organisation => Who::Unit(build::take(&mut self.unit, "/unit")?),
            InviteeType::Individual => Who::Other(InviteeKind::Individual),
            InviteeType::Guardian => {
                let guardian = GuardianId(build::take(&mut self.guardian, "/guardian")?);
                Who::Other(InviteeKind::Guardian { guardian })
            }
            InviteeType::Representative => {
                let representative = RepresentativeId(build::take(&mut self.representative, "/representative")?);
                Who::Other(InviteeKind::Representative { representative })
            }
            InviteeType::Support => Who::Other(InviteeKind::Support { name: build::take(&mut self.name, "/name")? }),
            InviteeType::Relative => {
                let (name, relation) = self.known_person()?;
                Who::Other(InviteeKind::Relative { name, relation })
            }
            InviteeType::ImportantPerson => {
                let (name, relation) = self.known_person()?;
                Who::Other(InviteeKind::ImportantPerson { name, relation })
            }
        };
        build::nothing_left(&[
            ("/unit", self.unit.is_some()),
            ("/guardian", self.guardian.is_some()),
            ("/representative", self.representative.is_some()),
            ("/name", self.name.is_some()),
            ("/relation", self.relation.is_some()),
        ])?;
        Ok(who)
    }

    fn known_person(&mut self) -> Result<(PersonName, ShortText), Problem> {
        Ok((build::take(&mut self.name, "/name")?, build::take(&mut self.relation, "/relation")?))
    }
}

/// A talk with a unit before the summons (förhandskontakt).
#[derive(Deserialize, Validate, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schema(example = json!({"note": "Ringde enhetschefen. De känner Maria och skickar någon som kan svara om läkemedlen."}))]
pub(crate) struct PreContactRequest {
    /// What was said.
    #[schema(value_type = String, min_length = 1, max_length = 10000)]
    note: Text,
}

impl PreContactRequest {
    /// Notes the talk.
    pub(crate) fn command(self, invitee: InviteeId) -> Build {
        about(invitee, move |_| Ok(Command::RecordPreContact { invitee, note: self.note }))
    }
}

/// The answer to a summons or an invitation.
#[derive(Deserialize, Validate, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schema(example = json!({"accept": true}))]
pub(crate) struct InvitationAnswerRequest {
    /// Yes or no.
    accept: bool,
}

impl InvitationAnswerRequest {
    /// Answers.
    pub(crate) fn command(self, invitee: InviteeId) -> Build {
        about(invitee, move |_| Ok(Command::AnswerInvitation { invitee, accept: self.accept }))
    }
}

/// Who comes for the unit.
#[derive(Deserialize, Validate, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schema(example = json!({"assignment": "01993b00-0006-7000-8000-000000000071"}))]
pub(crate) struct RepresentativeRequest {
    /// The assignment of the person who comes.
    assignment: Uuid,
}

impl RepresentativeRequest {
    /// Names the person.
    pub(crate) fn command(self, invitee: InviteeId) -> Build {
        about(invitee, move |lookup| {
            Ok(Command::NameRepresentative { invitee, staff: build::staff(lookup, self.assignment, "/assignment")? })
        })
    }
}

/// Who comes instead.
#[derive(Deserialize, Validate, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schema(example = json!({"assignment": "01993b00-0006-7000-8000-000000000072", "briefed": true}))]
pub(crate) struct SubstituteRequest {
    /// The substitute's assignment.
    assignment: Uuid,
    /// Whether the substitute has been told about the individual's situation.
    briefed: bool,
}

impl SubstituteRequest {
    /// Names the substitute.
    pub(crate) fn command(self, invitee: InviteeId) -> Build {
        about(invitee, move |lookup| {
            let staff = build::staff(lookup, self.assignment, "/assignment")?;
            Ok(Command::NameSubstitute { invitee, staff, briefed: self.briefed })
        })
    }
}

/// An invitee has prepared.
#[derive(Deserialize, Validate, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schema(example = json!({"note": "Har läst underlaget och tar med läkemedelslistan."}))]
pub(crate) struct PreparednessRequest {
    /// A note.
    #[schema(value_type = Option<String>, min_length = 1, max_length = 10000)]
    note: Option<Text>,
}

impl PreparednessRequest {
    /// Notes it.
    pub(crate) fn command(self, invitee: InviteeId) -> Build {
        about(invitee, move |_| Ok(Command::RecordPreparedness { invitee, note: self.note }))
    }
}
