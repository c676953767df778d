using Amqp1.Bus.Local;
using Amqp1.Notifications;
using Amqp1.Rpc;

namespace Amqp1.Hosting.Internal;

/// <summary>
/// The servers and the listener of an instance from one start to the next stop. After a pause, another generation follows. Thread-safe.
/// </summary>
internal sealed class ServerGeneration(RpcServer[] rpc, NotificationListener[] notifications)
{
    /// <summary>A generation that serves nothing, while messaging is paused.</summary>
    public static ServerGeneration None { get; } = new([], []);

    /// <summary>The number of RPC servers, and of listeners.</summary>
    public (int Servers, int Listeners) Counts => (rpc.Length, notifications.Length);

    /// <summary>The links of all RPC servers.</summary>
    public ServerLinks RpcLinks => Sum(rpc.Select(server => new ServerLinks(server.Links.Attached, server.Links.Needed, server.HasListened)));

    /// <summary>The links of the listener.</summary>
    public ServerLinks NotificationLinks => Sum(notifications.Select(listener => new ServerLinks(listener.Links.Attached, listener.Links.Needed, listener.HasListened)));

    /// <summary>Starts all servers and the listener. Returns at once.</summary>
    public void Start()
    {
        Array.ForEach(rpc, server => server.Start());
        Array.ForEach(notifications, listener => listener.Start());
    }

    /// <summary>Completes when all links have been attached.</summary>
    public Task WaitUntilListeningAsync(CancellationToken cancel) => Task.WhenAll(
        [.. rpc.Select(server => server.WaitUntilListeningAsync(cancel)), .. notifications.Select(listener => listener.WaitUntilListeningAsync(cancel))]);

    /// <summary>Begins to stop, with the time limits of methods and of handlers. Returns at once.</summary>
    public void BeginStop(TimeSpan methods, TimeSpan handlers, LocalDelivery? local, CancellationToken cancel)
    {
        Array.ForEach(rpc, server => server.BeginStop(methods, cancel, local));
        Array.ForEach(notifications, listener => listener.BeginStop(handlers, cancel, local));
    }

    /// <summary>Completes when no method and no handler runs, or a short time after their tokens were cancelled.</summary>
    public Task WaitUntilIdleAsync(CancellationToken cancel) =>
        Task.WhenAll([.. rpc.Select(server => server.WaitUntilIdleAsync(cancel)), .. notifications.Select(listener => listener.WaitUntilIdleAsync(cancel))]);

    /// <summary>Completes the stop. A second call waits for the first.</summary>
    public Task EndStopAsync(CancellationToken cancel) =>
        Task.WhenAll([.. rpc.Select(server => server.EndStopAsync(cancel)), .. notifications.Select(listener => listener.EndStopAsync(cancel))]);

    private static ServerLinks Sum(IEnumerable<ServerLinks> links) => links.Aggregate(ServerLinks.None, (sum, next) => sum + next);
}
