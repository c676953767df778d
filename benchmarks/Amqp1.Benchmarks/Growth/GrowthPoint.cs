using Amqp1.Benchmarks.Measuring;

namespace Amqp1.Benchmarks.Growth;

/// <summary>The medians at one size, in the units of <see cref="Sample"/>.</summary>
internal sealed record GrowthPoint(
    int Size, double Rate, double P50, double P99, double ClientCpu, double ClientBytes, double ServerCpu, double ServerBytes, double RouterCpu)
{
    public static GrowthPoint Of(int size, IReadOnlyList<Sample> samples) => new(
        size,
        Report.Median(samples.Select(sample => sample.Rate)),
        Report.Median(samples.Select(sample => sample.P50)),
        Report.Median(samples.Select(sample => sample.P99)),
        Report.Median(samples.Select(sample => sample.ClientCpu)),
        Report.Median(samples.Select(sample => sample.ClientBytes)),
        Report.Median(samples.Select(sample => sample.ServerCpu)),
        Report.Median(samples.Select(sample => sample.ServerBytes)),
        Report.Median(samples.Select(sample => sample.RouterCpu)));
}
