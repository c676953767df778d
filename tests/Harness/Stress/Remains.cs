using System.Net.NetworkInformation;
using Amqp1.Bus;

namespace Amqp1.Tests.Harness.Stress;

/// <summary>Waits until a test has left nothing behind.</summary>
internal static class Remains
{
    /// <summary>Returns the number of connections of this machine to the port that have not ended.</summary>
    public static int Sockets(int port) => IPGlobalProperties.GetIPGlobalProperties().GetActiveTcpConnections()
        .Count(connection => connection.RemoteEndPoint.Port == port && connection.State is not (TcpState.TimeWait or TcpState.Closed));

    /// <summary>Waits until nothing is pending on a bus that is in use, except the sweep of its idle senders.</summary>
    public static Task NothingPendsAsync(MessageBus bus, CancellationToken limit) => UntilAsync(
        () => bus is { PendingCalls: 0, PendingDeliveries: 0, Deadlines.Count: <= 1 },
        () => $"{bus.PendingCalls} calls, {bus.PendingDeliveries} deliveries, {bus.Deadlines.Count} deadlines",
        limit);

    public static async Task UntilAsync(Func<bool> isGone, Func<string> describe, CancellationToken limit)
    {
        using var look = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        try
        {
            while (!isGone())
            {
                await look.WaitForNextTickAsync(limit);
            }
        }
        catch (OperationCanceledException)
        {
            Assert.Fail($"Left behind: {describe()}.");
        }
    }
}
