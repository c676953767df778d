using System.Text.Json;
using Amqp1.Rpc;

namespace ComputeService;

/// <summary>The client of topic <c>compute</c>.</summary>
[RpcClient("compute", Version = "1.0", TimeoutSeconds = 10)]
public interface ICompute
{
    Task<Instance[]> ListInstancesAsync(CancellationToken cancel = default);

    Task<Instance> BuildInstanceAsync(string name, JsonElement flavor, CancellationToken cancel = default);

    Task<Instance> GetInstanceAsync(string instanceId, CancellationToken cancel = default);

    Task DeleteInstanceAsync(string instanceId, CancellationToken cancel = default);
}
