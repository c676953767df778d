using Amqp1.Notifications;
using Amqp1.Rpc;

namespace Amqp1.Cli.Tests;

// The types that DescribeTests reads from this assembly. They are never run.
#pragma warning disable CA1812, CA1822

[RpcEndpoint("described", Version = "1.2", Namespace = "admin")]
internal sealed class DescribedEndpoint
{
    public Task<int?> GrowInstanceAsync(string instanceId, IReadOnlyList<long> sizes, bool force = false, CancellationToken cancel = default) =>
        Task.FromResult<int?>(instanceId.Length + sizes.Count + (force ? 1 : 0) + (cancel.IsCancellationRequested ? 1 : 0));

    [RpcMethod("renamed")]
    public void Reboot()
    {
    }

    [RpcIgnore]
    public void Ignored()
    {
    }
}

[RpcClient("described", Version = "1.0")]
internal interface IDescribedClient
{
    Task RebootAsync(string instanceId);
}

[NotificationEndpoint("described_events", EventType = "compute\\.")]
internal sealed class DescribedListener
{
    [NotificationHandler(NotificationPriority.Error)]
    public void OnError(Notification<string> notification) => ArgumentNullException.ThrowIfNull(notification);
}
