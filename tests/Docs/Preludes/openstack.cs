using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using Amqp1.Rpc;

[RpcEndpoint("compute")]
public sealed class ComputeEndpoint
{
    public int Count() => 0;
}

public sealed class MeterStore
{
    public Task AddAsync(JsonElement samples, CancellationToken cancel) => Task.CompletedTask;
}
