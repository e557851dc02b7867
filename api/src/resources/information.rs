//! Information to the public (S3-09). Holds no personal data.

use crate::http::{Language, PUBLIC_CACHE, RequestContext};
use actix_web::{HttpResponse, get};
use serde::Serialize;
use utoipa::ToSchema;

/// One question with its answer.
struct Words {
    swedish: (&'static str, &'static str),
    english: (&'static str, &'static str),
}

const SECTIONS: &[Words] = &[
    Words {
        swedish: (
            "Vad är en SIP?",
            "En samordnad individuell plan (SIP) samlar det stöd du behöver från kommunen, regionen och andra i en plan. \
             Där står vad som ska göras, vem som ansvarar och när ni ska följa upp det.",
        ),
        english: (
            "What is a SIP?",
            "A coordinated individual plan (SIP) brings together the support you need from the municipality, the region and \
             others in one plan. It says what is to be done, who is responsible and when you will follow it up.",
        ),
    },
    Words {
        swedish: (
            "Vem kan få en SIP?",
            "Du som behöver insatser från både socialtjänsten och hälso- och sjukvården, och där insatserna behöver samordnas. \
             Du kan själv be om en SIP, och det kan dina närstående också.",
        ),
        english: (
            "Who can have a SIP?",
            "You who need support from both social services and health care, where the support needs to be coordinated. You \
             can ask for a SIP yourself, and so can those close to you.",
        ),
    },
    Words {
        swedish: (
            "Du bestämmer",
            "Planen görs bara om du samtycker. Du bestämmer vilka som får veta vad, vilka som bjuds in till mötet och vad som \
             inte ska tas upp. Du kan när som helst ta tillbaka ditt samtycke, helt eller delvis, utan att säga varför.",
        ),
        english: (
            "You decide",
            "The plan is made only if you consent. You decide who may know what, who is invited to the meeting and what is \
             not to be raised. You can withdraw your consent at any time, in whole or in part, without saying why.",
        ),
    },
    Words {
        swedish: (
            "Så går det till",
            "Ni förbereder mötet tillsammans med dig. På mötet kommer ni överens om mål och insatser. Du får planen, och en \
             samordnare som du kan vända dig till. Sedan följs planen upp tills den inte behövs längre.",
        ),
        english: (
            "How it works",
            "The meeting is prepared together with you. At the meeting you agree on goals and activities. You get the plan, \
             and a coordinator you can turn to. The plan is then followed up until it is no longer needed.",
        ),
    },
    Words {
        swedish: (
            "Om du får nej",
            "Den som nekar dig en SIP måste berätta varför. Du kan skriva vad du tycker om det, och det sparas i ärendet. Du \
             kan också vända dig till patientnämnden eller Inspektionen för vård och omsorg (IVO).",
        ),
        english: (
            "If the answer is no",
            "Whoever refuses you a SIP must tell you why. You can write down what you think of it, and that is kept with the \
             case. You can also turn to the patients' advisory committee or the Health and Social Care Inspectorate (IVO).",
        ),
    },
];

/// A part of the information.
#[derive(Serialize, ToSchema)]
pub(crate) struct SectionBody {
    /// Heading.
    title: &'static str,
    /// Text.
    text: &'static str,
}

/// A place to read more.
#[derive(Serialize, ToSchema)]
pub(crate) struct ReadMoreBody {
    /// What it is.
    title: &'static str,
    /// Address.
    #[schema(format = "uri", max_length = 200)]
    href: &'static str,
}

/// Information to the public.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct InformationPage {
    /// Language, BCP 47.
    language: &'static str,
    /// The parts, in reading order.
    sections: Vec<SectionBody>,
    /// Where to read more.
    read_more: Vec<ReadMoreBody>,
}

/// What a SIP is
///
/// Information to the public (information till allmänheten) in plain Swedish or English, by `Accept-Language`.
#[utoipa::path(tag = "meta", operation_id = "getInformation", security(()),
    responses((status = 200, description = "The information.", body = InformationPage)))]
#[get("/information")]
pub(crate) async fn get_information(ctx: RequestContext) -> HttpResponse {
    let sections = SECTIONS.iter().map(|words| {
        let (title, text) = match ctx.language() {
            Language::Swedish => words.swedish,
            Language::English => words.english,
        };
        SectionBody { title, text }
    });
    let read_more = vec![
        ReadMoreBody { title: "1177", href: "https://www.1177.se" },
        ReadMoreBody { title: "SIPkollen", href: "https://sipkollen.se" },
    ];
    let page = InformationPage { language: ctx.language_tag(), sections: sections.collect(), read_more };
    HttpResponse::Ok().insert_header(PUBLIC_CACHE).insert_header(("vary", "accept-language")).json(page)
}
