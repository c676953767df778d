using Amqp1.Benchmarks.Contenders;
using Amqp1.Benchmarks.Measuring;

namespace Amqp1.Benchmarks.Recording;

/// <summary>The payloads whose throughput is measured in bytes.</summary>
internal static class LargePayloads
{
    public const int Concurrency = 10;
    private const int LargestOfBare = 100 * 1024;

    public static IReadOnlyList<(int Size, string Name)> Sizes { get; } = [(10 * 1024, "10 KB"), (100 * 1024, "100 KB"), (1024 * 1024, "1 MB")];

    /// <summary>Returns the contenders. <c>bare</c> answers on the pump and stops for ever when the windows of both directions are full.</summary>
    public static IReadOnlyList<string> ContendersOf(int size) =>
        size <= LargestOfBare ? [ContenderFactory.Full, ContenderFactory.Bare] : [ContenderFactory.Full];

    /// <summary>Returns the megabytes per second of a contender, both ways together; null if they were not measured.</summary>
    public static double? Throughput(Recording run, int size, string contender = ContenderFactory.Full) =>
        run.Find(contender, Operation.Call, Concurrency, size) is { } cell ? 2 * cell.Rate * size / 1e6 : null;
}
