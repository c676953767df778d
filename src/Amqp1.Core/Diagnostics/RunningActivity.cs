using System.Diagnostics;
using Microsoft.Extensions.Logging;

namespace Amqp1.Diagnostics;

/// <summary>
/// A span of the driver while it lasts; the default is none. Listeners are code of others: what they throw is logged, and neither
/// starting nor ending a span throws.
/// </summary>
internal readonly struct RunningActivity : IDisposable
{
    /// <summary>The most characters of a status description. The text of a remote exception may be much longer.</summary>
    private const int MaxDescriptionLength = 1024;

    private readonly Activity? _previous;
    private readonly ILogger? _logger;

    private RunningActivity(Activity span, Activity? previous, ILogger logger)
    {
        Span = span;
        _previous = previous;
        _logger = logger;
    }

    /// <summary>The span; null when nobody wants it.</summary>
    public Activity? Span { get; }

    /// <summary>Starts a span by <paramref name="start"/>, which makes it the current one.</summary>
    public static RunningActivity Start<TState>(ILogger logger, TState state, Func<TState, Activity?> start)
    {
        var previous = Activity.Current;
        Activity? span;
        try
        {
            span = start(state);
        }
#pragma warning disable CA1031 // Whatever a listener throws must not reach the message.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            // It has begun all the same if it is the current one: the listeners that were told must see its end.
            span = Activity.Current == previous ? null : Activity.Current;
            TelemetryLog.ListenerFailed(logger, Amqp1Telemetry.ActivitySourceName, failure);
        }

        return span is null ? default : new RunningActivity(span, previous, logger);
    }

    /// <summary>The span ends as an error.</summary>
    public void Fail(Exception failure)
    {
        if (Span is null)
        {
            return;
        }

        Span.SetTag(TelemetryNames.ErrorType, TelemetryValues.ErrorOf(failure));
        try
        {
            Span.SetStatus(ActivityStatusCode.Error, PeerText.Clean(failure.Message, MaxDescriptionLength));
        }
#pragma warning disable CA1031 // The text of an exception is code of others, too.
        catch (Exception unreadable)
#pragma warning restore CA1031
        {
            Span.SetStatus(ActivityStatusCode.Error, failure.GetType().Name);
            TelemetryLog.ListenerFailed(_logger!, Amqp1Telemetry.ActivitySourceName, unreadable);
        }
    }

    /// <summary>Ends the span.</summary>
    public void Dispose()
    {
        if (Span is null)
        {
            return;
        }

        try
        {
            Span.Dispose();
        }
#pragma warning disable CA1031 // Whatever a listener throws must not reach the message.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            TelemetryLog.ListenerFailed(_logger!, Amqp1Telemetry.ActivitySourceName, failure);
            Leave();
        }
    }

    /// <summary>Makes the previous activity the current one, which it is not when a listener has thrown.</summary>
    private void Leave()
    {
        try
        {
            Activity.Current = _previous;
        }
#pragma warning disable CA1031 // Handlers of Activity.CurrentChanged are code of others, too; they run after the change.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            TelemetryLog.ListenerFailed(_logger!, Amqp1Telemetry.ActivitySourceName, failure);
        }
    }
}
