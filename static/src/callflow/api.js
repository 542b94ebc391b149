/** The portal's REST as the editor uses it: JSON with the session's cookie. */

export class Problem extends Error {
  constructor(status, body) {
    super(body?.detail ?? body?.title ?? String(status));
    this.status = status;
    this.body = body;
  }

  /** All that is wrong, one text each. */
  get messages() {
    const errors = (this.body?.errors ?? []).map((error) => error.message);
    return errors.length ? errors : [this.message];
  }
}

export class Api {
  /**
   * @param {string} base such as `/api/v1/accounts/acme/`
   * @param {string} token against forged requests
   * @param {typeof fetch} [send]
   */
  constructor(base, token, send = (...args) => fetch(...args)) {
    this.base = base;
    this.token = token;
    this.fetch = send;
  }

  get(path) {
    return this.send("GET", path);
  }

  post(path, body) {
    return this.send("POST", path, body);
  }

  patch(path, body) {
    return this.send("PATCH", path, body);
  }

  /** Throws Problem for what the portal refuses, TypeError while it is not there. */
  async send(method, path, body) {
    const headers = { Accept: "application/json", "X-CSRFToken": this.token };
    const options = { method, headers, credentials: "same-origin" };
    if (body !== undefined) {
      headers["Content-Type"] = "application/json";
      options.body = JSON.stringify(body);
    }
    const answer = await this.fetch(this.base + path, options);
    const content = await answer.json().catch(() => null);
    if (answer.status >= 502 && answer.status <= 504) {
      throw new TypeError(`the portal is away (${answer.status})`);
    }
    if (!answer.ok) {
      throw new Problem(answer.status, content);
    }
    return content;
  }
}
