using System.Diagnostics.Metrics;

namespace Amqp1.Hosting.Tests.BadInput;

/// <summary>The measurements of the instruments of some meters, as <c>name{tag=value}</c>, recorded until it is disposed.</summary>
internal sealed class Measurements : IDisposable
{
    private readonly List<string> _recorded = [];
    private TaskCompletionSource _more = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly MeterListener _listener = new();

    public Measurements(params string[] meters)
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (meters.Contains(instrument.Meter.Name))
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<long>((instrument, _, tags, _) => Record(instrument, tags));
        _listener.SetMeasurementEventCallback<double>((instrument, _, tags, _) => Record(instrument, tags));
        _listener.Start();
    }

    /// <summary>Completes when an instrument was recorded with all of these tags, which may happen after a caller has its answer.</summary>
    public async Task SeeAsync(string instrument, (string Key, string Value)[] tags, CancellationToken cancel)
    {
        while (true)
        {
            Task more;
            lock (_recorded)
            {
                if (_recorded.Any(recorded => recorded.StartsWith(instrument + (tags.Length > 0 ? "{" : ""), StringComparison.Ordinal)
                    && tags.All(tag => recorded.Contains($"{{{tag.Key}={tag.Value}}}", StringComparison.Ordinal))))
                {
                    return;
                }

                more = _more.Task;
            }

            await more.WaitAsync(cancel);
        }
    }

    public void Dispose() => _listener.Dispose();

    private void Record(Instrument instrument, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var recorded = instrument.Name + string.Concat(tags.ToArray().Select(tag => $"{{{tag.Key}={tag.Value}}}"));
        lock (_recorded)
        {
            _recorded.Add(recorded);
            _more.SetResult();
            _more = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }
}
