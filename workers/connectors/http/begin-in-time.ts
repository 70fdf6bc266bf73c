import { DecoratorHandler, type Dispatcher } from "undici";

/**
 * Refuses to put a request on the wire once `isLate`. A timer alone cannot: a process that stood still hears of a
 * connection that has become free before its timers, and would send what it was to send long ago.
 */
export function beginInTime(isLate: () => boolean): Dispatcher.DispatcherComposeInterceptor {
  return (dispatch) => (options, handler) => dispatch(options, new InTime(handler, isLate));
}

class InTime extends DecoratorHandler implements Dispatcher.DispatchHandler {
  constructor(
    private readonly handler: Dispatcher.DispatchHandler,
    private readonly isLate: () => boolean,
  ) {
    super(handler);
  }

  onRequestStart(controller: Dispatcher.DispatchController, context: unknown): void {
    this.handler.onRequestStart?.(controller, context);
    if (this.isLate()) controller.abort(new Error("It is too late to begin."));
  }
}
