//! What clients send. Texts, codes and ids are parsed straight into the domain's types, so that what does not fit is 400 with
//! a JSON pointer before anything is looked up.

pub(crate) mod activities;
pub(crate) mod aftercare;
pub(crate) mod build;
pub(crate) mod consents;
pub(crate) mod directory;
pub(crate) mod invitees;
pub(crate) mod meetings;
pub(crate) mod persons;
pub(crate) mod plan;
pub(crate) mod portal;
pub(crate) mod portal_consent;
pub(crate) mod portal_own;
pub(crate) mod portal_plan;
pub(crate) mod portal_start;
pub(crate) mod portal_wishes;
pub(crate) mod preparation;
pub(crate) mod progress;
pub(crate) mod reviews;
pub(crate) mod standing;
pub(crate) mod start;
pub(crate) mod subscriptions;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::problem::Problem;
    use serde::de::DeserializeOwned;
    use serde_json::{Value, json};
    use utoipa::PartialSchema;
    use utoipa::openapi::schema::Schema;
    use utoipa::openapi::{RefOr, schema::Object};
    use validator::Validate;

    fn object<T: PartialSchema>() -> Object {
        match T::schema() {
            RefOr::T(Schema::Object(object)) => object,
            _ => panic!("not an object"),
        }
    }

    /// The example of the document is a request that parses, and every field of the schema is known by its name.
    fn example_is_sound<T: PartialSchema + DeserializeOwned + Validate>() {
        let schema = object::<T>();
        let example = schema.example.clone().unwrap_or_else(|| panic!("no example: {}", std::any::type_name::<T>()));
        let parsed: T = serde_json::from_value(example.clone()).unwrap_or_else(|error| panic!("{error}: {example}"));
        parsed.validate().unwrap();
        for field in example.as_object().unwrap().keys() {
            assert!(schema.properties.contains_key(field), "{field}");
        }
        let mut more = example;
        more.as_object_mut().unwrap().insert("surprise".to_owned(), Value::Null);
        assert!(serde_json::from_value::<T>(more).is_err());
    }

    #[test]
    fn examples_of_the_beginning_parse() {
        example_is_sound::<start::ReportNeedRequest>();
        example_is_sound::<start::OwnAssessmentRequest>();
        example_is_sound::<start::RefusalRequest>();
        example_is_sound::<start::InformationRequest>();
        example_is_sound::<start::OfferAnswerRequest>();
        example_is_sound::<consents::ConsentRequest>();
        example_is_sound::<consents::WithdrawalRequest>();
        example_is_sound::<consents::OwnWithdrawalRequest>();
        example_is_sound::<preparation::PreparationRequest>();
        example_is_sound::<preparation::LeadRequest>();
        example_is_sound::<preparation::BasisRequest>();
        example_is_sound::<preparation::MappingRequest>();
        example_is_sound::<portal::OwnOfferAnswerRequest>();
        example_is_sound::<portal::ApprovalRequest>();
        example_is_sound::<portal::ObjectionRequest>();
        example_is_sound::<portal_start::SipRequest>();
        example_is_sound::<portal_consent::OwnConsentRequest>();
        example_is_sound::<portal_wishes::WishesRequest>();
        example_is_sound::<portal_plan::OwnSignatureRequest>();
        example_is_sound::<portal_plan::OwnActivityDecisionRequest>();
        example_is_sound::<directory::SearchRequest>();
        example_is_sound::<directory::AssignmentRequest>();
        example_is_sound::<directory::AssignmentPatch>();
    }

    #[test]
    fn examples_of_the_side_roads_parse() {
        example_is_sound::<persons::ChildRequest>();
        example_is_sound::<persons::GuardianRequest>();
        example_is_sound::<persons::GuardianPatch>();
        example_is_sound::<persons::MandateRequest>();
        example_is_sound::<persons::MandatePatch>();
        example_is_sound::<persons::ProtectionRequest>();
        example_is_sound::<standing::UrgencyRequest>();
        example_is_sound::<standing::DischargeRequest>();
        example_is_sound::<standing::ContactAttemptRequest>();
        example_is_sound::<standing::PauseRequest>();
        example_is_sound::<standing::VoidingRequest>();
    }

    #[test]
    fn examples_parse() {
        example_is_sound::<invitees::InviteeRequest>();
        example_is_sound::<invitees::PreContactRequest>();
        example_is_sound::<invitees::InvitationAnswerRequest>();
        example_is_sound::<invitees::RepresentativeRequest>();
        example_is_sound::<invitees::SubstituteRequest>();
        example_is_sound::<invitees::PreparednessRequest>();
        example_is_sound::<meetings::MeetingRequest>();
        example_is_sound::<meetings::MeetingPatchRequest>();
        example_is_sound::<meetings::MeetingRolesRequest>();
        example_is_sound::<meetings::AgendaRequest>();
        example_is_sound::<meetings::MeetingReasonRequest>();
        example_is_sound::<meetings::MeetingRecordRequest>();
        example_is_sound::<plan::DraftPatchRequest>();
        example_is_sound::<plan::NeedRequest>();
        example_is_sound::<plan::GoalRequest>();
        example_is_sound::<plan::ContingencyRequest>();
        example_is_sound::<plan::ContactPersonRequest>();
        example_is_sound::<activities::ActivityRequest>();
        example_is_sound::<activities::ActivityDecisionRequest>();
        example_is_sound::<activities::ActivityStatusRequest>();
        example_is_sound::<activities::RevisionRequest>();
        example_is_sound::<activities::DiscardingRequest>();
        example_is_sound::<activities::CoordinatorRequest>();
        example_is_sound::<aftercare::SignatureRequest>();
        example_is_sound::<aftercare::DeliveryRequest>();
        example_is_sound::<aftercare::HandoverRequest>();
        example_is_sound::<aftercare::CompletionRequest>();
        example_is_sound::<aftercare::UnderstandingRequest>();
        example_is_sound::<aftercare::SurveyRequest>();
        example_is_sound::<progress::DeviationRequest>();
        example_is_sound::<progress::DeviationDecisionRequest>();
        example_is_sound::<progress::MaterialChangeRequest>();
        example_is_sound::<progress::DisagreementRequest>();
        example_is_sound::<progress::OutcomeRequest>();
        example_is_sound::<progress::FollowUpRequest>();
        example_is_sound::<progress::PartyAssessmentRequest>();
        example_is_sound::<progress::ConsultationRequest>();
        example_is_sound::<progress::ClosureRequest>();
    }

    fn pointers<T>(parsed: Result<T, Problem>) -> Vec<(String, &'static str)> {
        let problem = parsed.err().unwrap();
        assert_eq!(problem.status(), 400);
        problem.violations.iter().map(|found| (found.pointer.clone().unwrap(), found.entry.code())).collect()
    }

    fn of<T: DeserializeOwned>(body: Value) -> T {
        serde_json::from_value(body).unwrap()
    }

    #[test]
    fn a_kind_needs_its_own_fields_and_no_others() {
        let invitee = |body| pointers(of::<invitees::InviteeRequest>(body).command());
        let missing = |pointer: &str| vec![(pointer.to_owned(), "FIELD_REQUIRED")];
        let surplus = |pointer: &str| vec![(pointer.to_owned(), "FIELD_INVALID")];
        let id = "01993b00-0003-7000-8000-000000000007";
        assert_eq!(invitee(json!({"kind": "organisation", "approvedByIndividual": true})), missing("/unit"));
        let relative = json!({"kind": "relative", "name": "Lisa Test", "approvedByIndividual": true});
        assert_eq!(invitee(relative), missing("/relation"));
        assert_eq!(invitee(json!({"kind": "individual", "unit": id, "approvedByIndividual": true})), surplus("/unit"));

        let draft = json!({"followUp": {"kind": "none", "reason": "Flyttar"}});
        assert_eq!(pointers(of::<plan::DraftPatchRequest>(draft).command()), missing("/followUp/mandateUntil"));
        let role = json!({"chair": {}, "secretary": {"assignment": id}});
        let meeting = sip_domain::ids::MeetingId(uuid::Uuid::nil());
        assert_eq!(pointers(of::<meetings::MeetingRolesRequest>(role).command(meeting)), missing("/chair/assignment"));
        let closure = |body| pointers(of::<progress::ClosureRequest>(body).command());
        assert_eq!(closure(json!({"reason": "moved"})), missing("/happenedOn"));
        assert_eq!(closure(json!({"reason": "goals_met", "happenedOn": "2027-03-01"})), surplus("/happenedOn"));
        assert_eq!(closure(json!({"reason": "inactive", "happenedOn": "2027-03-01"})), surplus("/happenedOn"));

        let guardian = sip_domain::ids::GuardianId(uuid::Uuid::nil());
        let exception =
            |body: Value| pointers(of::<persons::GuardianPatch>(json!({"consentException": body})).command(guardian));
        assert_eq!(exception(json!({"ground": "other", "text": "Dom"})), missing("/consentException/document"));
        assert_eq!(exception(json!({"ground": "prevented_fb", "text": "Dom"})), surplus("/consentException/text"));
        let giver = |body: Value| {
            let mut whole = json!({"form": "written", "meeting": true, "informationTransfer": true, "scope": [],
                "validFrom": "2027-03-01T08:00:00Z", "validTo": "2027-09-01T08:00:00Z"});
            whole.as_object_mut().unwrap().extend(body.as_object().unwrap().clone());
            pointers(of::<consents::ConsentRequest>(whole).command())
        };
        assert_eq!(giver(json!({"giver": "guardian"})), missing("/giverId"));
        assert_eq!(giver(json!({"giver": "unable_to_consent", "giverId": id})), surplus("/giverId"));
    }
}
