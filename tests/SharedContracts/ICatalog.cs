using Amqp1.Rpc;

namespace Amqp1.SharedContracts;

/// <summary>A contract that one service implements and another one calls.</summary>
[RpcClient("catalog", Version = "1.1")]
public interface ICatalog
{
    Task<CatalogItem> FindAsync(string itemId, CancellationToken cancel = default);

    [Cast]
    Task ForgetAsync(string itemId, CancellationToken cancel = default);
}
