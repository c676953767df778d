using System.Diagnostics.Metrics;

namespace Amqp1.Core.Tests.Telemetry;

/// <summary>
/// Keeps the measurements of one instrument of the driver for one topic. All drivers of a process share one meter, so a test uses a topic
/// of its own. Thread-safe.
/// </summary>
internal sealed class Measured : IDisposable
{
    private readonly MeterListener _listener = new();
    private readonly string _topic;

    public Measured(string instrument, string topic)
    {
        _topic = topic;
        _listener.InstrumentPublished = (published, listener) =>
        {
            if (published.Meter.Name == Amqp1Telemetry.MeterName && published.Name == instrument)
            {
                listener.EnableMeasurementEvents(published);
            }
        };
        _listener.SetMeasurementEventCallback<long>((_, value, tags, _) => Add(value, tags));
        _listener.SetMeasurementEventCallback<int>((_, value, tags, _) => Add(value, tags));
        _listener.SetMeasurementEventCallback<double>((_, value, tags, _) => Add(value, tags));
        _listener.Start();
    }

    /// <summary>Every value, with the error type of its measurement.</summary>
    public EventLog<Value> All { get; } = new();

    /// <summary>Returns the current value of an observable instrument; null if it has no value for the topic.</summary>
    public double? Collect()
    {
        var before = All.Count<Value>();
        _listener.RecordObservableInstruments();
        return All.All<Value>().Skip(before).LastOrDefault()?.Number;
    }

    public void Dispose() => _listener.Dispose();

    private void Add(double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        string? error = null;
        var isMeant = false;
        foreach (var (name, tag) in tags)
        {
            isMeant |= name is "messaging.destination.name" && (string?)tag == _topic;
            isMeant |= name is "rpc.method" && (tag as string)?.StartsWith(_topic + "/", StringComparison.Ordinal) == true;
            error = name == "error.type" ? (string?)tag : error;
        }

        if (isMeant)
        {
            All.Add(new Value(value, error));
        }
    }

    internal sealed record Value(double Number, string? Error);
}
