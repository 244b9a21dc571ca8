/* data-photos on a file input: photos are made smaller before they are sent; what cannot be drawn is sent as it is. */
(function () {
  "use strict";

  var LONGEST = 2560;
  var SMALL = 500000;

  function smaller(file) {
    if (file.type !== "image/jpeg" || file.size < SMALL || !window.createImageBitmap) {
      return Promise.resolve(file);
    }
    return createImageBitmap(file, { imageOrientation: "from-image" }).then(function (picture) {
      var share = Math.min(1, LONGEST / Math.max(picture.width, picture.height));
      var canvas = document.createElement("canvas");
      canvas.width = Math.round(picture.width * share);
      canvas.height = Math.round(picture.height * share);
      canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
      return new Promise(function (done) {
        canvas.toBlob(
          function (blob) {
            done(blob && blob.size < file.size ? new File([blob], file.name, { type: "image/jpeg" }) : file);
          },
          "image/jpeg",
          0.85
        );
      });
    }).catch(function () {
      return file;
    });
  }

  document.addEventListener("change", function (event) {
    var input = event.target;
    if (!input.matches("[data-photos]")) {
      return;
    }
    Promise.all(Array.from(input.files).map(smaller)).then(function (files) {
      var carrier = new DataTransfer();
      files.forEach(function (file) {
        carrier.items.add(file);
      });
      input.files = carrier.files;
    });
  });
})();
