"use strict";

// In demo mode, executing the sign-in of a persona also authorises the page with its token.
window.sipAnswered = function (answer) {
  if (answer.status < 300 && /\/demo\/tokens$/.test(new URL(answer.url, location.href).pathname)) {
    window.ui.preauthorizeApiKey("bearer", JSON.parse(answer.text).accessToken);
  }
  return answer;
};

