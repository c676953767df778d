using Amqp1.Rpc;

namespace Amqp1.Hosting.Tests.Filters;

/// <summary>A client with an idempotent method and another one.</summary>
[RpcClient("retried")]
public interface IRetried
{
    [Idempotent]
    Task<string?> ReadAsync(CancellationToken cancel);

    Task WriteAsync(CancellationToken cancel);
}
