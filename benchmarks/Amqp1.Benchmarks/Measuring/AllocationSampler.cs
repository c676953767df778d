using System.Collections.Concurrent;
using System.Diagnostics.Tracing;

namespace Amqp1.Benchmarks.Measuring;

/// <summary>
/// Samples allocations by type until it is stopped, through the randomized allocation sampling of the runtime. There is one event for every
/// 100 KB on average, so each sample stands for that amount.
/// </summary>
internal sealed class AllocationSampler : EventListener
{
    private const string RuntimeSource = "Microsoft-Windows-DotNETRuntime";
    private const EventKeywords AllocationSampling = (EventKeywords)0x80000000000;
    private const long BytesPerSample = 100 * 1024;

    // The field is null while the base constructor runs, which already reports sources.
    private readonly ConcurrentDictionary<string, long>? _samples = new();

    /// <summary>Ends the sampling and returns the bytes by type, the largest first.</summary>
    public IReadOnlyList<(string Type, long Bytes)> Stop()
    {
        Dispose();
        return [.. _samples!.Select(pair => (pair.Key, pair.Value * BytesPerSample)).OrderByDescending(pair => pair.Item2)];
    }

    protected override void OnEventSourceCreated(EventSource eventSource)
    {
        if (eventSource.Name == RuntimeSource)
        {
            EnableEvents(eventSource, EventLevel.Informational, AllocationSampling);
        }
    }

    protected override void OnEventWritten(EventWrittenEventArgs eventData)
    {
        if (eventData.EventName == "AllocationSampled" && eventData.PayloadNames?.IndexOf("TypeName") is { } index and >= 0)
        {
            _samples?.AddOrUpdate((string)eventData.Payload![index]!, 1, static (_, count) => count + 1);
        }
    }
}
