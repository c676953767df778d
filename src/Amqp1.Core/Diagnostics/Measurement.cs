using System.Diagnostics;
using System.Diagnostics.Metrics;
using Amqp1.Transport;
using Microsoft.Extensions.Logging;

namespace Amqp1.Diagnostics;

/// <summary>
/// Measures one operation from its start to its result. It reads the clock only while its instrument is collected, and logs exceptions of
/// listeners.
/// </summary>
internal readonly struct Measurement
{
    private readonly Histogram<double> _duration;
    private readonly ILogger _logger;
    private readonly string? _instance;
    private readonly long _started;

    private Measurement(Histogram<double> duration, ILogger logger, string? instance)
    {
        _logger = logger;
        _instance = instance;
        _duration = duration;
        _started = duration.Enabled ? Stopwatch.GetTimestamp() : 0;
    }

    public static Measurement OfCall(ILogger logger, string? instance = null) => new(Metrics.ClientCallDuration, logger, instance);

    public static Measurement OfSend(ILogger logger, string? instance = null) => new(Metrics.SendDuration, logger, instance);

    /// <summary>Starts to measure a request, as a call or as a message.</summary>
    public static Measurement OfRequest(bool expectsReply, ILogger logger, string? instance = null) =>
        new(expectsReply ? Metrics.ServerCallDuration : Metrics.ProcessDuration, logger, instance);

    public static Measurement OfProcess(ILogger logger, string? instance = null) => new(Metrics.ProcessDuration, logger, instance);

    /// <summary>Records the end of a call, on either side.</summary>
    /// <param name="topic">The topic.</param>
    /// <param name="method">The wire name; null when no endpoint has the method.</param>
    /// <param name="failure">The exception; null when the call had a result.</param>
    public void EndCall(string topic, string? method, Exception? failure)
    {
        if (_started != 0)
        {
            Record(new TagList
            {
                { TelemetryNames.RpcSystem, TelemetryValues.RpcSystem },
                { TelemetryNames.RpcMethod, TelemetryValues.Method(topic, method) },
            }, failure);
        }
    }

    /// <summary>Records that a cast or notification was sent, or that sending it failed.</summary>
    public void EndSend(string topic, Exception? failure) => End(Metrics.SentMessages, 1, TelemetryValues.Send, topic, failure);

    /// <summary>Records that casts or notifications were handled.</summary>
    public void EndProcess(string topic, int count, Exception? failure) => End(Metrics.ConsumedMessages, count, TelemetryValues.Process, topic, failure);

    private void End(Counter<long> messages, int count, string operation, string topic, Exception? failure)
    {
        if (_started == 0 && !messages.Enabled)
        {
            return;
        }

        var tags = new TagList
        {
            { TelemetryNames.MessagingSystem, TelemetryValues.MessagingSystem },
            { TelemetryNames.Destination, topic },
            { TelemetryNames.OperationName, operation },
            { TelemetryNames.OperationType, operation },
        };
        Record(tags, failure);
        Metrics.AddInstance(ref tags, _instance);
        AddError(ref tags, failure);
        Metrics.Add(messages, count, tags, _logger);
    }

    private void Record(TagList tags, Exception? failure)
    {
        if (_started != 0)
        {
            Metrics.AddInstance(ref tags, _instance);
            AddError(ref tags, failure);
            try
            {
                _duration.Record(Stopwatch.GetElapsedTime(_started).TotalSeconds, tags);
            }
#pragma warning disable CA1031 // An exception of a listener must not affect messages.
            catch (Exception broken)
#pragma warning restore CA1031
            {
                TelemetryLog.ListenerFailed(_logger, _duration.Name, broken);
            }
        }
    }

    private static void AddError(ref TagList tags, Exception? failure)
    {
        if (failure is not null)
        {
            tags.Add(TelemetryNames.ErrorType, TelemetryValues.MetricErrorOf(failure));
        }
    }
}
