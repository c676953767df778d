using System.Collections.Concurrent;
using Amqp1.Configuration;
using Amqp1.Interop.Tests.Harness;
using Amqp1.Interop.Tests.Harness.Rabbit;
using Amqp1.Notifications;
using Amqp1.Rpc;

namespace Amqp1.Interop.Tests.Rabbit;

/// <summary>
/// Tests with a broker that dies under load: every call has one outcome before its timeout, no acknowledged notification is lost, and
/// everything works again afterwards.
/// </summary>
public sealed class RabbitFailoverTests : RabbitTests
{
    private const string Topic = "failover";
    private const int Callers = 16;

    private static readonly TimeSpan CallTimeout = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task A_restart_of_the_broker_under_load_costs_no_outcome_and_no_acknowledged_notification()
    {
        await using var broker = await RabbitBroker.StartAsync(RabbitRelease.V43, Cancel);

        await SurviveAsync(broker.Url, Durable, async _ =>
        {
            await broker.KillAsync();
            await broker.StartAsync(Cancel);
        });
    }

    [Fact]
    public async Task The_death_of_a_node_of_a_cluster_under_load_costs_no_outcome_and_no_acknowledged_notification()
    {
        // RabbitMQ 4.3 needs a majority of its nodes to declare anything, so the cluster has three.
        await using var cluster = await RabbitCluster.StartAsync(RabbitRelease.V43, 3, Cancel);

        await SurviveAsync(cluster.Url, Quorum, host => cluster.Nodes.Single(node => node.Host == host).KillAsync());
    }

    private static void Durable(RabbitOptions options) => options.DurableQueues = true;

    private static void Quorum(RabbitOptions options)
    {
        options.QuorumQueues = true;
        options.TransientQuorumQueues = true;
    }

    /// <summary>
    /// Runs calls and notifications, makes the host of the client fail, and checks the outcomes and the acknowledged notifications.
    /// </summary>
    private async Task SurviveAsync(string url, Action<RabbitOptions> deployment, Func<string, Task> failAsync)
    {
        var servers = await ConnectAsync(url, options => deployment(options.Rabbit));
        var clients = await ConnectAsync(url, options => deployment(options.Rabbit));
        await ServeAsync(servers, Topic, "c1");
        await using var audit = await AuditListener.StartAsync(servers, Topic, Cancel);
        var client = clients.CreateRpcClient(Target.ForTopic(Topic)).Prepare(timeout: CallTimeout);
        var notifier = clients.CreateNotifier("p", Topic);
        var acknowledged = new ConcurrentBag<int>();
        var outcomes = new ConcurrentBag<bool>();
        var lastId = 0;
        using var end = new CancellationTokenSource();

        var load = Enumerable.Range(0, Callers).Select(_ => CallAsync()).Append(NotifyAsync()).ToArray();
        await client.CallAsync("echo", new { data = 0 }, Cancel);
        await failAsync(clients.Status.Host!).WaitAsync(Limits.Burst, Cancel);
        await UntilItWorksAsync(client);
        await end.CancelAsync();
        await Task.WhenAll(load).WaitAsync(CallTimeout + Limits.Signal, Cancel);

        outcomes.ShouldContain(true);
        (await client.CallAsync<int>("echo", new { data = 7 }, Cancel)).ShouldBe(7);
        await client.FanoutAsync("hit", new { data = "after" }, Cancel);
        foreach (var id in acknowledged)
        {
            await audit.Notifications.TakeAsync(received => received.Payload.GetProperty("id").GetInt32() == id).WaitAsync(Limits.Signal, Cancel);
        }

        async Task CallAsync()
        {
            while (!end.IsCancellationRequested)
            {
                var id = Interlocked.Increment(ref lastId);
                try
                {
                    // The outcome must come before the limit of the test, which is much later than the timeout of the call.
                    (await client.CallAsync<int>("echo", new { data = id }, Cancel).WaitAsync(CallTimeout + Limits.Signal, Cancel)).ShouldBe(id);
                    outcomes.Add(true);
                }
                catch (MessagingException)
                {
                    outcomes.Add(false);
                }
            }
        }

        async Task NotifyAsync()
        {
            while (!end.IsCancellationRequested)
            {
                var id = Interlocked.Increment(ref lastId);
                try
                {
                    await notifier.InfoAsync("e", new { id }, cancel: Cancel).WaitAsync(Limits.Signal * 2, Cancel);
                    acknowledged.Add(id);
                }
                catch (MessagingException)
                {
                    // The notification was not acknowledged, so it may be lost.
                }
            }
        }
    }

    /// <summary>Calls until a call is answered. Each attempt has a timeout.</summary>
    private static async Task UntilItWorksAsync(RpcClient client)
    {
        var until = DateTime.UtcNow + Limits.Burst;
        while (true)
        {
            try
            {
                await client.Prepare(timeout: TimeSpan.FromSeconds(2)).CallAsync("nothing", cancel: Cancel);
                return;
            }
            catch (MessagingException) when (DateTime.UtcNow < until)
            {
                // The broker is not available, or the server has not reconnected yet.
            }
        }
    }
}
