#!/bin/sh
# The life of one case, from a noticed need to a closed plan, told step by step.
#
#   make run                      # in one terminal
#   examples/first-case.sh        # in another
#
# Talks to a server in demo mode (SIP_BASE_URL, default http://127.0.0.1:8080) with nothing but curl. Each step tells in
# plain words what happens; the first refusal that was not expected stops the script.
set -eu

base="${SIP_BASE_URL:-http://127.0.0.1:8080}/sip/v1"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

command -v curl >/dev/null 2>&1 || { echo "missing: curl" >&2; exit 1; }

# Identifiers of the demo region. unit N and assignment N belong together: 1 social services, 2 home care, 3 primary care.
unit() { echo "01993b00-0003-7000-8000-0000000000$1"; }
assignment() { echo "01993b00-0006-7000-8000-0000000000$1"; }
organisation() { echo "01993b00-0002-7000-8000-0000000000$1"; }
municipality="01993b00-0001-7000-8000-000000000001"

say() { printf '\n\033[1m%s\033[0m\n' "$*"; }
note() { printf '  %s\n' "$*"; }
fail() { printf 'unexpected: %s\n' "$*" >&2; cat "$work/body" >&2; echo >&2; exit 1; }

# field NAME: the first text or number of that name in the last answer.
field() { sed -n "s/.*\"$1\":\"\{0,1\}\([^\",}]*\).*/\1/p" "$work/body" | head -n 1; }
first() { grep -o "\"$1\":\"[^\"]*\"" "$work/body" | head -n 1 | cut -d'"' -f4; }
header() { tr -d '\r' <"$work/head" | sed -n "s/^$1: //Ip" | tail -n 1; }
# The identifier of what was made last: the end of Location.
made() { header location | sed 's|.*/||'; }

# send TOKEN METHOD PATH [JSON]: leaves status, head and body behind.
send() {
    token=$1; method=$2; path=$3; body=${4:-}
    set -- -sS -o "$work/body" -D "$work/head" -w '%{http_code}' -X "$method" -H "authorization: Bearer $token"
    [ -n "${etag:-}" ] && set -- "$@" -H "if-match: $etag"
    [ "$method" = POST ] && set -- "$@" -H "idempotency-key: $(date +%s)-$$-$(tr -dc a-z0-9 </dev/urandom | head -c 12)"
    [ -n "$body" ] && set -- "$@" -H 'content-type: application/json' --data-binary "$body"
    status=$(curl "$@" "$base$path")
    [ -n "$(header etag)" ] && etag=$(header etag)
    return 0
}
# ok …: as send, and it has to succeed.
ok() { send "$@"; case $status in 2*) ;; *) fail "$2 $3 gave $status" ;; esac; }
# refused CODE …: as send, and it has to be refused with that code.
refused() {
    code=$1; shift
    kept=$etag; send "$@"; etag=$kept
    [ "$(first code)" = "$code" ] || fail "$2 $3 gave $status $(first code), not $code"
    note "refused, as it should be: $code ($(first title))"
}
# on PATH: the path below the case.
on() { echo "/cases/$case$1"; }

sign_in() {
    status=$(curl -sS -o "$work/body" -D "$work/head" -w '%{http_code}' -X POST "$base/demo/tokens" \
        -H 'content-type: application/json' --data-binary "{\"persona\":\"$1\"}")
    [ "$status" = 200 ] || [ "$status" = 201 ] || fail "signing in as $1 gave $status; is the server in demo mode?"
    first accessToken
}
# The demo's clock, in days from now at a given time, as a date or a moment.
clock() { curl -sS "$base/demo/clock" >"$work/body"; first now; }
day() { date -u -d "$now_day + $1 days" +%F 2>/dev/null || date -u -j -v"+$1d" -f %F "$now_day" +%F; }
move_clock() {
    curl -sS -o "$work/body" -D "$work/head" -X PUT "$base/demo/clock" -H "authorization: Bearer $karin" \
        -H 'content-type: application/json' --data-binary "{\"now\":\"$1\"}"
    now_day=$(clock | cut -c1-10)
    note "(the demo's clock now shows $now_day)"
}

etag=
karin=$(sign_in k-soc-karin)     # social services, takes the initiative and will coordinate
olle=$(sign_in k-soc-olle)       # social services, writes the minutes
hanna=$(sign_in k-hsl-hanna)     # home care
anna=$(sign_in r-vc-anna)        # primary care
lena=$(sign_in lena)             # the individual, in the portal
now=$(clock); now_day=$(echo "$now" | cut -c1-10)

say "1. Karin at social services notices that Lena's help needs coordination (T1)"
etag=
ok "$karin" POST /cases '{
  "kind": "open_care", "source": "staff", "trigger": "stuck", "legalBasis": ["sol", "hsl"], "detectedAt": "'"$now"'",
  "individual": {"identity": {"kind": "personnummer", "value": "200302022389"}, "name": "Lena Demolin", "language": "sv"},
  "description": "Kontakterna drar åt olika håll och ingen håller ihop dem.",
  "ownAssessment": "Jag vill slippa berätta allt flera gånger." }'
case=$(made)
note "the case is $case, its state is need_identified"

say "2. A SIP can only be offered when Lena has been informed, both orally and in writing (T3)"
refused INFORMATION_INCOMPLETE "$karin" POST "$(on /offer)"
ok "$karin" PUT "$(on /information-given)" '{"oralAt": "'"$now"'", "writtenAt": "'"$now"'", "language": "sv"}'
ok "$karin" POST "$(on /offer)"
ok "$lena" POST "/me$(on /offer-answer)" '{"answer": "accepted"}'
note "offered, and Lena has said yes in the portal"

say "3. Consent says what may go to whom, why, and for how long; without it nothing starts (T5)"
refused CONSENT_NOT_IN_FORCE "$karin" POST "$(on /preparation)"
categories='["identity_contact", "home_life", "health", "meeting_logistics", "plan_document"]'
row() { echo '{"recipient": "'"$(unit "$1")"'", "purpose": "'"$2"'", "categories": '"$categories"'}'; }
ok "$karin" POST "$(on /consents)" '{
  "giver": "individual", "form": "written", "meeting": true, "informationTransfer": true, "receivedAt": "'"$now"'",
  "validFrom": "'"$now"'", "validTo": "'"$(day 300)"'T00:00:00Z", "exclusions": ["Inget om min bror."],
  "scope": ['"$(row 01 'Samordna planen.')"', '"$(row 02 'Planera hemsjukvården.')"', '"$(row 03 'Planera vården.')"'] }'
ok "$karin" POST "$(on /preparation)"
note "preparing"

say "4. Karin prepares the meeting together with Lena"
ok "$karin" PATCH "$(on /preparation)" '{
  "whatMatters": "Att få bo kvar hemma.", "ownGoals": "Sova hela natten.", "minors": "no",
  "questions": [{"priority": 1, "text": "Vem ringer jag när det blir svårt?"}],
  "excludedTopicsAsked": true, "excludedTopics": [{"text": "min bror"}], "doneWithIndividualAt": "'"$now"'" }'
ok "$karin" PUT "$(on /basis)" '{"purpose": "Samordna stödet hemma med vården."}'
refused EXCLUDED_TOPIC "$karin" PUT "$(on /mapping)" '{"entries": [{"lifeArea": "social_life", "text": "Konflikten med min bror."}]}'
ok "$karin" PUT "$(on /mapping)" '{"entries": [{"lifeArea": "home_life", "text": "Klarar morgnarna, kvällarna är svåra."}]}'
ok "$karin" POST "$(on /mapping/sharing)"

say "5. Who comes: Lena approves each of them"
ok "$karin" POST "$(on /invitees)" '{"kind": "individual", "approvedByIndividual": true}'; i_lena=$(made)
invite() {
    ok "$karin" POST "$(on /invitees)" '{"kind": "organisation", "unit": "'"$(unit "$1")"'", "purpose": "Berätta vad ni kan bidra med.",
      "approvedByIndividual": true, "establishedContact": "yes", "hasSystemAccess": true}'
}
invite 01; i_soc=$(made)
invite 02; i_home=$(made)
invite 03; i_care=$(made)

say "6. The meeting: time, place, purpose, and two different people as chair and secretary (T6)"
ok "$karin" POST "$(on /meetings)" '{"kind": "initial", "start": "'"$(day 14)"'T12:00:00Z", "durationMinutes": 60, "form": "physical",
  "place": {"kind": "municipality", "text": "Kommunhuset, rum Björken"}, "roomBooked": true,
  "purpose": "Samordna stödet så att vardagen fungerar."}'
meeting=$(made)
roles() { echo '{"chair": {"assignment": "'"$(assignment "$1")"'"}, "secretary": {"assignment": "'"$(assignment "$2")"'"}}'; }
refused CHAIR_IS_SECRETARY "$karin" PUT "$(on "/meetings/$meeting/roles")" "$(roles 11 11)"
ok "$karin" PUT "$(on "/meetings/$meeting/roles")" "$(roles 11 12)"
ok "$karin" POST "$(on "/meetings/$meeting/summons")"
note "summoned"

say "7. Each unit names who comes; nobody else can"
refused NOT_YOUR_REPRESENTATIVE "$karin" PUT "$(on "/invitees/$i_home/representative")" '{"assignment": "'"$(assignment 21)"'"}'
ok "$karin" PUT "$(on "/invitees/$i_soc/representative")" '{"assignment": "'"$(assignment 11)"'"}'
ok "$hanna" PUT "$(on "/invitees/$i_home/representative")" '{"assignment": "'"$(assignment 21)"'"}'
refused ATTENDANCE_DUTY "$anna" PUT "$(on "/invitees/$i_care/answer")" '{"accept": false}'
ok "$anna" PUT "$(on "/invitees/$i_care/representative")" '{"assignment": "'"$(assignment 31)"'"}'
ok "$karin" PUT "$(on "/invitees/$i_lena/answer")" '{"accept": true}'

say "8. The meeting is held, and Olle writes it down (T9)"
move_clock "$(day 14)T14:00:00Z"
here() { echo '{"invitee": "'"$1"'", "attendance": "in_person"}'; }
ok "$olle" PUT "$(on "/meetings/$meeting/record")" '{
  "attendance": ['"$(here "$i_lena")"', '"$(here "$i_soc")"', '"$(here "$i_home")"', '"$(here "$i_care")"'],
  "rolesPresent": true, "secrecyReminderDone": true, "understoodAndAgreed": true, "summary": "Alla är överens." }'
note "meeting_held"

say "9. The plan is written: needs, goals, activities. Nobody decides what another organisation does"
ok "$karin" PUT "$(on /coordinator)" '{"assignment": "'"$(assignment 11)"'", "phone": "010-000 00 11"}'
ok "$karin" PATCH "$(on /plan/draft)" '{"whatMatters": "Att få bo kvar hemma.", "overallGoal": "En lugn vardag.",
  "principalResponsible": "'"$municipality"'", "noContingencyForeseen": true,
  "followUp": {"kind": "planned", "date": "'"$(day 90)"'", "place": {"kind": "municipality", "text": "Kommunhuset"}}}'
ok "$karin" POST "$(on /plan/draft/needs)" '{"kind": "psychological", "lifeArea": "health", "text": "Behöver hjälp att komma ihåg medicinen."}'
need=$(made)
goal() { ok "$karin" POST "$(on /plan/draft/goals)" '{"needs": ["'"$need"'"], "term": "'"$1"'", "lifeArea": "health", "text": "'"$2"'"}'; }
goal long "Trygg hemma."; long=$(made)
goal short "Tar medicinen varje kväll."; short=$(made)
activity() {
    ok "$karin" POST "$(on /plan/draft/activities)" '{"goals": ["'"$1"'"], "what": "'"$2"'", "from": "'"$(day 7)"'", "howOften": "Varje dag",
      "place": "Hemma", "responsible": {"kind": "unit", "unit": "'"$(unit "$3")"'"}}'
}
activity "$long" "Boendestöd." 01
activity "$short" "Delar dosett." 02; dose=$(made)
sign() { ok "$olle" POST "$(on /signatures)" '{"invitee": "'"$1"'", "name": "'"$2"'", "method": "paper"}'; }
sign "$i_lena" "Lena Demolin"; sign "$i_soc" "Karin Testlund"; sign "$i_home" "Hanna Provén"; sign "$i_care" "Anna Exempelin"
refused ACTIVITY_NOT_ACCEPTED "$karin" POST "$(on /plan/establishment)"
ok "$hanna" PUT "$(on "/activities/$dose/decision")" '{"decision": "accept"}'

say "10. The plan is established (T10); Lena reads it in the portal"
ok "$karin" POST "$(on /plan/establishment)"
ok "$lena" GET "/me$(on /plan)"
note "active, version 1"

say "11. Three months later: follow-up"
etag=; ok "$karin" GET "$(on '')"
ok "$karin" POST "$(on /meetings)" '{"kind": "follow_up", "start": "'"$(day 75)"'T12:00:00Z", "durationMinutes": 45, "form": "physical",
  "place": {"kind": "municipality", "text": "Kommunhuset"}, "purpose": "Följa upp planen."}'
meeting=$(made)
ok "$karin" PUT "$(on "/meetings/$meeting/roles")" "$(roles 11 12)"
ok "$karin" POST "$(on "/meetings/$meeting/summons")"
move_clock "$(day 75)T14:00:00Z"
karin=$(sign_in k-soc-karin); olle=$(sign_in k-soc-olle); hanna=$(sign_in k-hsl-hanna); anna=$(sign_in r-vc-anna)
ok "$olle" PUT "$(on "/meetings/$meeting/record")" '{
  "attendance": ['"$(here "$i_lena")"', '"$(here "$i_soc")"', '"$(here "$i_home")"', '"$(here "$i_care")"'],
  "rolesPresent": true, "secrecyReminderDone": true, "understoodAndAgreed": true}'
ok "$karin" POST "$(on /follow-ups)" '{"meeting": "'"$meeting"'", "continuedNeed": false, "outcome": "close",
  "attainments": [{"goal": "'"$long"'", "level": "met"}, {"goal": "'"$short"'", "level": "met"}]}'

say "12. The plan ends when every party agrees and Lena has been asked (T17)"
refused CLOSE_PARTY_ASSESSMENT_MISSING "$karin" POST "$(on /closure)" '{"reason": "goals_met"}'
for who in "$karin" "$hanna" "$anna"; do ok "$who" PUT "$(on /party-assessment)" '{"agrees": true}'; done
ok "$karin" PUT "$(on /closing-consultation)" '{"individualView": "Det känns bra, jag klarar mig själv nu."}'
ok "$karin" POST "$(on /closure)" '{"reason": "goals_met", "note": "Målen är nådda."}'
note "closed"

say "13. Nothing is forgotten: the case's history"
ok "$karin" GET "$(on '/history?limit=100')"
note "$(grep -o '"hash":' "$work/body" | wc -l | tr -d ' ') events, each chained to the one before"
say "Done. Open ${base%/sip/v1}/docs/ and look at case $case as k-soc-karin."
