using System.Diagnostics;
using System.Diagnostics.Metrics;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace Amqp1.Hosting.Tests;

public sealed class TelemetryTests
{
    [Fact]
    public void Activities_of_messaging_are_collected()
    {
        var collected = new List<Activity>();
        using var provider = Sdk.CreateTracerProviderBuilder().AddAmqp1Instrumentation().AddInMemoryExporter(collected).Build();
        using var source = new ActivitySource(Amqp1Telemetry.ActivitySourceName);

        source.StartActivity("own")?.Dispose();
        provider.ForceFlush();

        collected.ToArray().ShouldContain(activity => activity.OperationName == "own");
    }

    [Fact]
    public void Metrics_of_messaging_are_collected()
    {
        var collected = new List<Metric>();
        using var provider = Sdk.CreateMeterProviderBuilder().AddAmqp1Instrumentation().AddInMemoryExporter(collected).Build();
        using var meter = new Meter(Amqp1Telemetry.MeterName);

        meter.CreateCounter<int>("own").Add(1);
        provider.ForceFlush();

        collected.ShouldContain(metric => metric.Name == "own");
    }
}
