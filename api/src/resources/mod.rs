//! The resources, one file each, and the one place where they are registered: routes and document come from here.

mod actions;
mod activities;
mod aftercare;
mod audit;
mod basis;
mod cases;
mod code_lists;
mod consents;
mod coordinator;
mod demo;
mod directory;
mod document;
mod draft;
mod ending;
mod events;
pub(crate) mod exchange;
mod failures;
mod health;
mod history;
mod information;
mod invitees;
mod links;
mod mapping;
mod me;
mod me_log;
mod meetings;
mod meta;
mod my_access;
mod my_acts;
mod my_consents;
mod my_own;
mod my_plan;
mod my_reports;
mod persons;
mod plan;
mod preparation;
mod problems;
mod profile;
mod progress;
mod search;
mod slice;
mod staff;
mod standing;
mod start;
mod statistics;
mod subscriptions;
mod worklist;

pub(crate) use code_lists::names_of;

use crate::http::ROOT;
use utoipa_actix_web::scope;
use utoipa_actix_web::service_config::ServiceConfig;

/// Everything below the root of the API.
pub fn configure(cfg: &mut ServiceConfig) {
    cfg.service(meta::api_info)
        .service(meta::openapi_yaml)
        .service(meta::openapi_json)
        .service(problems::list)
        .service(problems::read);
    open_to_all(cfg);
    cases(cfg);
    side_roads(cfg);
    preparing(cfg);
    planning(cfg);
    writing(cfg);
    running(cfg);
    watching(cfg);
    telling(cfg);
    portal(cfg);
}

/// Codes and information.
fn open_to_all(cfg: &mut ServiceConfig) {
    cfg.service(code_lists::list_code_lists).service(code_lists::get_code_list).service(information::get_information);
}

/// Cases and how they begin.
fn cases(cfg: &mut ServiceConfig) {
    cfg.service(cases::list_cases)
        .service(cases::report_need)
        .service(search::search_cases)
        .service(cases::get_case)
        .service(actions::list_actions)
        .service(start::take_over)
        .service(start::put_own_assessment)
        .service(start::refuse_sip)
        .service(start::put_information_given)
        .service(start::offer_sip)
        .service(start::answer_offer)
        .service(consents::list_consents)
        .service(consents::give_consent)
        .service(consents::withdraw_consent);
}

/// Who is who, and whether the case goes on.
fn side_roads(cfg: &mut ServiceConfig) {
    cfg.service(persons::child)
        .service(persons::record_child)
        .service(persons::guardians)
        .service(persons::add_guardian)
        .service(persons::guardian)
        .service(persons::change_guardian)
        .service(persons::representatives)
        .service(persons::add_representative)
        .service(persons::representative)
        .service(persons::end_representative)
        .service(persons::protection)
        .service(persons::protect)
        .service(standing::declare_urgency)
        .service(standing::record_discharge)
        .service(standing::contact_attempts)
        .service(standing::record_contact_attempt)
        .service(standing::pause)
        .service(standing::resume)
        .service(standing::request_voiding)
        .service(standing::confirm_voiding);
}

/// The preparation with the individual.
fn preparing(cfg: &mut ServiceConfig) {
    cfg.service(preparation::get_preparation)
        .service(preparation::start_preparation)
        .service(preparation::update_preparation)
        .service(preparation::put_preparation_lead)
        .service(basis::get_basis)
        .service(basis::put_basis)
        .service(mapping::get_mapping)
        .service(mapping::put_mapping)
        .service(mapping::share_mapping);
}

/// Who comes, and the meetings.
fn planning(cfg: &mut ServiceConfig) {
    cfg.service(invitees::list)
        .service(invitees::add)
        .service(invitees::one)
        .service(invitees::remove)
        .service(invitees::approve)
        .service(invitees::pre_contact)
        .service(invitees::answer)
        .service(invitees::representative)
        .service(invitees::substitute)
        .service(invitees::preparedness)
        .service(meetings::list)
        .service(meetings::plan)
        .service(meetings::one)
        .service(meetings::update)
        .service(meetings::roles)
        .service(meetings::agenda)
        .service(meetings::send_summons)
        .service(meetings::summonses)
        .service(meetings::cancel)
        .service(meetings::record)
        .service(meetings::new_meeting);
}

/// The plan, from draft to version.
fn writing(cfg: &mut ServiceConfig) {
    cfg.service(draft::draft)
        .service(draft::update)
        .service(draft::add_need)
        .service(draft::need)
        .service(draft::replace_need)
        .service(draft::remove_need)
        .service(draft::add_goal)
        .service(draft::goal)
        .service(draft::replace_goal)
        .service(draft::remove_goal)
        .service(draft::add_activity)
        .service(draft::activity)
        .service(draft::replace_activity)
        .service(draft::remove_activity)
        .service(draft::add_contingency)
        .service(draft::contingency)
        .service(draft::replace_contingency)
        .service(draft::remove_contingency)
        .service(draft::add_contact_person)
        .service(draft::contact_person)
        .service(draft::replace_contact_person)
        .service(draft::remove_contact_person)
        .service(activities::decide)
        .service(activities::status)
        .service(coordinator::coordinator)
        .service(coordinator::appoint)
        .service(coordinator::end)
        .service(plan::establish)
        .service(plan::open_revision)
        .service(plan::approve_revision)
        .service(plan::establish_revision)
        .service(plan::discard_revision)
        .service(plan::versions)
        .service(plan::version);
}

/// After the meeting, while the plan runs, and its end.
fn running(cfg: &mut ServiceConfig) {
    cfg.service(aftercare::signatures)
        .service(aftercare::sign)
        .service(aftercare::signature)
        .service(aftercare::deliveries)
        .service(aftercare::add_delivery)
        .service(aftercare::delivery)
        .service(aftercare::handover)
        .service(aftercare::record_tasks)
        .service(aftercare::complete)
        .service(aftercare::understanding)
        .service(aftercare::confirm)
        .service(aftercare::survey)
        .service(aftercare::offer_survey)
        .service(aftercare::settle_survey)
        .service(progress::deviations)
        .service(progress::report_deviation)
        .service(progress::deviation)
        .service(progress::decide_deviation)
        .service(progress::material_changes)
        .service(progress::report_material_change)
        .service(progress::material_change)
        .service(progress::disagreements)
        .service(progress::open_disagreement)
        .service(progress::disagreement)
        .service(progress::end_disagreement)
        .service(ending::follow_ups)
        .service(ending::record_follow_up)
        .service(ending::follow_up)
        .service(ending::party_assessments)
        .service(ending::assess)
        .service(ending::consult)
        .service(ending::close);
}

/// What is due, what was done, and the directory.
fn watching(cfg: &mut ServiceConfig) {
    cfg.service(worklist::list_work)
        .service(statistics::get_statistics)
        .service(history::list_history)
        .service(history::list_case_access)
        .service(history::list_disclosures)
        .service(audit::list_access_log)
        .service(audit::list_log_reviews)
        .service(audit::add_log_review)
        .service(directory::list_organisations)
        .service(directory::list_units)
        .service(directory::list_assignments)
        .service(directory::create_assignment)
        .service(directory::get_assignment)
        .service(directory::end_assignment)
        .service(profile::get_profile)
        .service(profile::put_profile);
}

/// What happened, for other systems.
fn telling(cfg: &mut ServiceConfig) {
    cfg.service(events::list_events)
        .service(subscriptions::list_subscriptions)
        .service(subscriptions::create_subscription)
        .service(subscriptions::get_subscription)
        .service(subscriptions::delete_subscription);
}

/// The citizen's own.
fn portal(cfg: &mut ServiceConfig) {
    cfg.service(me::get_me)
        .service(me::request_sip)
        .service(me::list_my_cases)
        .service(me::get_my_case)
        .service(me::list_my_actions)
        .service(me_log::list_my_access)
        .service(me_log::list_my_case_access)
        .service(me_log::list_my_disclosures)
        .service(my_consents::list)
        .service(my_consents::one)
        .service(my_consents::give)
        .service(my_consents::withdraw)
        .service(my_acts::own_assessment)
        .service(my_acts::answer_offer)
        .service(my_acts::wishes)
        .service(my_acts::invitees)
        .service(my_acts::answer_invitation)
        .service(my_acts::summonses)
        .service(my_acts::approve);
    my_plan(cfg);
}

/// The citizen's own plan, and what is reported while it runs.
fn my_plan(cfg: &mut ServiceConfig) {
    cfg.service(my_plan::plan)
        .service(my_plan::versions)
        .service(my_plan::version)
        .service(my_plan::sign)
        .service(my_plan::decide)
        .service(my_plan::status)
        .service(my_reports::deviation)
        .service(my_reports::material_change)
        .service(my_reports::disagreement)
        .service(my_reports::survey)
        .service(my_reports::object);
}

/// What demo mode adds.
pub fn configure_demo(cfg: &mut ServiceConfig) {
    cfg.service(demo::list).service(demo::sign_in).service(demo::read_clock).service(demo::set_clock);
}

/// All routes of the application.
pub(crate) fn register(cfg: &mut ServiceConfig, demo: bool, extra: Option<fn(&mut ServiceConfig)>) {
    cfg.service(health::live).service(health::ready);
    cfg.service(scope(ROOT).configure(|cfg| {
        configure(cfg);
        if demo {
            configure_demo(cfg);
        }
        if let Some(extra) = extra {
            extra(cfg);
        }
    }));
}
