//! Scenario A4: a substitute attends.

use crate::cross_checks;
use serde_json::{Value, json};
use sip_tests::client::Answer;
use sip_tests::life::{Life, Stage};
use sip_tests::region::{BO, CITIZENS, EVA, KARIN, LISA, MARIA, OLLE, PSY_ADMIN, Region, SOC_ADMIN, assignment};

fn rpsy(life: &Life<'_>, what: &str) -> String {
    format!("/invitees/{}/{what}", life.invitees[4])
}

async fn names(life: &Life<'_>, by: u16, who: u16) -> Answer {
    life.by(by, "PUT", &rpsy(life, "representative"), json!({"assignment": assignment(who)})).await
}

async fn substitutes(life: &Life<'_>, by: u16, who: u16, briefed: bool) -> Answer {
    let substitute = json!({"assignment": assignment(who), "briefed": briefed});
    life.by(by, "PUT", &rpsy(life, "substitute"), substitute).await
}

async fn record(life: &Life<'_>, absent: &[(&str, &str)]) -> Answer {
    life.by(OLLE, "PUT", &format!("/meetings/{}/record", life.meeting), life.record(absent)).await
}

/// Whether the case shows what the consent gives, to somebody of R-PSY.
fn reads_content(case: &Value) -> bool {
    let has = [&case["person"]["identity"], &case["preparation"], &case["need"]];
    assert!(has.iter().all(|part| part.is_null()) || has.iter().all(|part| !part.is_null()), "{case}");
    has.iter().all(|part| !part.is_null())
}

#[actix_web::test]
async fn a_substitute_attends() {
    let region = Region::start().await;
    let life = Life::at(&region, MARIA, Stage::Summoned).await;

    // 1: the convenor does not choose who comes, and the wish for a profession does not bind.
    names(&life, KARIN, LISA).await.refused(403, "NOT_YOUR_REPRESENTATIVE");
    assert!(!reads_content(&life.seen_by(LISA).await));
    let named = names(&life, LISA, LISA).await.ok();
    assert_eq!(named["roles"], json!(["participant"]));
    let invitee = &life.seen_by(KARIN).await["invitees"][4];
    assert_eq!(
        (&invitee["wishedProfession"], &invitee["rsvp"]["status"]),
        (&json!("läkare"), &json!("representative_named"))
    );

    // 2: who is summoned with a duty to attend does not say no.
    life.by(LISA, "PUT", &rpsy(&life, "answer"), json!({"accept": false})).await.refused(422, "ATTENDANCE_DUTY");

    // 3 and 4: only somebody of one's own can stand in, and takes over the access at once.
    substitutes(&life, LISA, BO, true).await.refused(422, "SUBSTITUTE_OTHER_ORGANISATION");
    assert!(reads_content(&life.seen_by(LISA).await) && !reads_content(&life.seen_by(EVA).await));
    substitutes(&life, LISA, EVA, false).await.ok();
    let (lisa, eva) = (life.seen_by(LISA).await, life.seen_by(EVA).await);
    assert!(!reads_content(&lisa) && reads_content(&eva));
    assert_eq!((&lisa["roles"], &eva["roles"]), (&json!(["invited_unit"]), &json!(["participant"])));
    assert_eq!((&eva["mapping"], &eva["excludedTopics"]), (&Value::Null, &Value::Null));

    for (who, expected) in [(LISA, 0), (EVA, 1)] {
        let due = region.worklist(who).await;
        assert_eq!(due.iter().filter(|row| row["key"] == "prepare").count(), expected, "{who}");
    }

    // 5: only who was briefed counts as present.
    record(&life, &[]).await.refused(422, "MEETING_NOT_STARTED");
    region.set(life.meets + chrono::TimeDelta::hours(2));
    let refused = record(&life, &[]).await.refused(422, "SUBSTITUTE_NOT_BRIEFED");
    assert_eq!(refused["errors"][0]["subject"], life.invitees[4]);
    substitutes(&life, EVA, EVA, true).await.ok();
    assert_eq!(record(&life, &[]).await.ok()["status"]["code"], "meeting_held");
    let invitee = &life.seen_by(KARIN).await["invitees"][4];
    assert_eq!(
        (&invitee["attendance"], &invitee["representative"]["name"]),
        (&json!("in_person"), &json!("Lisa Fiktivsson"))
    );
    assert_eq!(invitee["substitute"]["staff"]["name"], "Eva Fiktivlund");

    // 6: one is too few to be shown; nobody broke a duty.
    assert_eq!(region.measure(PSY_ADMIN, "substitutes_attended").await, Some((None, true)));
    assert_eq!(region.measure(PSY_ADMIN, "absences_against_duty").await, None);
    assert_eq!(region.measure(SOC_ADMIN, "substitutes_attended").await, None);
    assert!(region.worklist(PSY_ADMIN).await.iter().all(|row| row["key"] != "absence_breach"));
    cross_checks::hold(&life, KARIN).await;
    region.stop().await;
}

#[actix_web::test]
async fn nobody_comes_and_no_word_is_sent() {
    let region = Region::start().await;
    let life = Life::at(&region, MARIA, Stage::Summoned).await;
    region.set(life.meets + chrono::TimeDelta::hours(2));
    record(&life, &[(&life.invitees[4], "absent_unnotified"), (&life.invitees[3], "absent_notified")]).await.ok();
    let due = region.worklist(PSY_ADMIN).await;
    let breach = due.iter().find(|row| row["key"] == "absence_breach").unwrap();
    assert_eq!((&breach["case"], &breach["subject"]), (&json!(life.case), &json!(life.invitees[4])));
    // An administrator learns that it happened, not to whom.
    assert_eq!(breach["name"], Value::Null);
    assert_eq!(region.measure(PSY_ADMIN, "absences_against_duty").await, Some((None, true)));
    assert_eq!(region.measure(PSY_ADMIN, "substitutes_attended").await, None);
    // Who sent word has broken nothing.
    assert!(region.worklist(39).await.iter().all(|row| row["key"] != "absence_breach"));
    assert_eq!(region.measure(39, "absences_against_duty").await, None);
    cross_checks::hold(&life, KARIN).await;
    region.stop().await;
}

#[actix_web::test]
async fn five_substitutes_are_enough_to_be_counted() {
    let region = Region::start().await;
    for (number, person) in (1_i64..).zip(CITIZENS.into_iter().take(5)) {
        let life = Life::at(&region, person, Stage::Summoned).await;
        substitutes(&life, EVA, EVA, true).await.ok();
        life.hold().await;
        let shown = if number < 5 { (None, true) } else { (Some(5), false) };
        assert_eq!(region.measure(PSY_ADMIN, "substitutes_attended").await, Some(shown));
    }
    region.stop().await;
}
