using Amqp1.Rpc;

// A worker without a web server. It needs the URL of a router or broker: Amqp1__TransportUrl=amqp://127.0.0.1:5672
var builder = Host.CreateApplicationBuilder(args);
builder.Services.AddSingleton<FlavorTable>();
builder.Services.AddAmqp1Messaging();
builder.Build().Run();

/// <summary>A size of instances.</summary>
public sealed record Flavor(string Id, int Vcpus, int RamMegabytes);

/// <summary>The sizes that there are.</summary>
public class FlavorTable
{
    private static readonly Flavor[] Flavors = [new("m1.small", 1, 2048), new("m1.large", 4, 8192)];

    /// <summary>Finds a size; null when there is none with the id.</summary>
    public virtual Flavor? Find(string id) => Flavors.FirstOrDefault(flavor => flavor.Id == id);

    /// <summary>All sizes.</summary>
    public virtual IReadOnlyList<Flavor> All => Flavors;
}

/// <summary>Topic <c>flavors</c>.</summary>
[RpcEndpoint("flavors")]
public sealed class FlavorEndpoint(FlavorTable table)
{
    public Flavor GetFlavor(string id) => table.Find(id) ?? throw new KeyNotFoundException($"There is no flavor {id}.");

    /// <summary>The smallest and the largest amount of memory. A tuple is a list for Python.</summary>
    public (int Smallest, int Largest) GetRamRange() => (table.All.Min(flavor => flavor.RamMegabytes), table.All.Max(flavor => flavor.RamMegabytes));
}

/// <summary>The program, for tests.</summary>
public partial class Program;
