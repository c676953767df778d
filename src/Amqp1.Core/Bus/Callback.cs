using Microsoft.Extensions.Logging;

namespace Amqp1.Bus;

/// <summary>
/// Runs the code of a callback. An exception that left a callback of AMQPNetLite would end the connection, and one that left a timer's
/// would end the process, so it is logged instead.
/// </summary>
internal static class Callback
{
    /// <summary>Runs <paramref name="body"/>; what it throws is logged. Does not throw, whatever the logger does.</summary>
    /// <returns>Whether the body ended without an exception.</returns>
    public static bool Run<TState>(ILogger logger, TState state, Action<TState> body)
    {
        try
        {
            body(state);
            return true;
        }
#pragma warning disable CA1031 // The reason is in the summary of this class.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            BusLog.CallbackFailed(Diagnostics.SafeLogger.Wrap(logger), failure);
            return false;
        }
    }

    /// <summary>
    /// Raises an event whose handlers are the application's. Every handler is called, and what each one throws is logged by itself.
    /// </summary>
    public static void Raise<TArgument>(ILogger logger, Action<TArgument>? handlers, TArgument argument)
    {
        foreach (var handler in Delegate.EnumerateInvocationList(handlers))
        {
            Run(logger, (handler, argument), static call => call.handler(call.argument));
        }
    }
}
