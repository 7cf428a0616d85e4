// mdBook highlights no Dart. The rules for Java come close: strings, comments, numbers, annotations and most keywords.
"use strict";

for (const block of document.querySelectorAll("code.language-dart")) {
    block.innerHTML = hljs.highlight("java", block.textContent, true).value;
    block.classList.add("hljs");
}
