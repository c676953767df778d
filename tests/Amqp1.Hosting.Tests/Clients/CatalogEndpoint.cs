using System.Threading.Channels;
using Amqp1.Rpc;
using Amqp1.SharedContracts;

namespace Amqp1.Hosting.Tests.Clients;

/// <summary>The service that implements the shared contract.</summary>
[RpcEndpoint("catalog", Version = "1.1")]
public sealed class CatalogEndpoint(Channel<string> forgotten) : ICatalog
{
    public Task<CatalogItem> FindAsync(string itemId, CancellationToken cancel) => Task.FromResult(new CatalogItem { ItemId = itemId, Price = itemId.Length });

    public Task ForgetAsync(string itemId, CancellationToken cancel) => forgotten.Writer.WriteAsync(itemId, cancel).AsTask();
}
