//! The tables as diesel sees them. The SQL in `migrations/` is the truth; a test compares the two by using every column.

diesel::table! { principals (id) { id -> Text, name -> Text, } }

diesel::table! { organisations (id) { id -> Text, principal_id -> Text, name -> Text, sector -> Text, } }

diesel::table! { units (id) { id -> Text, organisation_id -> Text, name -> Text, } }

diesel::table! { staff (id) { id -> Text, human_id -> Text, hsa_id -> Text, name -> Text, title -> Text, } }

diesel::table! {
    assignments (id) {
        id -> Text,
        hsa_id -> Text,
        staff_id -> Text,
        unit_id -> Text,
        duty -> Text,
        valid_from -> BigInt,
        ended_at -> Nullable<BigInt>,
    }
}

diesel::table! {
    people (id) { id -> Text, number_index -> Binary, details -> Binary, }
}

diesel::table! { store_keys (name) { name -> Text, master_id -> Text, wrapped -> Binary, } }

diesel::table! { settings (key) { key -> Text, value -> Text, } }

diesel::table! {
    cases (id) {
        id -> Text,
        version -> BigInt,
        status -> Text,
        kind -> Text,
        person_id -> Text,
        responsible_unit -> Text,
        responsible_organisation -> Text,
        created_at -> BigInt,
        updated_at -> BigInt,
        schema_number -> BigInt,
        document -> Nullable<Binary>,
        alarm -> BigInt,
        lapses_at -> Nullable<BigInt>,
    }
}

diesel::table! {
    case_keys (case_id) {
        case_id -> Text,
        master_id -> Nullable<Text>,
        wrapped -> Nullable<Binary>,
        created_at -> BigInt,
        destroyed_at -> Nullable<BigInt>,
        decision -> Nullable<Text>,
    }
}

diesel::table! {
    case_events (position) {
        position -> BigInt,
        case_id -> Text,
        seq -> BigInt,
        at -> BigInt,
        #[sql_name = "type"]
        kind -> Text,
        sealed -> Binary,
        trace_id -> Text,
        prev_hash -> Text,
        hash -> Text,
    }
}

diesel::table! {
    case_parties (case_id, ordinal) {
        case_id -> Text,
        ordinal -> BigInt,
        role -> Text,
        organisation_id -> Nullable<Text>,
        unit_id -> Nullable<Text>,
        staff_id -> Nullable<Text>,
        person_id -> Nullable<Text>,
    }
}

diesel::table! {
    case_deadlines (case_id, ordinal) {
        case_id -> Text,
        ordinal -> BigInt,
        key -> Text,
        due_at -> BigInt,
        subject -> Nullable<Text>,
        organisation_id -> Text,
        unit_id -> Nullable<Text>,
        staff_id -> Nullable<Text>,
        administrators -> BigInt,
    }
}

diesel::table! {
    case_facts (case_id, ordinal) {
        case_id -> Text,
        ordinal -> BigInt,
        measure -> Text,
        organisation_id -> Text,
        on_day -> Text,
        count -> BigInt,
    }
}

diesel::table! {
    plan_versions (case_id, number) {
        case_id -> Text,
        number -> BigInt,
        content -> Binary,
        content_hash -> Text,
        established_at -> BigInt,
    }
}

diesel::table! {
    access_log (seq) {
        seq -> BigInt,
        id -> Text,
        at -> BigInt,
        actor_kind -> Text,
        staff_id -> Nullable<Text>,
        person_id -> Nullable<Text>,
        assignment_id -> Nullable<Text>,
        unit_id -> Nullable<Text>,
        organisation_id -> Nullable<Text>,
        client -> Nullable<Text>,
        action -> Text,
        operation -> Text,
        case_id -> Nullable<Text>,
        subject_id -> Nullable<Text>,
        purpose -> Nullable<Binary>,
        outcome -> Text,
        code -> Nullable<Text>,
        trace_id -> Text,
        alarm -> BigInt,
        leaf -> Binary,
    }
}

diesel::table! {
    log_reviews (id) {
        id -> Text,
        at -> BigInt,
        organisation_id -> Text,
        staff_id -> Text,
        assignment_id -> Text,
        period_from -> BigInt,
        period_to -> BigInt,
        sampled -> BigInt,
        unexplained -> BigInt,
        finding -> Binary,
    }
}

// On a server only.
diesel::table! {
    log_retention (at) { at -> BigInt, before -> BigInt, last_seq -> BigInt, }
}

diesel::table! {
    seals (number) {
        number -> BigInt,
        stream -> Text,
        first -> BigInt,
        last -> BigInt,
        root -> Text,
        previous -> Text,
        at -> BigInt,
        head -> Text,
        leaves -> Binary,
    }
}

diesel::table! {
    outbox (case_id, seq) {
        case_id -> Text,
        seq -> BigInt,
        #[sql_name = "type"]
        kind -> Text,
        at -> BigInt,
        trace_id -> Text,
        delivered_at -> Nullable<BigInt>,
    }
}

diesel::table! { event_feed (id) { id -> BigInt, last -> BigInt, forgotten -> BigInt, } }

diesel::table! {
    published_events (position) {
        position -> BigInt,
        case_id -> Text,
        seq -> BigInt,
        at -> BigInt,
        trace_id -> Text,
        published_at -> BigInt,
    }
}

diesel::table! {
    subscriptions (id) {
        id -> Text,
        organisation_id -> Text,
        url -> Text,
        description -> Nullable<Text>,
        secret -> Binary,
        created_at -> BigInt,
        created_by -> Text,
        state -> Text,
        position -> BigInt,
        delivered_at -> Nullable<BigInt>,
        failures -> BigInt,
        failing_since -> Nullable<BigInt>,
        last_failure -> Nullable<Text>,
        due_at -> BigInt,
        lease_holder -> Nullable<Text>,
        lease_until -> BigInt,
    }
}

diesel::table! {
    idempotency_keys (scope, key) {
        scope -> Text,
        key -> Binary,
        body_hash -> Binary,
        case_id -> Text,
        status -> BigInt,
        location -> Nullable<Text>,
        created_at -> BigInt,
    }
}

diesel::joinable!(organisations -> principals (principal_id));
diesel::joinable!(units -> organisations (organisation_id));
diesel::joinable!(assignments -> staff (staff_id));
diesel::joinable!(assignments -> units (unit_id));
diesel::joinable!(case_parties -> cases (case_id));
diesel::joinable!(case_deadlines -> cases (case_id));
diesel::joinable!(case_keys -> cases (case_id));
diesel::joinable!(published_events -> cases (case_id));
diesel::allow_tables_to_appear_in_same_query!(
    principals,
    organisations,
    units,
    staff,
    assignments,
    cases,
    case_keys,
    case_parties,
    case_deadlines,
    published_events,
);
