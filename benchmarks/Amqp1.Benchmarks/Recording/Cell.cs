using Amqp1.Benchmarks.Measuring;

namespace Amqp1.Benchmarks.Recording;

/// <summary>
/// The medians of one contender, operation, concurrency and payload. CPU is in microseconds and allocation in bytes per operation; a figure
/// that is not known is null.
/// </summary>
/// <param name="Contender">The name of the contender.</param>
/// <param name="Operation">The operation.</param>
/// <param name="Concurrency">The number of operations in progress at a time.</param>
/// <param name="Payload">The size of the payload in bytes, each way.</param>
/// <param name="Rate">The number of operations per second.</param>
/// <param name="Spread">The difference between the highest and the lowest rate of the rounds, as a fraction of the median.</param>
/// <param name="P50">The median of the latency in microseconds.</param>
/// <param name="P99">The 99th percentile of the latency in microseconds.</param>
/// <param name="ClientCpu">The CPU of the client.</param>
/// <param name="ClientBytes">The allocation of the client.</param>
/// <param name="ServerCpu">The CPU of the server.</param>
/// <param name="ServerBytes">The allocation of the server.</param>
/// <param name="RouterCpu">The CPU of the router or broker.</param>
/// <param name="Rates">The rates of the rounds in their order; null in a file of an earlier version.</param>
internal sealed record Cell(
    string Contender,
    Operation Operation,
    int Concurrency,
    int Payload,
    double Rate,
    double Spread,
    double P50,
    double P99,
    double ClientCpu,
    double ClientBytes,
    double ServerCpu,
    double ServerBytes,
    double? RouterCpu,
    IReadOnlyList<double>? Rates = null)
{
    /// <summary>Returns the rate as a multiple of that of another contender.</summary>
    public double RatioTo(Cell other) =>
        Rates is { } own && other.Rates is { } rates ? Report.PairedRatio(own, rates) : Rate / other.Rate;

    /// <summary>Returns the medians of all samples, a cell for each combination.</summary>
    public static IEnumerable<Cell> Of(IEnumerable<Sample> samples, int payload) => samples
        .GroupBy(sample => (sample.Contender, sample.Operation, sample.Concurrency))
        .Select(group =>
        {
            Sample[] rounds = [.. group];
            var rate = Median(rounds, sample => sample.Rate);
            var router = Median(rounds, sample => sample.RouterCpu);
            return new Cell(
                group.Key.Contender,
                group.Key.Operation,
                group.Key.Concurrency,
                payload,
                rate,
                (rounds.Max(sample => sample.Rate) - rounds.Min(sample => sample.Rate)) / rate,
                Median(rounds, sample => sample.P50),
                Median(rounds, sample => sample.P99),
                Median(rounds, sample => sample.ClientCpu),
                Median(rounds, sample => sample.ClientBytes),
                Median(rounds, sample => sample.ServerCpu),
                Median(rounds, sample => sample.ServerBytes),
                double.IsNaN(router) ? null : router,
                [.. rounds.Select(sample => sample.Rate)]);
        });

    private static double Median(Sample[] samples, Func<Sample, double> figure) => Report.Median(samples.Select(figure));
}
