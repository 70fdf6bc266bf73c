import { tooManyRequests } from "./problem";
import type { Site } from "./site";

/** Counts calls in windows of the site's rate limit; a window begins with the first call after the last one ended. */
export class RateLimit {
  private beganAt = 0;
  private calls = 0;

  constructor(private readonly site: Site) {}

  /** Throws the 429 when the window is full. */
  count(): void {
    const { rateLimit } = this.site.settings;
    if (!rateLimit) return;
    const now = this.site.now().getTime();
    const length = rateLimit.seconds * 1000;
    if (now - this.beganAt >= length) {
      this.beganAt = now;
      this.calls = 0;
    }
    this.calls += 1;
    if (this.calls > rateLimit.calls) throw tooManyRequests(Math.ceil((this.beganAt + length - now) / 1000));
  }
}
