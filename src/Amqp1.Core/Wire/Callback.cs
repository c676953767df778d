using Microsoft.Extensions.Logging;

namespace Amqp1.Wire;

/// <summary>
/// Runs the code of a callback and logs its exceptions. An exception that leaves a callback of AMQPNetLite would end the connection, and
/// one that leaves the callback of a timer would end the process.
/// </summary>
internal static class Callback
{
    /// <summary>Runs <paramref name="body"/> and logs the exception that it throws. Does not throw, even if the logger does.</summary>
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
            CallbackLog.CallbackFailed(Diagnostics.SafeLogger.Wrap(logger), failure);
            return false;
        }
    }

    /// <summary>
    /// Raises an event whose handlers belong to the application. Every handler is called, and the exception of each one is logged
    /// separately.
    /// </summary>
    public static void Raise<TArgument>(ILogger logger, Action<TArgument>? handlers, TArgument argument)
    {
        foreach (var handler in Delegate.EnumerateInvocationList(handlers))
        {
            Run(logger, (handler, argument), static call => call.handler(call.argument));
        }
    }
}
