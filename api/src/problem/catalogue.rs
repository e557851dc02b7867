//! The words of the generic refusals.

use super::generic::{Facts, Generic, Text};

impl Generic {
    /// Malformed request (400).
    pub const MALFORMED_REQUEST: Self = Self(&Facts {
        code: "MALFORMED_REQUEST",
        status: 400,
        title: Text { sv: "Felaktigt anrop", en: "Malformed request" },
        text: Text { sv: "Anropet kunde inte tolkas.", en: "The request could not be understood." },
        cure: Text {
            sv: "Jämför anropet med OpenAPI-dokumentet.",
            en: "Compare the request with the OpenAPI document.",
        },
        source: "RFC 9110 section 15.5.1",
    });
    /// Malformed JSON (400).
    pub const MALFORMED_JSON: Self = Self(&Facts {
        code: "MALFORMED_JSON",
        status: 400,
        title: Text { sv: "Felaktig JSON", en: "Malformed JSON" },
        text: Text {
            sv: "Kroppen är inte giltig JSON: syntax, teckenkodning, en nyckel given två gånger eller fler än 32 nivåer.",
            en: "The body is not valid JSON: syntax, encoding, a key given twice, or more than 32 levels.",
        },
        cure: Text { sv: "Skicka ett JSON-dokument i UTF-8.", en: "Send one JSON document in UTF-8." },
        source: "RFC 8259",
    });
    /// Invalid content (400).
    pub const FIELD_INVALID: Self = Self(&Facts {
        code: "FIELD_INVALID",
        status: 400,
        title: Text { sv: "Ogiltigt innehåll", en: "Invalid content" },
        text: Text {
            sv: "Ett eller flera fält följer inte schemat; errors visar vilka.",
            en: "One or more fields do not fit the schema; errors tells which.",
        },
        cure: Text { sv: "Rätta de fält som errors pekar ut.", en: "Correct the fields that errors points to." },
        source: "The OpenAPI document",
    });
    /// Unknown field (400).
    pub const UNKNOWN_FIELD: Self = Self(&Facts {
        code: "UNKNOWN_FIELD",
        status: 400,
        title: Text { sv: "Okänt fält", en: "Unknown field" },
        text: Text {
            sv: "Kroppen eller frågan innehåller ett fält som inte finns i schemat.",
            en: "The body or the query holds a field that the schema does not have.",
        },
        cure: Text { sv: "Ta bort fältet eller rätta dess namn.", en: "Leave the field out or correct its name." },
        source: "The OpenAPI document",
    });
    /// Field missing (400).
    pub const FIELD_REQUIRED: Self = Self(&Facts {
        code: "FIELD_REQUIRED",
        status: 400,
        title: Text { sv: "Fält saknas", en: "Field missing" },
        text: Text { sv: "Ett obligatoriskt fält saknas.", en: "A required field is missing." },
        cure: Text { sv: "Skicka fältet.", en: "Send the field." },
        source: "The OpenAPI document",
    });
    /// Wrong type (400).
    pub const FIELD_TYPE: Self = Self(&Facts {
        code: "FIELD_TYPE",
        status: 400,
        title: Text { sv: "Fel typ", en: "Wrong type" },
        text: Text {
            sv: "Fältet har en annan typ eller ett annat värde än schemat tillåter.",
            en: "The field has another type or another value than the schema allows.",
        },
        cure: Text {
            sv: "Skicka den typ och något av de värden som schemat anger.",
            en: "Send the type and one of the values that the schema states.",
        },
        source: "The OpenAPI document",
    });
    /// Wrong length (400).
    pub const FIELD_LENGTH: Self = Self(&Facts {
        code: "FIELD_LENGTH",
        status: 400,
        title: Text { sv: "Fel längd", en: "Wrong length" },
        text: Text {
            sv: "Texten eller listan är kortare eller längre än tillåtet.",
            en: "The text or the list is shorter or longer than allowed.",
        },
        cure: Text { sv: "Håll dig inom schemats längder.", en: "Keep within the lengths of the schema." },
        source: "The OpenAPI document",
    });
    /// Outside the range (400).
    pub const FIELD_RANGE: Self = Self(&Facts {
        code: "FIELD_RANGE",
        status: 400,
        title: Text { sv: "Utanför intervallet", en: "Outside the range" },
        text: Text {
            sv: "Talet eller datumet ligger utanför vad som är tillåtet.",
            en: "The number or the date lies outside what is allowed.",
        },
        cure: Text { sv: "Håll dig inom schemats gränser.", en: "Keep within the limits of the schema." },
        source: "The OpenAPI document",
    });
    /// Wrong format (400).
    pub const FIELD_FORMAT: Self = Self(&Facts {
        code: "FIELD_FORMAT",
        status: 400,
        title: Text { sv: "Fel format", en: "Wrong format" },
        text: Text {
            sv: "Värdet har inte den form som fältet kräver.",
            en: "The value does not have the form that the field needs.",
        },
        cure: Text { sv: "Skicka den form som schemat beskriver.", en: "Send the form that the schema describes." },
        source: "The OpenAPI document",
    });
    /// Forbidden characters (400).
    pub const FIELD_CHARACTERS: Self = Self(&Facts {
        code: "FIELD_CHARACTERS",
        status: 400,
        title: Text { sv: "Otillåtna tecken", en: "Forbidden characters" },
        text: Text {
            sv: "En text eller en nyckel innehåller andra styrtecken än radmatning, vagnretur och tabb.",
            en: "A text or a key holds control characters other than line feed, carriage return and tab.",
        },
        cure: Text { sv: "Ta bort tecknen.", en: "Remove the characters." },
        source: "RFC 8259",
    });
    /// Not signed in (401).
    pub const UNAUTHENTICATED: Self = Self(&Facts {
        code: "UNAUTHENTICATED",
        status: 401,
        title: Text { sv: "Inte inloggad", en: "Not signed in" },
        text: Text { sv: "Anropet saknar giltig bearer-token.", en: "The request has no valid bearer token." },
        cure: Text {
            sv: "Hämta en ny token hos identitetsleverantören och skicka den en gång, som Authorization: Bearer.",
            en: "Get a new token from the identity provider and send it once, as Authorization: Bearer.",
        },
        source: "RFC 6750 section 3",
    });
    /// Not for this kind of caller (403).
    pub const CALLER_KIND: Self = Self(&Facts {
        code: "CALLER_KIND",
        status: 403,
        title: Text { sv: "Inte för denna sorts användare", en: "Not for this kind of caller" },
        text: Text {
            sv: "Operationen är till för en annan sorts användare: personal med uppdrag, eller invånare.",
            en: "The operation is for another kind of caller: staff with an assignment, or citizens.",
        },
        cure: Text {
            sv: "Personal använder resurserna utanför /me, invånare dem under /me.",
            en: "Staff use the resources outside /me, citizens those below /me.",
        },
        source: "RFC 9110 section 15.5.4",
    });
    /// The portal is switched off (403).
    pub const PORTAL_CLOSED: Self = Self(&Facts {
        code: "PORTAL_CLOSED",
        status: 403,
        title: Text { sv: "E-tjänsten är avstängd", en: "The portal is switched off" },
        text: Text {
            sv: "Din region visar inte SIP här. Du kan ändå ta tillbaka ett samtycke och invända.",
            en: "Your region does not show SIP here. You can still withdraw a consent and object.",
        },
        cure: Text {
            sv: "Ring samordnaren eller den enhet som har hand om planen. GET /me visar vad som är öppet.",
            en: "Call the coordinator or the unit that holds the plan. GET /me shows what is open.",
        },
        source: "S1-51, S1-17; setting portalEnabled of the region profile",
    });
    /// Method not allowed (405).
    pub const METHOD_NOT_ALLOWED: Self = Self(&Facts {
        code: "METHOD_NOT_ALLOWED",
        status: 405,
        title: Text { sv: "Metoden är inte tillåten", en: "Method not allowed" },
        text: Text {
            sv: "Resursen har inte denna metod; headern Allow räknar upp dem som finns.",
            en: "The resource does not have this method; the Allow header lists those it has.",
        },
        cure: Text { sv: "Använd någon av metoderna i Allow.", en: "Use one of the methods in Allow." },
        source: "RFC 9110 section 15.5.6",
    });
    /// The body came too slowly (408).
    pub const REQUEST_TIMEOUT: Self = Self(&Facts {
        code: "REQUEST_TIMEOUT",
        status: 408,
        title: Text { sv: "Kroppen kom för långsamt", en: "The body came too slowly" },
        text: Text {
            sv: "Anropets kropp kom inte fram i tid; förbindelsen stängs.",
            en: "The request body did not arrive in time; the connection is closed.",
        },
        cure: Text { sv: "Skicka igen över en bättre förbindelse.", en: "Send again over a better connection." },
        source: "RFC 9110 section 15.5.9",
    });
    /// Body too large (413).
    pub const PAYLOAD_TOO_LARGE: Self = Self(&Facts {
        code: "PAYLOAD_TOO_LARGE",
        status: 413,
        title: Text { sv: "Kroppen är för stor", en: "Body too large" },
        text: Text { sv: "Kroppen är större än 256 KiB.", en: "The body is larger than 256 KiB." },
        cure: Text { sv: "Skicka mindre i varje anrop.", en: "Send less in one request." },
        source: "RFC 9110 section 15.5.14",
    });
    /// Address too long (414).
    pub const URI_TOO_LONG: Self = Self(&Facts {
        code: "URI_TOO_LONG",
        status: 414,
        title: Text { sv: "Adressen är för lång", en: "Address too long" },
        text: Text { sv: "Adressen är längre än 4096 byte.", en: "The address is longer than 4096 bytes." },
        cure: Text {
            sv: "Använd sökvägar och parametrar enligt OpenAPI-dokumentet.",
            en: "Use the paths and parameters of the OpenAPI document.",
        },
        source: "RFC 9110 section 15.5.15",
    });
    /// Unsupported content type (415).
    pub const UNSUPPORTED_MEDIA_TYPE: Self = Self(&Facts {
        code: "UNSUPPORTED_MEDIA_TYPE",
        status: 415,
        title: Text { sv: "Innehållstypen stöds inte", en: "Unsupported content type" },
        text: Text {
            sv: "Kroppen ska vara application/json i UTF-8 utan innehållskodning.",
            en: "The body must be application/json in UTF-8 without content encoding.",
        },
        cure: Text { sv: "Skicka Content-Type: application/json.", en: "Send Content-Type: application/json." },
        source: "RFC 9110 section 15.5.16",
    });
    /// If-Match is missing (428).
    pub const PRECONDITION_REQUIRED: Self = Self(&Facts {
        code: "PRECONDITION_REQUIRED",
        status: 428,
        title: Text { sv: "If-Match saknas", en: "If-Match is missing" },
        text: Text {
            sv: "En ändring kräver den version den görs i, i If-Match.",
            en: "A change needs the version it is made to, in If-Match.",
        },
        cure: Text {
            sv: "Läs resursen och skicka dess ETag som If-Match.",
            en: "Read the resource and send its ETag as If-Match.",
        },
        source: "RFC 6585 section 3",
    });
    /// If-Match is malformed (400).
    pub const IF_MATCH_INVALID: Self = Self(&Facts {
        code: "IF_MATCH_INVALID",
        status: 400,
        title: Text { sv: "If-Match är felaktig", en: "If-Match is malformed" },
        text: Text {
            sv: "If-Match ska vara en enda stark ETag så som servern gav den; * godtas inte.",
            en: "If-Match must be one strong ETag as the server gave it; * is not accepted.",
        },
        cure: Text { sv: "Skicka svarets ETag oförändrad.", en: "Send the ETag of the answer unchanged." },
        source: "RFC 9110 section 13.1.1",
    });
    /// Idempotency-Key is malformed (400).
    pub const IDEMPOTENCY_KEY_INVALID: Self = Self(&Facts {
        code: "IDEMPOTENCY_KEY_INVALID",
        status: 400,
        title: Text { sv: "Idempotency-Key är felaktig", en: "Idempotency-Key is malformed" },
        text: Text {
            sv: "Idempotency-Key ska ges en gång, med 8 till 128 synliga ASCII-tecken.",
            en: "Idempotency-Key must be given once, with 8 to 128 visible ASCII characters.",
        },
        cure: Text {
            sv: "Skicka en ny slumpad UUID för varje ny verkan.",
            en: "Send a new random UUID for every new effect.",
        },
        source: "draft-ietf-httpapi-idempotency-key-header",
    });
    /// Idempotency-Key used for something else (422).
    pub const IDEMPOTENCY_KEY_REUSED: Self = Self(&Facts {
        code: "IDEMPOTENCY_KEY_REUSED",
        status: 422,
        title: Text { sv: "Idempotency-Key har använts till annat", en: "Idempotency-Key used for something else" },
        text: Text {
            sv: "Samma Idempotency-Key har använts med ett annat anrop.",
            en: "The same Idempotency-Key was used with another request.",
        },
        cure: Text { sv: "Skicka en ny nyckel för ett nytt anrop.", en: "Send a new key for a new request." },
        source: "draft-ietf-httpapi-idempotency-key-header",
    });
    /// The first request is still running (409).
    pub const IDEMPOTENCY_IN_PROGRESS: Self = Self(&Facts {
        code: "IDEMPOTENCY_IN_PROGRESS",
        status: 409,
        title: Text { sv: "Det första anropet pågår", en: "The first request is still running" },
        text: Text {
            sv: "Ett anrop med samma Idempotency-Key behandlas just nu.",
            en: "A request with the same Idempotency-Key is being handled.",
        },
        cure: Text {
            sv: "Vänta på svaret eller skicka samma igen senare.",
            en: "Wait for its answer or send the same again later.",
        },
        source: "draft-ietf-httpapi-idempotency-key-header",
    });
    /// Too many requests (429).
    pub const RATE_LIMITED: Self = Self(&Facts {
        code: "RATE_LIMITED",
        status: 429,
        title: Text { sv: "För många anrop", en: "Too many requests" },
        text: Text {
            sv: "Anroparen skickar fler anrop än avtalat.",
            en: "The caller sends more requests than agreed.",
        },
        cure: Text { sv: "Vänta så länge som Retry-After anger.", en: "Wait as long as Retry-After says." },
        source: "RFC 6585 section 4",
    });
    /// Internal error (500).
    pub const INTERNAL: Self = Self(&Facts {
        code: "INTERNAL",
        status: 500,
        title: Text { sv: "Internt fel", en: "Internal error" },
        text: Text {
            sv: "Något gick fel i servern; inget är sparat om inget svar sagt det.",
            en: "Something went wrong in the server; nothing was saved unless an answer said so.",
        },
        cure: Text {
            sv: "Försök igen, och anmäl traceId om det händer igen.",
            en: "Try again, and report the traceId if it happens again.",
        },
        source: "RFC 9110 section 15.6.1",
    });
    /// Not available just now (503).
    pub const UNAVAILABLE: Self = Self(&Facts {
        code: "UNAVAILABLE",
        status: 503,
        title: Text { sv: "Inte tillgänglig just nu", en: "Not available just now" },
        text: Text {
            sv: "Servern kan inte ta emot anropet just nu.",
            en: "The server cannot take the request just now.",
        },
        cure: Text {
            sv: "Försök igen efter det antal sekunder som Retry-After anger.",
            en: "Try again after the seconds in Retry-After.",
        },
        source: "RFC 9110 section 15.6.4",
    });
    /// The database was lost while it saved (503).
    pub const OUTCOME_UNKNOWN: Self = Self(&Facts {
        code: "OUTCOME_UNKNOWN",
        status: 503,
        title: Text { sv: "Okänt om det sparades", en: "Not known whether it was saved" },
        text: Text {
            sv: "Kontakten med databasen bröts just när ändringen sparades: allt blev sparat, eller ingenting.",
            en: "The database was lost just as the change was saved: all of it was saved, or nothing.",
        },
        cure: Text {
            sv: "Skicka samma anrop igen med samma Idempotency-Key, eller läs ärendet på nytt och jämför versionen.",
            en: "Send the same request again with the same Idempotency-Key, or read the case anew and compare its version.",
        },
        source: "RFC 9110 section 15.6.4",
    });

    /// All of them, as the catalogue lists them.
    pub const ALL: &[Self] = &[
        Self::MALFORMED_REQUEST,
        Self::MALFORMED_JSON,
        Self::FIELD_INVALID,
        Self::UNKNOWN_FIELD,
        Self::FIELD_REQUIRED,
        Self::FIELD_TYPE,
        Self::FIELD_LENGTH,
        Self::FIELD_RANGE,
        Self::FIELD_FORMAT,
        Self::FIELD_CHARACTERS,
        Self::UNAUTHENTICATED,
        Self::CALLER_KIND,
        Self::PORTAL_CLOSED,
        Self::METHOD_NOT_ALLOWED,
        Self::REQUEST_TIMEOUT,
        Self::PAYLOAD_TOO_LARGE,
        Self::URI_TOO_LONG,
        Self::UNSUPPORTED_MEDIA_TYPE,
        Self::PRECONDITION_REQUIRED,
        Self::IF_MATCH_INVALID,
        Self::IDEMPOTENCY_KEY_INVALID,
        Self::IDEMPOTENCY_KEY_REUSED,
        Self::IDEMPOTENCY_IN_PROGRESS,
        Self::EVENTS_GONE,
        Self::WEBHOOK_HOST_NOT_ALLOWED,
        Self::TOO_MANY_SUBSCRIPTIONS,
        Self::RATE_LIMITED,
        Self::INTERNAL,
        Self::UNAVAILABLE,
        Self::OUTCOME_UNKNOWN,
    ];
}
