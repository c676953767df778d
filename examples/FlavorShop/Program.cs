using Amqp1;
using Amqp1.Notifications;
using Amqp1.Rpc;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

// A web server that asks FlavorService over the bus. It needs the URL of a router or broker: Amqp1__TransportUrl=amqp://127.0.0.1:5672
var builder = WebApplication.CreateBuilder(args);
builder.AddAmqp1Messaging();
var telemetry = builder.Services.AddOpenTelemetry()
    .WithTracing(tracing => tracing.AddSource("Microsoft.AspNetCore").AddAmqp1Instrumentation())
    .WithMetrics(metrics => metrics.AddAmqp1Instrumentation());
if (builder.Configuration["OTEL_EXPORTER_OTLP_ENDPOINT"] is not null)
{
    telemetry.UseOtlpExporter();
}

var app = builder.Build();
app.MapGet("/flavors/{id}", async (string id, IFlavors flavors, INotifier notifier, CancellationToken cancel) =>
{
    var flavor = await flavors.GetFlavorAsync(id, cancel);
    await notifier.InfoAsync("flavor.shown", flavor, cancel: cancel);
    return flavor;
});
app.MapHealthChecks("/health");
app.Run();

/// <summary>A size of virtual machines.</summary>
public sealed record Flavor(string Id, int Vcpus, int RamMegabytes);

/// <summary>The methods of topic <c>flavors</c>, as this service calls them.</summary>
[RpcClient("flavors")]
public interface IFlavors
{
    Task<Flavor> GetFlavorAsync(string id, CancellationToken cancel);
}
