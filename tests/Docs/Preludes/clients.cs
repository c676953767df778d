global using GivenClients;

using System.Threading.Tasks;

public sealed record Flavor(string Name);

namespace GivenClients
{
    using System.Threading;
    using Amqp1.Rpc;

    [RpcClient("conductor")]
    public interface IConductor
    {
        Task<Flavor> GetFlavorAsync(string id, CancellationToken cancel = default);

        [Cast]
        Task NoteAsync(string text);
    }
}
