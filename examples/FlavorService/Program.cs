using Amqp1.Rpc;
using OpenTelemetry;
using OpenTelemetry.Trace;

// A worker without a web server. It needs the URL of a router or broker: Amqp1__TransportUrl=amqp://127.0.0.1:5672
var builder = Host.CreateApplicationBuilder(args);
builder.Services.AddSingleton<FlavorTable>();
builder.Services.AddAmqp1Messaging();
if (builder.Configuration["OTEL_EXPORTER_OTLP_ENDPOINT"] is not null)
{
    builder.Services.AddOpenTelemetry().WithTracing(tracing => tracing.AddAmqp1Instrumentation()).UseOtlpExporter();
}

builder.Build().Run();

/// <summary>A size of virtual machines.</summary>
public sealed record Flavor(string Id, int Vcpus, int RamMegabytes);

/// <summary>The table of all flavors.</summary>
public class FlavorTable
{
    private static readonly Flavor[] Flavors = [new("m1.small", 1, 2048), new("m1.large", 4, 8192)];

    /// <summary>Returns the flavor with the ID; null if there is none.</summary>
    public virtual Flavor? Find(string id) => Flavors.FirstOrDefault(flavor => flavor.Id == id);

    /// <summary>All flavors.</summary>
    public virtual IReadOnlyList<Flavor> All => Flavors;
}

/// <summary>The methods of topic <c>flavors</c>.</summary>
[RpcEndpoint("flavors")]
public sealed class FlavorEndpoint(FlavorTable table)
{
    public Flavor GetFlavor(string id) => table.Find(id) ?? throw new KeyNotFoundException($"There is no flavor {id}.");

    /// <summary>Returns the smallest and the largest amount of memory. Python receives a tuple as a list.</summary>
    public (int Smallest, int Largest) GetRamRange() => (table.All.Min(flavor => flavor.RamMegabytes), table.All.Max(flavor => flavor.RamMegabytes));
}

/// <summary>The program, for tests.</summary>
public partial class Program;
