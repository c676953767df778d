using System.Diagnostics;
using Microsoft.Extensions.Logging;

namespace Amqp1.Diagnostics;

/// <summary>
/// A span of the driver that is in progress; the default value contains none. Listeners are foreign code: their exceptions are logged, and
/// neither starting nor ending a span throws.
/// </summary>
internal readonly struct RunningActivity : IDisposable
{
    /// <summary>The maximum length of a status description, in characters. The text of a remote exception may be much longer.</summary>
    private const int MaxDescriptionLength = 1024;

    private readonly Activity? _previous;
    private readonly ILogger? _logger;

    private RunningActivity(Activity span, Activity? previous, ILogger logger)
    {
        Span = span;
        _previous = previous;
        _logger = logger;
    }

    /// <summary>The span; null when no listener requested it.</summary>
    public Activity? Span { get; }

    /// <summary>Starts a span with <paramref name="start"/>, which makes it the current one.</summary>
    public static RunningActivity Start<TState>(ILogger logger, TState state, Func<TState, Activity?> start)
    {
        var previous = Activity.Current;
        Activity? span;
        try
        {
            span = start(state);
        }
#pragma warning disable CA1031 // An exception of a listener must not affect messages.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            // If the span is the current one, it has started in spite of the exception. Listeners that were notified must be notified of
            // its end.
            span = Activity.Current == previous ? null : Activity.Current;
            TelemetryLog.ListenerFailed(logger, Amqp1Telemetry.ActivitySourceName, failure);
        }

        return span is null ? default : new RunningActivity(span, previous, logger);
    }

    /// <summary>Marks the span as failed.</summary>
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
#pragma warning disable CA1031 // The text of an exception is foreign code, too.
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
#pragma warning disable CA1031 // An exception of a listener must not affect messages.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            TelemetryLog.ListenerFailed(_logger!, Amqp1Telemetry.ActivitySourceName, failure);
            Leave();
        }
    }

    /// <summary>Makes the previous activity the current one again. That is not yet the case when a listener has thrown.</summary>
    private void Leave()
    {
        try
        {
            Activity.Current = _previous;
        }
#pragma warning disable CA1031 // Handlers of Activity.CurrentChanged are foreign code, too; they run after the change.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            TelemetryLog.ListenerFailed(_logger!, Amqp1Telemetry.ActivitySourceName, failure);
        }
    }
}
