using Amqp1.Rpc;

namespace Amqp1.Hosting.Tests.Clients;

/// <summary>A test double that does not distinguish settings.</summary>
internal sealed class PreparableSwitchboard : DeafSwitchboard, IPreparableClient<ISwitchboard>
{
    public ISwitchboard Prepare(Func<RpcClient, RpcClient> prepare) => this;
}
