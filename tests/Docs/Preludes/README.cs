using System.Threading;
using System.Threading.Tasks;

public sealed record Flavor(string Name, int Vcpus);

public sealed record Instance(string Id, string Name);

public interface IHypervisor
{
    Task<Instance> BuildAsync(string name, Flavor flavor, CancellationToken cancel);

    Task RebootAsync(string instanceId);
}
