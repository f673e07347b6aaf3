// SPDX-License-Identifier: Apache-2.0
// Asks the server of `kato watch` for news every two seconds. Ranges, hidden runs and open settings stay as they are.

async function watch() {
  const pause = (milliseconds) => new Promise((done) => setTimeout(done, milliseconds));
  for (;;) {
    await pause(2000);
    if (document.hidden) continue;
    try {
      const answer = await fetch("data.json?mark=" + encodeURIComponent(state.data.mark), { cache: "no-store" });
      if (answer.status === 200) show(await answer.json());
      else if (answer.status !== 204) showAbout("the records cannot be read at the moment; trying again");
    } catch {
      showAbout("as of " + state.data.made + "; kato watch does not answer, trying again");
    }
  }
}
