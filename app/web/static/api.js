// Starts Swagger UI on the service's own description. No inline script: the page's policy forbids it.
"use strict";

const frame = document.getElementById("swagger-ui");
SwaggerUIBundle({
  url: frame.dataset.openapi,
  domNode: frame,
  deepLinking: true,
  validatorUrl: null, // nothing is sent to anyone else
});
