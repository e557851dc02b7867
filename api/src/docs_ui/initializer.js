"use strict";

window.addEventListener("load", function () {
  window.ui = SwaggerUIBundle({
    url: "/sip/v1/openapi.json",
    dom_id: "#swagger-ui",
    deepLinking: true,
    docExpansion: "list",
    filter: true,
    tryItOutEnabled: true,
    displayRequestDuration: true,
    validatorUrl: "none",
    presets: [SwaggerUIBundle.presets.apis],
    layout: "BaseLayout",
    responseInterceptor: window.sipAnswered || function (answer) { return answer; },
  });
});
