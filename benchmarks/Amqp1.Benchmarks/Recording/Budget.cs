using System.Globalization;
using Amqp1.Benchmarks.Contenders;
using Amqp1.Benchmarks.Measuring;

namespace Amqp1.Benchmarks.Recording;

/// <summary>A limit that a figure must keep.</summary>
/// <param name="Text">The figure in words.</param>
/// <param name="Concurrency">The concurrency; null for figures that have none.</param>
/// <param name="Limit">The limit.</param>
/// <param name="IsMinimum">Whether the figure must not be below the limit, instead of not above it.</param>
/// <param name="Unit">The unit of both.</param>
/// <param name="Measured">The figure; null if it was not measured.</param>
internal sealed record Budget(string Text, int? Concurrency, double Limit, bool IsMinimum, string Unit, double? Measured)
{
    private const string Full = ContenderFactory.Full;
    private const string Bare = ContenderFactory.Bare;
    private const string Nats = ContenderFactory.Nats;
    private const string Grpc = ContenderFactory.Grpc;

    public string Verdict => Measured is not { } figure ? "not measured" : (IsMinimum ? figure >= Limit : figure <= Limit) ? "met" : "**missed**";

    /// <summary>Returns the budgets with the figures of a run.</summary>
    public static IEnumerable<Budget> Of(Recording run)
    {
        int[] levels = [1, 10, 64, 256];
        foreach (var c in levels)
        {
            yield return Minimum("calls, x bare", c, 0.9, Ratio(run, Operation.Call, c, Bare));
        }

        foreach (var c in levels)
        {
            yield return Minimum("notifications, x bare", c, 0.7, Ratio(run, Operation.Notify, c, Bare));
        }

        foreach (var operation in new[] { Operation.Call, Operation.Notify })
        {
            foreach (var c in levels)
            {
                yield return Minimum($"{Name(operation)}, x NATS", c, 1.2, Ratio(run, operation, c, Nats));
                yield return new Budget($"{Name(operation)}, p99, x NATS", c, 1, IsMinimum: false, "", Of(run, Full, operation, c, Nats, static (own, other) => own.P99 / other.P99));
            }
        }

        foreach (var c in levels)
        {
            yield return Minimum("calls, x gRPC", c, 1, Ratio(run, Operation.Call, c, Grpc));
        }

        foreach (var (c, limit) in new[] { (1, 45), (10, 8), (64, 4) })
        {
            yield return new Budget("CPU of the embedded router for a call", c, limit, IsMinimum: false, "us", run.Find(Full, Operation.Call, c)?.RouterCpu);
        }

        foreach (var (size, name) in LargePayloads.Sizes)
        {
            yield return Minimum($"calls of {name}, both ways", LargePayloads.Concurrency, 1000, LargePayloads.Throughput(run, size), "MB/s");
        }

        foreach (var (broker, name, limit) in new[] { (ContenderFactory.Broker, "in memory", 60_000), (ContenderFactory.BrokerDurable, "durable", 20_000) })
        {
            yield return Minimum($"acknowledged notifications through the embedded broker, {name}", 64, limit, run.Find(broker, Operation.Notify, 64)?.Rate, "1/s");
        }

        yield return new Budget("allocation of the client for a call", 64, 3200, IsMinimum: false, "bytes", run.Find(Full, Operation.Call, 64)?.ClientBytes);
        yield return new Budget("allocation of the server for a call", 64, 3200, IsMinimum: false, "bytes", run.Find(Full, Operation.Call, 64)?.ServerBytes);
        yield return Minimum("calls, x Python's driver", 64, 20, run.PythonRatio);
        foreach (var operation in new[] { Operation.Call, Operation.Notify })
        {
            foreach (var c in levels)
            {
                yield return Minimum($"{Name(operation)} through RabbitMQ, x bare", c, 0.9, Ratio(run, ContenderFactory.Rabbit, operation, c, ContenderFactory.RabbitBare));
                yield return Minimum(
                    $"{Name(operation)} through RabbitMQ, x bare with the same messages", c, 0.9, Ratio(run, ContenderFactory.Rabbit, operation, c, ContenderFactory.RabbitBareOslo));
            }
        }

        yield return Minimum("calls through RabbitMQ, x Python's driver", 64, 10, run.PythonRabbitRatio);
    }

    public static string Format(double figure) =>
        figure.ToString(figure < 100 && figure != Math.Truncate(figure) ? "f3" : "f0", CultureInfo.InvariantCulture);

    private static Budget Minimum(string text, int concurrency, double limit, double? measured, string unit = "") =>
        new(text, concurrency, limit, IsMinimum: true, unit, measured);

    private static string Name(Operation operation) => operation == Operation.Call ? "calls" : "notifications";

    private static double? Ratio(Recording run, Operation operation, int concurrency, string to) => Ratio(run, Full, operation, concurrency, to);

    private static double? Ratio(Recording run, string contender, Operation operation, int concurrency, string to) =>
        Of(run, contender, operation, concurrency, to, static (own, other) => own.RatioTo(other));

    private static double? Of(Recording run, string contender, Operation operation, int concurrency, string to, Func<Cell, Cell, double> ratio) =>
        run.Find(contender, operation, concurrency) is { } own && run.Find(to, operation, concurrency) is { } other ? ratio(own, other) : null;
}
